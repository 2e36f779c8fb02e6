using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// Describes a route by what it is made of (<see cref="IRouteTrait"/>): its name, headers, files, permission, and every
/// status that it can answer.
/// </summary>
internal sealed class OperationDescription(ITexts texts, Examples examples) : IOpenApiOperationTransformer
{
    /// <summary>The name of what any other answer is.</summary>
    public const string AnyOther = "default";

    private const string Json = MediaTypeNames.Application.Json;

    public Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<object> route = [.. context.Description.ActionDescriptor.EndpointMetadata];
        IReadOnlyList<IRouteTrait> traits = [.. route.OfType<IRouteTrait>().Distinct()];
        operation.OperationId = OperationName.Of(operation.Summary);
        DescribeParameters(operation);
        foreach (var header in traits.SelectMany(trait => trait.Takes(route)))
            (operation.Parameters ??= []).Add(Parameter(header));
        if (traits.SelectMany(trait => trait.TakesFiles).ToList() is { Count: > 0 } files)
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Binary(files) };
        operation.Responses ??= [];
        DescribeAnswers(operation.Responses, traits);
        foreach (var status in StatusesOf(operation, traits, route).Distinct().Order())
        {
            var name = FormattableString.Invariant($"{status}");
            operation.Responses[name] = new OpenApiResponseReference(name, context.Document);
        }

        operation.Responses[AnyOther] = new OpenApiResponseReference(AnyOther, context.Document);
        AddPermission(operation, route);
        return Task.CompletedTask;
    }

    private static IEnumerable<int> StatusesOf(
        OpenApiOperation operation, IEnumerable<IRouteTrait> traits, IEnumerable<object> route)
    {
        // What is named in the path may not be there.
        if (operation.Parameters?.Any(parameter => parameter.In == ParameterLocation.Path) == true)
            yield return StatusCodes.Status404NotFound;
        if (operation.RequestBody is not null)
            yield return StatusCodes.Status413PayloadTooLarge;
        if (route.OfType<IAcceptsMetadata>().Any())
            yield return StatusCodes.Status415UnsupportedMediaType;
        foreach (var status in traits.SelectMany(trait => trait.Statuses))
            yield return status;
    }

    private static void AddPermission(OpenApiOperation operation, IReadOnlyList<object> route)
    {
        if (route.OfType<PermissionMetadata>().LastOrDefault() is not { Permission: var permission })
            return;
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[ApiReference.PermissionMember] = new JsonNodeExtension(permission);
        if (route.OfType<FurtherPermissions>().SelectMany(more => more.Permissions).ToList() is { Count: > 0 } further)
        {
            operation.Extensions[ApiReference.FurtherPermissionsMember] =
                new JsonNodeExtension(new JsonArray([.. further.Select(one => JsonValue.Create(one))]));
        }
    }

    private void DescribeParameters(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            // A query's names are read whatever their case: they are shown as those of JSON are.
            if (parameter is { In: ParameterLocation.Query, Name: { Length: > 0 } name })
                parameter.Name = char.ToLowerInvariant(name[0]) + name[1..];
            if (parameter.Schema is OpenApiSchema { Enum: null } schema
                && examples.Find(type: null, parameter.Name!, schema.Type) is { } example)
                schema.Examples = [example];
        }
    }

    private void DescribeAnswers(OpenApiResponses answers, IReadOnlyList<IRouteTrait> traits)
    {
        var files = traits.SelectMany(trait => trait.AnswersFiles).ToList();
        foreach (var (status, answer) in answers)
        {
            if (answer is not OpenApiResponse { } given)
                continue;
            given.Description = texts.Render(Text.Of($"reference.status-{status}"));
            if (status[0] is not '2')
                continue;
            foreach (var (type, content) in files.Count > 0 ? Binary(files) : [])
                (given.Content ??= new Dictionary<string, OpenApiMediaType>())[type] = content;
            foreach (var header in traits.SelectMany(trait => trait.Sends))
                Add(given, header);
            if (status == "201")
                Add(given, new("Location", "reference.location", "/api/…"));
        }
    }

    private OpenApiParameter Parameter(HeaderInfo header) => new()
    {
        Name = header.Name,
        In = ParameterLocation.Header,
        Required = header.IsRequired,
        Description = texts.Render(Text.Of(header.About)),
        Schema = SchemaOf(header),
    };

    private void Add(OpenApiResponse answer, HeaderInfo header) =>
        (answer.Headers ??= new Dictionary<string, IOpenApiHeader>())[header.Name] = new OpenApiHeader
        {
            Description = texts.Render(Text.Of(header.About)),
            Schema = SchemaOf(header),
        };

    private static OpenApiSchema SchemaOf(HeaderInfo header) => new()
    {
        Type = JsonSchemaType.String,
        Pattern = header.Pattern,
        MaxLength = header.Longest,
        Examples = [header.Example],
    };

    private static Dictionary<string, OpenApiMediaType> Binary(IEnumerable<string> types) => types.Distinct()
        .Where(type => type != Json).ToDictionary(type => type, type => new OpenApiMediaType
        {
            Schema = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = type.StartsWith("text/event-stream", StringComparison.Ordinal) ? null : "binary",
            },
        });
}
