using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// An enumeration that is described once is a word: what may be none says so where it stands. The framework describes
/// it as it met it first, and a client made of a word that is also null cannot read it.
/// </summary>
internal sealed class NamedWords : IOpenApiDocumentTransformer
{
    public Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var named in document.Components?.Schemas?.Values ?? [])
        {
            if (named is OpenApiSchema { Enum.Count: > 0, Type: { } type } words)
                words.Type = type & ~JsonSchemaType.Null;
        }

        return Task.CompletedTask;
    }
}
