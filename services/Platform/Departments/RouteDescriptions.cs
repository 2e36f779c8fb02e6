using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Ops.Platform.Departments;

/// <summary>
/// Describes the routes of use cases for the OpenAPI document. Their handlers are the pipeline's, whose signature says
/// nothing of a route: the shapes that were given when it was mapped do.
/// </summary>
internal sealed class RouteDescriptions(EndpointDataSource endpoints) : IApiDescriptionProvider
{
    private const string Json = "application/json";
    private static readonly EmptyModelMetadataProvider Types = new();

    /// <summary>After the framework's own, which describes every handler that it knows.</summary>
    public int Order => 0;

    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<CommandShape>() is not { } shape)
                continue;
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                context.Results.Add(Describe(endpoint, shape, method));
        }
    }

    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }

    private static ApiDescription Describe(RouteEndpoint endpoint, CommandShape shape, string method)
    {
        var answer = endpoint.Metadata.GetMetadata<AnswerShape>();
        var described = new ApiDescription
        {
            HttpMethod = method,
            RelativePath = endpoint.RoutePattern.RawText?.TrimStart('/'),
            ActionDescriptor = new ActionDescriptor
            {
                DisplayName = endpoint.DisplayName,
                EndpointMetadata = [.. endpoint.Metadata],
            },
        };
        foreach (var value in endpoint.RoutePattern.Parameters)
            described.ParameterDescriptions.Add(Parameter(value.Name, BindingSource.Path, TypeOf(value)));
        if (shape.Body is { } body)
        {
            described.ParameterDescriptions.Add(Parameter("body", BindingSource.Body, body));
            described.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = Json });
        }

        if (answer is not null)
            described.SupportedResponseTypes.Add(Answer(answer.Status, answer.View));
        return described;
    }

    private static ApiParameterDescription Parameter(string name, BindingSource source, Type type)
    {
        var types = Types.GetMetadataForType(type);
        return new() { Name = name, Source = source, Type = type, ModelMetadata = types, IsRequired = true };
    }

    private static ApiResponseType Answer(int status, Type type) => new()
    {
        StatusCode = status,
        Type = type,
        ModelMetadata = Types.GetMetadataForType(type),
        ApiResponseFormats = [new ApiResponseFormat { MediaType = Json }],
    };

    private static Type TypeOf(RoutePatternParameterPart value) =>
        value.ParameterPolicies.Any(policy => policy.Content == "guid" || policy.ParameterPolicy is GuidRouteConstraint)
            ? typeof(Guid)
            : typeof(string);
}
