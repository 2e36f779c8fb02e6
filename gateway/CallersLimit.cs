using System.Globalization;
using System.Threading.RateLimiting;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Gateway;

/// <summary>
/// How much one caller may ask: settings <c>RateLimit:PerSecond</c> (200) and <c>RateLimit:Burst</c> (1 000), counted by
/// the token's subject.
/// </summary>
internal static class CallersLimit
{
    public const string Policy = "callers";

    public static WebApplicationBuilder AddCallersLimit(this WebApplicationBuilder builder)
    {
        var perSecond = builder.Configuration.GetValue("RateLimit:PerSecond", 200);
        var burst = builder.Configuration.GetValue("RateLimit:Burst", 1_000);
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = static (context, cancellationToken) =>
            {
                var after = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                    ? Math.Ceiling(wait.TotalSeconds)
                    : 1;
                context.HttpContext.Response.Headers.RetryAfter =
                    Math.Max(1, after).ToString(CultureInfo.InvariantCulture);
                return new ValueTask(new TextProblem(
                    StatusCodes.Status429TooManyRequests, Text.Of("problem.too-many-requests"),
                    Text.Of("problem.caller-over-limit")).ExecuteAsync(context.HttpContext));
            };
            limiter.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(
                context.User.FindFirst("sub")?.Value ?? context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = burst,
                    TokensPerPeriod = perSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }));
        });
        return builder;
    }
}
