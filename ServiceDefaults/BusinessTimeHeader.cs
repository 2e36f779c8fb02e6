using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Text;

namespace Ops.ServiceDefaults;

/// <summary>
/// T-7: what time it was for the rules when a service answered, so that whoever shows how long there is left counts
/// from there, and not from the reader's own clock.
/// </summary>
public static class BusinessTimeHeader
{
    /// <summary>The header; its value is an instant as RFC 3339 writes it.</summary>
    public const string Name = "Business-Time";

    internal static Task PutAsync(HttpContext context, RequestDelegate next)
    {
        if (context.RequestServices.GetService<IClock>() is { } clock)
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers[Name] = InstantPattern.ExtendedIso.Format(clock.GetCurrentInstant());
                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}
