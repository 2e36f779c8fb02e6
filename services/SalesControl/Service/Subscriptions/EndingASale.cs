using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// What becomes of the money when a sale ends: all that was paid, and so each of the two agrees to the same sums.
/// </summary>
/// <param name="Refund">What goes back to the buyers; null for nothing.</param>
/// <param name="Forfeit">What the company keeps; null for nothing.</param>
internal sealed record Settlement(Money? Refund, Money? Forfeit)
{
    public decimal Refunded => Refund?.ToDecimal() ?? 0;

    public decimal Forfeited => Forfeit?.ToDecimal() ?? 0;

    /// <summary>So much goes back, the rest is kept.</summary>
    public static Settlement Of(Money? refund, decimal paid) =>
        new(refund, paid - (refund?.ToDecimal() ?? 0) is > 0 and var kept ? Money.Of(kept) : null);

    /// <summary>Null where it settles what was paid by now, all of it.</summary>
    [Rule("RES-4", "what is settled when a sale ends")]
    public Refused? Refuses(StandingSale state)
    {
        var paid = state.Sale.Paid;
        if (Refunded > paid)
            return state.Refuse("RES-4", "settlement.more-than-paid", ("paid", paid)) with { Field = "refund" };
        return Refunded + Forfeited == paid
            ? null
            : state.Refuse("RES-4", "settlement.other-sum", ("paid", paid), ("settled", Refunded + Forfeited));
    }
}

/// <summary>What somebody asks who asks that a sale end.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Refund">
/// What goes back to the buyers of what was paid; nothing when not given. The rest is forfeited.
/// </param>
internal sealed record SaleEndingForm(string Reason, Money? Refund = null) : IAsks
{
    internal sealed class Validator : AbstractValidator<SaleEndingForm>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).MustBeAReason("RES-4", "settlement.reason-missing");
            RuleFor(r => r.Refund!).SetValidator(new Money.Validator()).When(r => r.Refund is not null);
        }
    }
}

/// <summary>What happens to a unit and to what was asked when its sale ends.</summary>
internal static class EndingASale
{
    /// <summary>
    /// The unit is open to everyone; a shop whose lease runs still is let, as before it was sold (DOC-5.6.1). Waits
    /// that its subscription closed stay closed.
    /// </summary>
    public static IEnumerable<IEvent<IUnitState>> Free(StandingSale state) => state.Lease is null
        ? [new UnitReleased(state.Unit.Id, state.Unit.Project, state.Unit.Code)]
        : [];

    /// <summary>What was asked about the sale is not asked for any more.</summary>
    public static IEnumerable<ChangeNotMade> Close(StandingSale state, Guid except, Text why) =>
        ChangeNotMade.Close(state, state.Sale.Id, except, why);

    /// <summary>
    /// What was asked about a sale that has gone on, and can be done no more by now, is not asked for any more: nobody
    /// swaps or takes back what is contracted.
    /// </summary>
    public static void CloseImpossible(this Reactions follow, StandingSale state, Occurrence when)
    {
        var why = Text.Of("change.closed.not-any-more", ("state", Text.NameOf(state.Unit.State)));
        var impossible = ChangeNotMade.Close(state, one => !ChangeKinds.ActOf(one).IsAllowedIn(state.Unit.State), why);
        foreach (var closed in impossible.ToList())
            follow.Happen(state, closed, when);
    }

    /// <summary>The sale is over, and the unit let again where its lease runs still.</summary>
    public static void End(this StandingSale state, SaleState how, string reason, Occurrence when)
    {
        state.Sale.End(how, when.At, reason);
        if (state.Lease is { } lease)
            state.Unit.Enter(UnitState.Let, when.At, new Held(lease.By, lease.CustomerId));
    }

    /// <summary>The sale is over: nothing of it is due, and those who had it are told.</summary>
    public static void End(this Reactions follow, StandingSale state, Text title, Occurrence when)
    {
        var sale = state.Sale;
        follow.Deadlines.Cancel(sale.ContractKey, when.At);
        follow.StopReplaced(sale, when);
        follow.Tell(state, $"ended/{sale.Id}", title, when.At);
    }

    /// <summary>What was paid goes back or is kept, as it was settled under a change.</summary>
    public static void Settle(
        this Reactions follow, StandingSale state, decimal refunded, decimal forfeited, Guid change, Occurrence when)
    {
        var paid = new Paid(state.Unit.Project, state.Sale.Id, refunded, $"change/{change}");
        follow.Refund(paid, when);
        follow.Forfeit(paid with { Amount = forfeited }, when);
    }
}
