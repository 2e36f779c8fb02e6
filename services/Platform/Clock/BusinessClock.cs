using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Clock;

/// <summary>Business time: what rules, deadlines, registers and events go by (T-8).</summary>
public static class BusinessClock
{
    /// <summary>
    /// Registers <see cref="IClock"/>: the machine's time, or in Development and Training a
    /// <see cref="SimulatedClock"/> that can be moved forward. Its instants are cut to the microsecond, which is what
    /// PostgreSQL keeps.
    /// </summary>
    /// <remarks>
    /// A new installation's simulated clock starts at <c>Simulation:Offset</c> (seconds from real time, may be
    /// negative); the migrator writes it once, so that all services of the installation start with the same one.
    /// </remarks>
    /// <exception cref="FormatException"><c>Simulation:Offset</c> is not a number of seconds.</exception>
    [Rule("T-8", "one clock for business")]
    public static IHostApplicationBuilder AddBusinessClock(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddPlatformSchema(
            new PlatformSchema(
                "clock", typeof(BusinessClock).Assembly,
                """
                GRANT SELECT, UPDATE ON clock.simulated TO {role}; GRANT SELECT, INSERT, UPDATE, DELETE
                    ON clock.replicas TO {role};
                """
            )
            {
                FirstFill = (connection, transaction, cancellationToken) =>
                    FirstOffsetAsync(builder.Configuration, connection, transaction, cancellationToken),
            });
        if (!IsSimulated(builder.Environment))
        {
            builder.Services.AddSingleton<IClock>(services => new MachineClock(
                services.GetRequiredService<TimeProvider>()));
            return builder;
        }

        builder.Services.AddLoop<SimulatedClock>();
        builder.Services.AddSingleton<IClock>(services => services.GetRequiredService<SimulatedClock>());
        builder.Services.AddHealthChecks().AddCheck<SimulatedClockHealth>("clock", tags: ["ready"]);
        return builder;
    }

    /// <summary>Whether the clock can be moved: in Development and Training, never in Production.</summary>
    public static bool IsSimulated(IHostEnvironment environment) =>
        environment.IsDevelopment() || environment.IsEnvironment("Training");

    private static async Task FirstOffsetAsync(
        IConfiguration configuration, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        if (configuration["Simulation:Offset"] is not { Length: > 0 } text)
            return;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            throw new FormatException($"Simulation:Offset is '{text}'; it is a number of seconds.");

        await using var command = new NpgsqlCommand(
            "ALTER TABLE clock.simulated DISABLE TRIGGER forward_only; UPDATE clock.simulated SET offset_us = "
                + (long)(seconds * 1_000_000)
                + "; ALTER TABLE clock.simulated ENABLE TRIGGER forward_only;",
            connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Business time where it is not simulated: the machine's, to the microsecond.</summary>
internal sealed class MachineClock(TimeProvider time) : IClock
{
    public Instant GetCurrentInstant() => Microseconds.Cut(Instant.FromDateTimeOffset(time.GetUtcNow()));
}

/// <summary>Instants as PostgreSQL keeps them.</summary>
internal static class Microseconds
{
    public static Instant Cut(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (ticks % 10));
    }
}
