using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Ops.Identity.Opening;

/// <summary>Whether there is somebody to give tokens to.</summary>
internal sealed class FirstDayHealth(FirstDay firstDay) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(firstDay.Over
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Unhealthy("The first day's organisation is not there yet."));
}
