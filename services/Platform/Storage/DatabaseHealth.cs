using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Ops.Platform.Storage;

/// <summary>Whether the service's database answers.</summary>
internal sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            command.CommandTimeout = 3;
            await command.ExecuteScalarAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
        {
            // The reason goes to the log; the answer is read by anyone.
            return HealthCheckResult.Unhealthy("The database does not answer.", failure);
        }
    }
}
