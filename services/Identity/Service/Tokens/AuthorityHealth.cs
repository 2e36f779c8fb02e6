using Microsoft.Extensions.Diagnostics.HealthChecks;
using Ops.Identity.Staff;

namespace Ops.Identity.Tokens;

/// <summary>Whether tokens can be given.</summary>
internal sealed class AuthorityHealth(SigningKeys keys, OwnStaff staff) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        !keys.Ready ? HealthCheckResult.Unhealthy("The signing keys are not there yet.")
        : !staff.Ready ? HealthCheckResult.Unhealthy("Who may not act is not read yet.")
        : HealthCheckResult.Healthy());
}
