using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// Describes a route by what it is made of (<see cref="IRouteTrait"/>): its name, headers, files, permission, and every
/// status that it can answer.
/// </summary>
internal sealed class OperationDescription(
    ITexts texts, Examples examples, PermissionPosts posts, EndpointDataSource endpoints)
    : IOpenApiOperationTransformer
{
    /// <summary>The name of what any other answer is.</summary>
    public const string AnyOther = "default";

    private const string Json = MediaTypeNames.Application.Json;

    public async Task TransformAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<object> route = [.. context.Description.ActionDescriptor.EndpointMetadata];
        IReadOnlyList<IRouteTrait> traits = [.. route.OfType<IRouteTrait>().Distinct()];
        operation.OperationId = OperationName.Of(operation.Summary);
        await DescribeWordsAsync(operation, context, cancellationToken);
        AddPlaces(operation, context.Description.ActionDescriptor.DisplayName);
        DescribeParameters(operation);
        foreach (var header in traits.SelectMany(trait => trait.Takes(route)))
            (operation.Parameters ??= []).Add(Parameter(header));
        OfferWhatIsOptional(operation);
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

    private void AddPermission(OpenApiOperation operation, IReadOnlyList<object> route)
    {
        if (route.OfType<PermissionMetadata>().LastOrDefault() is not { Permission: var permission })
            return;
        operation.Extensions ??= new Dictionary<string, IOpenApiExtension>();
        operation.Extensions[ApiReference.PermissionMember] = new JsonNodeExtension(permission);
        if (posts.Of(permission) is { Count: > 0 } those)
        {
            operation.Extensions[ApiReference.PostsMember] =
                new JsonNodeExtension(new JsonArray([.. those.Select(post => JsonValue.Create(post))]));
        }

        if (route.OfType<FurtherPermissions>().SelectMany(more => more.Permissions).ToList() is { Count: > 0 } further)
        {
            operation.Extensions[ApiReference.FurtherPermissionsMember] =
                new JsonNodeExtension(new JsonArray([.. further.Select(one => JsonValue.Create(one))]));
        }
    }

    /// <summary>A member of an enumeration in a query is described as it is in answers.</summary>
    private static async Task DescribeWordsAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var given in context.Description.ParameterDescriptions)
        {
            if (given.ParameterDescriptor is not { ParameterType: var type }
                || SchemaTypes.HeldBy(type) is not { IsEnum: true } words
                || operation.Parameters?.OfType<OpenApiParameter>().FirstOrDefault(one => one.Name == given.Name)
                    is not { } parameter)
                continue;
            var schema = await context.GetOrCreateSchemaAsync(words, parameterDescription: null, cancellationToken);
            context.Document!.AddComponent(words.Name, schema);
            parameter.Schema = new OpenApiSchemaReference(words.Name, context.Document);
        }
    }

    /// <summary>
    /// Adds what a handler reads from the address by itself: of that its signature, which the framework describes it
    /// by, says nothing.
    /// </summary>
    private void AddPlaces(OpenApiOperation operation, string? route)
    {
        var pattern = endpoints.Endpoints.OfType<RouteEndpoint>()
            .FirstOrDefault(endpoint => endpoint.DisplayName == route)?.RoutePattern;
        foreach (var place in pattern?.Parameters ?? [])
        {
            if (operation.Parameters?.Any(one => one.In == ParameterLocation.Path && one.Name == place.Name) == true)
                continue;
            (operation.Parameters ??= []).Insert(0, new OpenApiParameter
            {
                Name = place.Name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = place.ParameterPolicies.Any(policy => policy.Content == "guid")
                    ? SchemaTypes.OfText(typeof(Guid))
                    : SchemaTypes.OfText(typeof(string)),
            });
        }
    }

    private void DescribeParameters(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            // A query's names are read whatever their case: they are shown as those of JSON are.
            if (parameter is { In: ParameterLocation.Query, Name: { Length: > 0 } name })
                parameter.Name = char.ToLowerInvariant(name[0]) + name[1..];
            // None is a list of none.
            if (parameter is { In: ParameterLocation.Query, Schema.Type: JsonSchemaType.Array })
                parameter.Required = false;
            if (parameter.Schema is OpenApiSchema { Enum: null, Examples: null or [] } schema
                && examples.Find(type: null, parameter.Name!, schema.Type) is { } example)
                schema.Examples = [example];
        }
    }

    /// <summary>
    /// The API reference fills in what has an example, and sends it: a filter, a cursor or a key that nobody meant.
    /// What may be left out is offered there, and sent only by whoever ticks it.
    /// </summary>
    private static void OfferWhatIsOptional(OpenApiOperation operation)
    {
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (parameter.Required || (parameter.Schema?.Examples ?? parameter.Schema?.Enum) is not [var value, ..])
                continue;
            parameter.Examples = new Dictionary<string, IOpenApiExample>
            {
                ["optional"] = new OpenApiExample
                {
                    Value = value,
                    Extensions = new Dictionary<string, IOpenApiExtension>
                    {
                        ["x-disabled"] = new JsonNodeExtension(true),
                    },
                },
            };
        }
    }

    private void DescribeAnswers(OpenApiResponses answers, IReadOnlyList<IRouteTrait> traits)
    {
        var files = traits.SelectMany(trait => trait.AnswersFiles).ToList();
        foreach (var (status, answer) in answers)
        {
            if (answer is not OpenApiResponse { } given)
                continue;
            given.Description = texts.Render(Text.Of($"reference.status.{status}"));
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
