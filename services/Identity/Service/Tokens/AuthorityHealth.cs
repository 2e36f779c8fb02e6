using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ops.Identity.Opening;
using Ops.Identity.Staff;

namespace Ops.Identity.Tokens;

/// <summary>Whether tokens can be given, and there is somebody to give them to.</summary>
internal sealed class AuthorityHealth(SigningKeys keys, OwnStaff staff, FirstDay firstDay) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !keys.Ready ? HealthCheckResult.Unhealthy("The signing keys are not there yet.")
        : !staff.Ready ? HealthCheckResult.Unhealthy("Who may not act is not read yet.")
        : !firstDay.Over ? HealthCheckResult.Unhealthy("The first day's organisation is not there yet.")
        : HealthCheckResult.Healthy());
}
