using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ops.Identity.Opening;

namespace Ops.Identity.Tokens;

/// <summary>Whether tokens can be given, and there is somebody to give them to.</summary>
internal sealed class AuthorityHealth(SigningKeys keys, FirstDay firstDay) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !keys.Ready ? HealthCheckResult.Unhealthy("The signing keys are not there yet.")
        : !firstDay.Over ? HealthCheckResult.Unhealthy("The first day's organisation is not there yet.")
        : HealthCheckResult.Healthy());
}
