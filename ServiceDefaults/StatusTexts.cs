using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// What is told where the framework, or the proxy of the gateway, answers with a status and nothing else: no token, no
/// such route, a failure.
/// </summary>
internal static class StatusTexts
{
    /// <summary>Puts title, detail and code into a problem that says nothing yet.</summary>
    public static void Tell(ProblemDetailsContext context)
    {
        var (http, problem) = (context.HttpContext, context.ProblemDetails);
        var denied = http.Features.Get<PermissionDenied>();
        if (problem.Detail is not null || Of(problem.Status, http.Request.Method, denied) is not var (title, detail))
            return;

        var texts = http.RequestServices.GetRequiredService<ITexts>();
        problem.Title = texts.Render(Text.Of(title));
        problem.Detail = texts.Render(detail);
        if (denied is not null)
            problem.Extensions["rule"] = "CS-7";
        (problem.Extensions["code"], problem.Extensions["args"]) = (detail.Code, detail.Args);
    }

    private static (string Title, Text Detail)? Of(int? status, string method, PermissionDenied? denied) => status switch
    {
        StatusCodes.Status400BadRequest => ("problem.cannot-be-read", Text.Of("problem.request-unreadable")),
        StatusCodes.Status401Unauthorized => ("problem.unauthorized", Text.Of("problem.token-missing")),
        StatusCodes.Status403Forbidden when denied is { Permission: var permission } =>
            ("problem.forbidden", Text.Of("problem.permission-missing", ("permission", permission))),
        StatusCodes.Status403Forbidden => ("problem.forbidden", Text.Of("problem.not-allowed")),
        StatusCodes.Status404NotFound => ("problem.not-found", Text.Of("problem.route-unknown")),
        StatusCodes.Status405MethodNotAllowed =>
            ("problem.method-not-allowed", Text.Of("problem.method-unknown", ("method", method))),
        StatusCodes.Status413PayloadTooLarge => ("problem.content-too-large", Text.Of("problem.body-too-large")),
        StatusCodes.Status415UnsupportedMediaType => ("problem.media-type", Text.Of("problem.body-not-json")),
        StatusCodes.Status500InternalServerError => ("problem.failure", Text.Of("problem.failed")),
        StatusCodes.Status502BadGateway or StatusCodes.Status503ServiceUnavailable
            or StatusCodes.Status504GatewayTimeout => ("problem.unavailable", Text.Of("problem.service-away")),
        _ => null,
    };
}
