using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults.Description;

/// <summary>What every operation refers to: the problem, and each status that is answered with one.</summary>
internal sealed class ProblemAnswers(ITexts texts) : IOpenApiDocumentTransformer
{
    private const string Media = "application/problem+json";

    private static readonly HeaderInfo RetryAfter = new("Retry-After", "reference.retry-after", "2");

    public async Task TransformAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        var problem = await context.GetOrCreateSchemaAsync(typeof(Problem), null, cancellationToken);
        problem.AdditionalPropertiesAllowed = true;
        problem.Description = texts.Render(Text.Of("reference.problem"));
        foreach (var (name, member) in problem.Properties!)
            member.Description = texts.Render(Text.Of($"reference.problem.{name}"));
        document.AddComponent(nameof(Problem), problem);
        var asked = document.Paths.Values.SelectMany(path => path.Operations ?? []).Select(one => one.Value)
            .SelectMany(operation => operation.Responses ?? [])
            .Where(answer => answer.Value is OpenApiResponseReference).Select(answer => answer.Key).Distinct();
        foreach (var status in asked.Order(StringComparer.Ordinal))
        {
            document.AddComponent<IOpenApiResponse>(status, new OpenApiResponse
            {
                Description = texts.Render(Text.Of($"reference.status.{status}")),
                Headers = status is "429" or "503" ? new Dictionary<string, IOpenApiHeader>
                {
                    [RetryAfter.Name] = new OpenApiHeader
                    {
                        Description = texts.Render(Text.Of(RetryAfter.About)),
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Examples = [RetryAfter.Example] },
                    },
                } : null,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Media] = new() { Schema = new OpenApiSchemaReference(nameof(Problem), document) },
                },
            });
        }
    }
}
