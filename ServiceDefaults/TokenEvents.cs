using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// A token that cannot be checked, because the authority has never yet told its keys and does not answer now, is 503 and
/// not the caller's fault. One that is good may still be refused because of its holder (<see cref="ITokenCheck"/>).
/// </summary>
internal sealed class TokenEvents(IEnumerable<ITokenCheck> checks) : JwtBearerEvents
{
    private static readonly object Mark = new();

    public override Task TokenValidated(TokenValidatedContext context)
    {
        foreach (var check in checks)
        {
            if (check.Refuses(context.Principal!) is { } reason)
            {
                context.Fail(reason);
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
        if (!context.HttpContext.Items.ContainsKey(Mark))
            return;

        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "5";
        await new TextProblem(
            StatusCodes.Status503ServiceUnavailable, Text.Of("problem.unavailable"),
            Text.Of("problem.authority-away")).ExecuteAsync(context.HttpContext);
    }
}
