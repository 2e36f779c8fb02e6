using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Batches;

/// <summary>
/// RES-2, CS-4: the day of a batch begins, and its units come on sale to everyone 开盘, at once or by themselves at a
/// time; a unit without a published price does not.
/// </summary>
internal static class OpenBatch
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<Release, BatchChanged>(
                "batches/{id:guid}/choosing", SalesControlPermissions.ManageBatches, BeginChoosing)
            .OfferedOn<Release>((release, _) => RefusesChoosing(release))
            .Answers<BatchView>()
            .WithSummary("choosing.begin.summary");
        api.MapCommand<Release, Request, Events<Release>>(
                "batches/{id:guid}/open", SalesControlPermissions.ManageBatches, Decide)
            .OfferedOn<Release>((release, _) => Refuses(release, release.Units))
            .Answers<BatchView>()
            .WithSummary("batch.open.summary");
    }

    /// <summary>When.</summary>
    /// <param name="At">An instant that is not past; at once when not given.</param>
    /// <param name="NumbersLeft">
    /// True where the batch is to open although queue numbers were called and have not chosen: their turn is over.
    /// </param>
    internal sealed record Request(OffsetDateTime? At = null, bool? NumbersLeft = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.At).Must(Days.Know).Refuses("RES-2", Days.Beyond);
    }

    internal sealed class Load(BatchSource batches) : ILoad<Release, Request>
    {
        public async Task<Outcome<Release>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await batches.FindPartsAsync(named.Id, named.Actor, Access.Change, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var parts = found.Value;
            if (parts.Opening is not null || parts.Batch.State == BatchState.Open)
                return new Release(parts);
            // Where its time is set, its units are looked at, and not locked: what counts is decided when it opens.
            var at = request.At?.ToInstant() ?? change.At;
            return new Release(parts with
            {
                Opening = await batches.OpeningAsync(
                    parts.Batch, at, at == change.At ? Access.Change : Access.Read, cancellationToken),
            });
        }
    }

    /// <summary>The day begins: no queue number is given any more, and those that were are called in order.</summary>
    internal static Outcome<BatchChanged> BeginChoosing(Release state, Change change) =>
        RefusesChoosing(state) is { } refusal
            ? refusal
            : BatchChanged.Of(state, BatchState.Choosing, state.Units);

    /// <summary>Why the day cannot begin; null where it can.</summary>
    [Rule("RES-4", "the day of the queue numbers")]
    private static Refused? RefusesChoosing(Release state)
    {
        if (state.Batch.State != BatchState.Planned)
            return state.Batch.Refuse("RES-2", "batch.begun-already");
        return state.Units == 0 ? state.Batch.Refuse("RES-2", "batch.without-units-to-choose") : null;
    }

    private static Refused? Refuses(Release state, int units) => state.Batch.State == BatchState.Open
        ? state.Batch.Refuse("RES-2", "batch.opened-already")
        : units == 0 ? state.Batch.Refuse("RES-2", "batch.without-units") : null;

    /// <summary>Who was called and has not chosen loses their turn when it opens: whoever opens it says so.</summary>
    [Rule("RES-4", "numbers that were called and have not chosen")]
    private static Refused? RefusesNumbersLeft(Release state, Request request)
    {
        QueueNumber[] left =
        [
            .. state.Numbers.Where(n => n.State is QueueNumberState.Called or QueueNumberState.PassedOver),
        ];
        if (left.Length == 0 || request.NumbersLeft == true)
            return null;
        const int most = 20;
        return Refused.Input("RES-4", "numbersLeft", Text.Of(
            "batch.numbers-left", ("batch", state.Batch.Code), ("count", left.Length),
            ("numbers", left.Take(most).Select(n => n.Number).ToArray()))) with
        {
            Evidence = [.. left.Take(most).Select(n => n.Evidence)],
        };
    }

    [Rule("RES-2", "a batch opens")]
    [Rule("CS-4", "no published price, no sale")]
    internal static Outcome<Events<Release>> Decide(Release state, Request request, Change change)
    {
        var batch = state.Batch;
        // One that is open has nothing that would open.
        if (Refuses(state, state.Opening?.Units.Count ?? 0) is { } refusal)
            return refusal;
        var (at, opening) = (request.At?.ToInstant() ?? change.At, state.Opening!);
        if (at < change.At)
            return Refused.Input("RES-2", "at", Text.Of("batch.time-is-past"));
        if (opening.WithoutPrice is { Count: > 0 } without)
        {
            return new Refused("CS-4", Text.Of("batch.without-price", ("units", BatchFollows.Named(without))))
            {
                Evidence = [.. without.Select(unit => unit.Path)],
            };
        }

        if (at == change.At)
            return RefusesNumbersLeft(state, request) is { } left ? left : new Events<Release>(Open(state));
        return new Events<Release>(BatchChanged.Of(state, batch.State, state.Units) with { OpensAt = at });
    }

    /// <summary>Its time has come: it is open, whether or not the sweeper has been there.</summary>
    [Rule("RES-2", "a batch opens by itself")]
    public static void ApplyDue(Release state, Instant now, IHappenings happenings)
    {
        if (state.OpensAt is { } at && at <= now && state is { Opening: not null, Batch.State: not BatchState.Open })
            new Events<Release>(Open(state)).HappenTo(state, new Occurrence(at, Occurrence.Clock), happenings);
    }

    /// <summary>
    /// What is withheld of it is on sale, what was chosen stays sold, and the turn of its queue numbers is over. What
    /// has no price stays withheld.
    /// </summary>
    private static IEnumerable<IHappened<Release>> Open(Release state) =>
    [
        BatchChanged.Of(state, BatchState.Open, state.Units),
        .. state.Numbers.Where(n => n.State == QueueNumberState.Called)
            .Select(n => QueueNumberMoved.Of(state, n, QueueNumberState.PassedOver)),
        .. state.Opening!.Units
            .Where(u => u.State == UnitState.Withheld && state.Opening.Priced.Contains(u.Id))
            .Select(u => new Elsewhere<Release, UnitAlone>(
                _ => new UnitAlone(u), new UnitPutOnSale(u.Id, u.Project, u.Code, state.Batch.Code))),
    ];
}
