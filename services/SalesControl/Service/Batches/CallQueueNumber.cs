using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Batches;

/// <summary>
/// RES-4: on the day the numbers are called one by one in their order; whoever was not there is called again after the
/// others; whoever chose nothing has the deposit again.
/// </summary>
internal static class CallQueueNumber
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<CallingRelease, QueueNumberMoved>(
                "batches/{id:guid}/call-next", SalesControlPermissions.ManageBatches, CallNext)
            .Answers<NamedNumber, QueueNumberView>((state, called) => state.With(called.QueueNumberId))
            .OfferedOn<Release>((release, _) => RefusesCall(release))
            .WithSummary("queue-number.call.summary");
        api.MapCommand<NamedNumber, QueueNumberMoved>(
                "queue-numbers/{id:guid}/pass-over", SalesControlPermissions.ManageBatches, PassOver)
            .OfferedOn<NamedNumber>((number, _) => RefusesToPassOver(number))
            .Answers<QueueNumberView>()
            .WithSummary("queue-number.pass-over.summary");
        api.MapCommand<NamedNumber, Why, QueueNumberMoved>(
                "queue-numbers/{id:guid}/return", SalesControlPermissions.RefundDeposit, Return)
            .OfferedOn<NamedNumber>((number, _) => RefusesReturn(number))
            .Answers<QueueNumberView>()
            .WithSummary("queue-number.return.summary");
    }

    /// <summary>Why it is given back.</summary>
    /// <param name="Reason">In a sentence; it is told to the consultant.</param>
    internal sealed record Why(string Reason);

    internal sealed class Validator : AbstractValidator<Why>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason("RES-4", "queue-number.reason-missing");
    }

    internal sealed class Load(BatchSource batches, SalesControlDb db) : ILoad<CallingRelease, Nothing>
    {
        public async Task<Outcome<CallingRelease>> LoadAsync(
            Named named, Nothing request, Change change, CancellationToken cancellationToken)
        {
            var found = await batches.FindPartsAsync(named.Id, named.Actor, Access.Change, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var deposits = NextOf(found.Value.Numbers)?.DepositId;
            return new CallingRelease(
                found.Value,
                await db.Deposits.AsNoTracking().SingleOrDefaultAsync(d => d.Id == deposits, cancellationToken));
        }
    }

    /// <summary>
    /// Whose turn is next: the lowest number that was not called yet; when all were, of those who were passed over
    /// whoever was called longest ago.
    /// </summary>
    [Rule("RES-4", "whose turn is next")]
    public static QueueNumber? NextOf(IReadOnlyCollection<QueueNumber> numbers) =>
        numbers.Where(n => n.State == QueueNumberState.Given).MinBy(n => n.Number)
        ?? numbers.Where(n => n.State == QueueNumberState.PassedOver)
            .OrderBy(n => n.CalledAt).ThenBy(n => n.Number).FirstOrDefault();

    /// <summary>Null on the batch's day, before it is open to all.</summary>
    public static Refused? RefusesChoosing(Batch batch) =>
        batch.State == BatchState.Choosing ? null : batch.Refuse("RES-4", "queue-number.chooses-on-the-day");

    /// <summary>Calls the next number: one at a time.</summary>
    internal static Outcome<QueueNumberMoved> CallNext(CallingRelease state, Change change) =>
        RefusesCall(state) is { } refusal
            ? refusal
            : QueueNumberMoved.Of(state, NextOf(state.Numbers)!, QueueNumberState.Called);

    [Rule("RES-4", "queue numbers are called one at a time")]
    private static Refused? RefusesCall(Release state)
    {
        if (RefusesChoosing(state.Batch) is { } refusal)
            return refusal;
        if (state.Numbers.FirstOrDefault(n => n.State == QueueNumberState.Called) is { } called)
        {
            return new Refused("RES-4", Text.Of("queue-number.is-choosing", ("number", called.Number)))
            {
                Evidence = [called.Evidence],
            };
        }

        return NextOf(state.Numbers) is null ? state.Batch.Refuse("RES-4", "queue-number.none-left") : null;
    }

    /// <summary>
    /// Whoever was called is not there, or chooses nothing: the next is called, and this one again after all the
    /// others.
    /// </summary>
    [Rule("RES-4", "who is passed over comes after the others")]
    internal static Outcome<QueueNumberMoved> PassOver(NamedNumber state, Change change) =>
        RefusesToPassOver(state) is { } refusal
            ? refusal
            : QueueNumberMoved.Of(state, state.Number, QueueNumberState.PassedOver);

    private static Refused? RefusesToPassOver(NamedNumber state) =>
        RefusesChoosing(state.Batch)
        ?? (state.Number.State == QueueNumberState.Called
            ? null
            : state.Refuse("queue-number.not-called", ("number", state.Number.Number)));

    /// <summary>Given back: whoever has not chosen gets the deposit again.</summary>
    internal static Outcome<QueueNumberMoved> Return(NamedNumber state, Why request, Change change) =>
        RefusesReturn(state) is { } refusal
            ? refusal
            : QueueNumberMoved.Of(state, state.Number, QueueNumberState.Returned) with
            {
                Reason = change.Wrote(request.Reason),
            };

    [Rule("RES-1", "a queue number's deposit goes back")]
    private static Refused? RefusesReturn(NamedNumber state)
    {
        var number = state.Number;
        return number.EndedAt is null
            ? state.Deposit.RefusesToEnd()
            : state.Refuse(
                number.State == QueueNumberState.Chosen ? "queue-number.has-chosen" : "queue-number.returned-already",
                ("number", number.Number));
    }
}

/// <summary>A batch, with the deposit of the number whose turn is next.</summary>
internal sealed class CallingRelease(ReleaseParts parts, Deposit? ofNext) : Release(parts)
{
    /// <summary>One of its numbers, which was called.</summary>
    public NamedNumber With(Guid number) => new(Parts, Find(number), ofNext!);
}
