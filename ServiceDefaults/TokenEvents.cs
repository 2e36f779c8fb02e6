using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// A token that cannot be checked, because the authority has never yet told its keys and does not answer now, is 503
/// and not the caller's fault. One that is good may still be refused because of its holder (<see cref="ITokenCheck"/>):
/// they are told why.
/// </summary>
internal sealed class TokenEvents(IEnumerable<ITokenCheck> checks) : JwtBearerEvents
{
    private static readonly object Mark = new(), Reason = new();

    public override Task TokenValidated(TokenValidatedContext context)
    {
        foreach (var check in checks)
        {
            if (check.Refuses(context.Principal!) is { } reason)
            {
                context.HttpContext.Items[Reason] = reason;
                context.Fail(reason.ToString());
                break;
            }
        }

        return Task.CompletedTask;
    }

    public override async Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        if (context.Options.Configuration is not null || context.Options.ConfigurationManager is not { } keys)
            return;

        try
        {
            await keys.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception failure) when (failure is InvalidOperationException or IOException or HttpRequestException)
        {
            context.HttpContext.Items[Mark] = true;
        }
    }

    public override async Task Challenge(JwtBearerChallengeContext context)
    {
        var items = context.HttpContext.Items;
        if (!items.ContainsKey(Mark) && !items.ContainsKey(Reason))
            return;

        context.HandleResponse();
        if (items[Reason] is Text reason)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            var told = Text.Of("problem.holder-refused", ("why", reason));
            var refused = new TextProblem(
                StatusCodes.Status401Unauthorized, Text.Of("problem.unauthorized"), told)
            {
                Rule = "CS-7",
            };
            await refused.ExecuteAsync(context.HttpContext);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "5";
        await new TextProblem(
            StatusCodes.Status503ServiceUnavailable, Text.Of("problem.unavailable"),
            Text.Of("problem.authority-away")).ExecuteAsync(context.HttpContext);
    }
}
