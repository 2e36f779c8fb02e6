using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Ops.Platform.Clock;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;

namespace Ops.Platform.Simulation;

/// <summary>
/// The service's side of moving the clock (T-8), in Development and Training only; the gateway, which moves all
/// services together, is the caller. These routes lie outside of the service's public prefix.
/// </summary>
public static class SimulationEndpoints
{
    /// <summary>What moving the clock asks for.</summary>
    public const string Permission = "simulation.clock";

    /// <summary>
    /// Time goes on while the services are moved one after the other: one that has just come there by itself is there.
    /// </summary>
    private static readonly Duration AlreadyThere = Duration.FromSeconds(30);

    private const int ListedFailures = 100, MostWorkingDays = 1000;

    /// <summary>
    /// Maps <c>/simulation/clock</c>, <c>/simulation/progress</c> and <c>/simulation/settled</c>; in Production
    /// nothing.
    /// </summary>
    public static WebApplication MapSimulation(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (!BusinessClock.IsSimulated(app.Environment))
            return app;

        var simulation = app.MapGroup("/simulation").ExcludeFromDescription();
        simulation.MapGet("clock", GetClockAsync).RequirePermission(Permission);
        simulation.MapPost("clock", MoveClockAsync).RequirePermission(Permission).AnswersOutcome<Moved>();
        simulation.MapGet("working-day", GetWorkingDay).RequirePermission(Permission)
            .AnswersOutcome<WorkingDayView>();
        simulation.MapGet("progress", GetProgressAsync).RequirePermission(Permission);
        simulation.MapPost("settled", GetUnsettledAsync).RequirePermission(Permission);
        return app;
    }

    private static async Task<IResult> GetClockAsync(
        SimulatedClock clock, IDeadlineSweep sweep, CompanyTime company, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ClockView(
            company.At(clock.GetCurrentInstant()),
            await sweep.NextAsync(cancellationToken) is { } next ? company.At(next) : null,
            await clock.CountReplicasAsync(cancellationToken)));

    /// <summary>The same time of day so many working days later (T-1), by this service's calendar.</summary>
    private static Outcome<WorkingDayView> GetWorkingDay(
        int days, SimulatedClock clock, IWorkingCalendars calendars, CompanyTime company)
    {
        if (days is < 1 or > MostWorkingDays)
            return Refused.Input("T-1", "days", Text.Of("clock.working-days", ("most", MostWorkingDays)));

        var now = company.At(clock.GetCurrentInstant()).LocalDateTime;
        var day = calendars.Current.Add(now.Date, days);
        var at = day.Date.At(now.TimeOfDay).InZoneLeniently(company.Zone).ToInstant();
        return new WorkingDayView(company.At(at), day.CalendarCertain);
    }

    private static async Task<Outcome<Moved>> MoveClockAsync(
        MoveClock request, SimulatedClock clock, IDeadlineSweep sweep, IEnumerable<IFailureSource> failures,
        IHostEnvironment host, CompanyTime company, CancellationToken cancellationToken)
    {
        if (!Days.Know(request.To))
            return Refused.Input("T-8", "to", Text.Of(Days.Beyond));
        var before = await sweep.MarkAsync(cancellationToken);
        var to = request.To.ToInstant();
        var now = clock.GetCurrentInstant();
        if (to < now - AlreadyThere)
            return Refused.Input("T-8", "to", Text.Of("clock.not-back", ("now", company.At(now))));

        try
        {
            if (to > now)
                await clock.MoveToAsync(to, cancellationToken);
        }
        catch (ArgumentOutOfRangeException)
        {
            // Time itself has come there meanwhile.
        }

        await sweep.FireDueAsync(cancellationToken);
        var fired = await sweep.FiredSinceAsync(before, cancellationToken);
        var failed = new List<Failure>();
        foreach (var source in failures.Where(source => source.Kind == "deadline"))
            failed.AddRange(await source.ListAsync(ListedFailures, cancellationToken));
        return new Moved(
            company.At(clock.GetCurrentInstant()),
            [
                .. fired.Select(f => new FiredView(
                    company.At(f.At), host.ApplicationName, f.Kind, f.Key, f.Rule, f.Mark, f.OwedBy, f.OwedTo,
                    f.Subject)),
            ],
            [.. failed.Select(f => new FailedView(f.Name, f.Subject, f.Reason))]);
    }

    private static async Task<IResult> GetProgressAsync(
        long? after, IMessagingProgress messages, CancellationToken cancellationToken)
    {
        // The mark first: what is recorded meanwhile is told by the next call.
        var mark = await messages.MarkAsync(cancellationToken);
        return TypedResults.Ok(
            new Progress(
                await messages.PendingDeliveriesAsync(cancellationToken), mark,
                after is { } since ? await messages.PublishedSinceAsync(since, cancellationToken) : []));
    }

    private static async Task<IResult> GetUnsettledAsync(
        Settled request, IMessagingProgress messages, CancellationToken cancellationToken
    ) => TypedResults.Ok(new StillOpen(await messages.NotYetSettledAsync(request.EventIds, cancellationToken)));
}

/// <summary>Where the clock is to go.</summary>
internal sealed record MoveClock(OffsetDateTime To);

/// <summary>The service's clock.</summary>
internal sealed record ClockView(OffsetDateTime Now, OffsetDateTime? NextDue, long Replicas);

/// <summary>A working day to come, and whether every year on the way has a published calendar.</summary>
internal sealed record WorkingDayView(OffsetDateTime At, bool CalendarCertain);

/// <summary>What a move has come to.</summary>
internal sealed record Moved(OffsetDateTime Now, IReadOnlyList<FiredView> Fired, IReadOnlyList<FailedView> Failed);

/// <summary>A deadline that is due and whose handler fails: the move does not wait for it.</summary>
internal sealed record FailedView(string Kind, string? Key, string Reason);

/// <summary>A mark that fired on the way.</summary>
internal sealed record FiredView(
    OffsetDateTime At, string Service, string Kind, string Key, string Rule, Mark Mark, string OwedBy, string OwedTo,
    Guid Subject);

/// <summary>How far the service's messages are.</summary>
internal sealed record Progress(int Pending, long Mark, IReadOnlyList<PublishedEvent> Published);

/// <summary>Events that a subscriber is asked about.</summary>
internal sealed record Settled(IReadOnlyList<Guid> EventIds);

/// <summary>Those that it has not settled.</summary>
internal sealed record StillOpen(IReadOnlyList<Guid> Unsettled);
