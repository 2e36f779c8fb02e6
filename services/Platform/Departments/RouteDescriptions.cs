using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Routing.Patterns;
using Ops.Platform.Commands;

namespace Ops.Platform.Departments;

/// <summary>
/// Describes the routes of use cases for the OpenAPI document. Their handlers are the pipeline's, whose signature says
/// nothing of a route: the shapes that were given when it was mapped do.
/// </summary>
internal sealed class RouteDescriptions(EndpointDataSource endpoints) : IApiDescriptionProvider
{
    private const string Json = "application/json", Problem = "application/problem+json";
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
        var isCommand = endpoint.Metadata.GetMetadata<IsCommand>() is not null;
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
        if (isCommand)
        {
            if (endpoint.Metadata.GetMetadata<ChangesWhatIsThere>() is not null)
                described.ParameterDescriptions.Add(Parameter("If-Match", BindingSource.Header, typeof(string)));
            described.ParameterDescriptions.Add(
                Parameter("Idempotency-Key", BindingSource.Header, typeof(string), required: false));
        }

        if (shape.Body is { } body)
        {
            described.ParameterDescriptions.Add(Parameter("body", BindingSource.Body, body));
            described.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = Json });
        }

        if (answer is not null)
            described.SupportedResponseTypes.Add(Answer(answer.Status, answer.View, Json));
        foreach (var status in isCommand ? (int[])[400, 403, 404, 409, 412, 422, 428] : [403, 404])
            described.SupportedResponseTypes.Add(Answer(status, typeof(ProblemDetails), Problem));
        return described;
    }

    private static ApiParameterDescription Parameter(
        string name, BindingSource source, Type type, bool required = true)
    {
        var types = Types.GetMetadataForType(type);
        return new() { Name = name, Source = source, Type = type, ModelMetadata = types, IsRequired = required };
    }

    private static ApiResponseType Answer(int status, Type type, string media) => new()
    {
        StatusCode = status,
        Type = type,
        ModelMetadata = Types.GetMetadataForType(type),
        ApiResponseFormats = [new ApiResponseFormat { MediaType = media }],
    };

    private static Type TypeOf(RoutePatternParameterPart value) =>
        value.ParameterPolicies.Any(policy => policy.Content == "guid" || policy.ParameterPolicy is GuidRouteConstraint)
            ? typeof(Guid)
            : typeof(string);
}
