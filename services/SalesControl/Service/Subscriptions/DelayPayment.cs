using FluentValidation;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// RES-4: a late payment plan 延期付款 gives what is open other days, once a manager has agreed. Its approval is sales
/// material (DOC-5.2.1).
/// </summary>
internal sealed class DelayPayment(SaleSource sales)
    : ChangeKind<StandingSale, DelayPayment.Details>(
        ChangeKind.LatePayment, "RES-4", SalesControlPermissions.ApproveChange)
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapAsk<StandingSale, Request, Details>(
                "subscriptions/{id:guid}/late-payment", SalesControlPermissions.AskForChange,
                (ChangeKind.LatePayment, state => state.Sale.Id), Ask)
            .OfferedUnlessAsked<StandingSale, Request, StandingSale>(
                (ChangeKind.LatePayment, sale => sale.Sale.Id), (sale, _) => Refuses(sale))
            .WithSummary("late-payment.ask-for.summary");

    /// <summary>The plan, and why.</summary>
    /// <param name="Instalments">What is paid when, in the order of the days; it sums to what is open.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Request(IReadOnlyList<InstalmentForm> Instalments, string Reason) : IAsks;

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Instalments).MustBeSomeInstalments();
            RuleForEach(r => r.Instalments).NotNull().SetValidator(new InstalmentForm.Validator());
            RuleFor(r => r.Reason).MustBeAReason("RES-4", "late-payment.reason-missing");
        }
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Instalments">What is paid when, instead of what is open.</param>
    /// <param name="Open">
    /// What was open when it was asked for: what comes in before it is granted counts towards the plan.
    /// </param>
    internal sealed record Details(IReadOnlyList<InstalmentForm> Instalments, Money Open)
    {
        public IReadOnlyList<PlannedPayment> Read() => [.. Instalments.Select(i => i.Read())];
    }

    internal static Outcome<Details> Ask(StandingSale state, Request request, Change change)
    {
        var details = new Details(request.Instalments, Money.Of(state.Sale.Open));
        return Refuses(state, details, change.At) is { } refusal ? refusal : details;
    }

    /// <summary>
    /// Why the days of payment cannot be changed: what is asked for must be about all that is open, and begin no
    /// earlier than today. Null where they can.
    /// </summary>
    [Rule("RES-4", "a late payment plan")]
    internal static Refused? Refuses(StandingSale state, Details details, Instant at)
    {
        if (Refuses(state) is { } refusal)
            return refusal;
        var (sale, open) = (state.Sale, details.Open.ToDecimal());
        return sale.Open > open
            ? state.Refuse("RES-4", "late-payment.more-is-owed", ("open", sale.Open))
            : PaymentPlan.Refuses(details.Read(), open, state.DayOf(at));
    }

    private static Refused? Refuses(StandingSale state) =>
        state.Forbids(UnitActs.Reschedule)
        ?? (state.Sale.Open == 0 ? state.Refuse("RES-4", "late-payment.nothing-owed") : null);

    protected override Text What(Details details, Unit unit) =>
        Text.Of("late-payment.what", ("unit", unit.Code), ("until", details.Instalments[^1].DueOn));

    protected override async Task<StandingSale> LockAsync(
        ChangeRequest request, Details details, CancellationToken cancellationToken) =>
        new(await sales.LockPartsAsync(request, cancellationToken));

    protected override Outcome<Events<StandingSale>> Grant(StandingSale state, Granted<Details> granted, Change by)
    {
        var (unit, details) = (state.Unit, granted.Details);
        if (Refuses(state, details, by.At) is { } refusal)
            return refusal;
        return new Events<StandingSale>(new PaymentPlanChanged(
            granted.Id, state.Sale.Id, unit.Id, unit.Project, unit.Code, by.Wrote(granted.Request.Reason))
        {
            TimeZone = state.Terms.Site.TimeZone,
            Plan = [.. details.Read().Select(payment => (by.NewId(), payment))],
            Kept = by.NewId(),
            // Paid since it was asked for: it paid what stood then, and is counted towards the plan.
            PaidSince = details.Open.ToDecimal() - state.Sale.Open,
        });
    }
}
