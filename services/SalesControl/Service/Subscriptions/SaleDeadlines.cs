using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>
/// What runs for a sale: the days of its contract and of its instalments; and who is told: its consultant, and whoever
/// has contracts signed (the customer affairs group).
/// </summary>
internal static class SaleDeadlines
{
    public const string ContractKind = "contract-due", InstalmentKind = "instalment-due";

    private const string Owing = SalesControlPermissions.SignSubscription, Owed = SalesControlPermissions.SignContract;

    /// <summary>How long before they fall due the consultant is reminded.</summary>
    private static readonly Duration ContractReminder = Duration.FromDays(1), InstalmentReminder = Duration.FromDays(3);

    /// <summary>The contract is due, as elapsed time: days and not working days, which no calendar moves.</summary>
    public static void SetContractDue(this Reactions follow, Unit unit, Subscription sale, Instant at) =>
        follow.Deadlines.Set(new DeadlineTerms(
            ContractKind, sale.ContractKey, "RES-4", unit.Id, at, new Term.Elapsed(sale.ContractDueAt!.Value - at),
            Owing, Owed)
        {
            Warnings = [new Warning.Before(ContractReminder)],
        });

    /// <summary>
    /// An instalment is paid by the end of its day, on the site's clocks: elapsed time, for no calendar moves a day
    /// that was agreed.
    /// </summary>
    public static void SetDue(
        this Reactions follow, Unit unit, Instalment instalment, string timeZone, Instant since) =>
        follow.Deadlines.Set(new DeadlineTerms(
            InstalmentKind, instalment.DueKey, "RES-4", unit.Id, since,
            new Term.Elapsed(instalment.DueAt(timeZone) - since), Owing, Owed)
        {
            Warnings = [new Warning.Before(InstalmentReminder)],
        });

    /// <summary>What was replaced at this instant is owed no more.</summary>
    public static void StopReplaced(this Reactions follow, Subscription sale, Occurrence when)
    {
        foreach (var instalment in sale.Instalments.Where(i => i.ReplacedAt == when.At))
            follow.Deadlines.Cancel(instalment.DueKey, when.At);
    }

    /// <summary>The consultant, and whoever has contracts signed, are told something.</summary>
    public static void Tell(this Reactions follow, StandingSale state, string key, Text title, Instant at)
    {
        foreach (var who in WhoIsTold(state))
            follow.Tasks.Add(new NewTask(key, who, state.Unit.Project, title, "RES-4", state.Sale.Path, at));
    }

    /// <summary>They have something to do that is late: the contract, or an instalment.</summary>
    public static void Chase(
        this Reactions follow, StandingSale state, (string Key, string Matter) late, Text title, Instant dueAt)
    {
        foreach (var who in WhoIsTold(state))
        {
            follow.Tasks.Add(new NewTask(late.Key, who, state.Unit.Project, title, "RES-4", state.Sale.Path, dueAt)
            {
                Matter = late.Matter,
                MustBeDone = true,
                DueAt = dueAt,
            });
        }
    }

    /// <summary>The consultant is reminded before something falls due.</summary>
    public static void Remind(
        this Reactions follow, StandingSale state, Firing firing, string matter, Text title) =>
        follow.Tasks.Add(new NewTask(
            $"remind/{firing.Deadline.Key}", Addressee.ForPerson(state.Sale.Consultant), state.Unit.Project, title,
            "RES-4", state.Sale.Path, firing.At)
        {
            Matter = matter,
            DueAt = firing.Deadline.DueAt,
        });

    private static Addressee[] WhoIsTold(StandingSale state) =>
        [Addressee.ForPerson(state.Sale.Consultant), Addressee.ForPermission(Owed)];
}

/// <summary>
/// RES-4: a day before the contract is due its consultant is reminded; when it is late, both are told.
/// </summary>
internal sealed class ContractDue(SaleSource source, Pipeline pipeline, IClock clock)
    : DeadlineOf<StandingSale>(source, pipeline, clock)
{
    public override string Kind => SaleDeadlines.ContractKind;

    [Rule("T-7", "the contract's day")]
    protected override void Fire(StandingSale state, Firing firing, Reactions follow)
    {
        var (unit, sale, dueAt) = (state.Unit, state.Sale, firing.Deadline.DueAt);
        if (!sale.Stands || sale.ContractKey != firing.Deadline.Key)
            return;
        if (firing.Mark == Mark.Warning)
        {
            follow.Remind(
                state, firing, sale.ContractMatter, Text.Of("sale.task.contract-tomorrow", ("unit", unit.Code)));
            return;
        }

        follow.Happen(
            state, new ContractOverdue(sale.Id, unit.Id, unit.Project, unit.Code, dueAt),
            new Occurrence(dueAt, Occurrence.Clock));
    }
}

/// <summary>
/// RES-4: three days before an instalment is due the consultant is reminded; when it is late, both are told.
/// </summary>
internal sealed class InstalmentDue(SaleSource source, Pipeline pipeline, IClock clock)
    : DeadlineOf<StandingSale>(source, pipeline, clock)
{
    public override string Kind => SaleDeadlines.InstalmentKind;

    [Rule("T-7", "an instalment's day")]
    protected override void Fire(StandingSale state, Firing firing, Reactions follow)
    {
        var (unit, sale, dueAt) = (state.Unit, state.Sale, firing.Deadline.DueAt);
        var instalment = sale.Stands ? sale.Plan().FirstOrDefault(i => i.DueKey == firing.Deadline.Key) : null;
        if (instalment is not { PaidAt: null } due)
            return;
        if (firing.Mark == Mark.Warning)
        {
            follow.Remind(state, firing, due.Matter, Text.Of(
                "sale.task.instalment-soon", ("number", due.Number), ("unit", unit.Code), ("dueOn", due.DueOn)));
            return;
        }

        follow.Happen(
            state,
            new InstalmentOverdue(
                sale.Id, unit.Id, unit.Project, unit.Code, due.Number, due.Amount - due.Paid, Money.Yuan, due.DueOn),
            new Occurrence(dueAt, Occurrence.Clock));
    }
}

/// <summary>The contract was not signed within its days of the subscription.</summary>
[HappensUnder("RES-4")]
internal sealed record ContractOverdue(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, Instant DueAt) : IEvent<StandingSale>
{
    public void Apply(StandingSale state, Occurrence when)
    {
        // Nothing of the sale changes: it is late.
    }

    public void React(StandingSale state, Occurrence when, Reactions follow) => follow.Chase(
        state, ($"contract-overdue/{SubscriptionId}", state.Sale.ContractMatter),
        Text.Of("sale.task.contract-overdue", ("unit", Unit)), DueAt);
}

/// <summary>An instalment was not paid in full by its day.</summary>
[HappensUnder("RES-4")]
internal sealed record InstalmentOverdue(
    Guid SubscriptionId, Guid UnitId, string Project, string Unit, int Number, decimal Open, string Currency,
    LocalDate DueOn) : IEvent<StandingSale>
{
    public void Apply(StandingSale state, Occurrence when)
    {
        // Nothing of the sale changes: it is late.
    }

    public void React(StandingSale state, Occurrence when, Reactions follow)
    {
        var late = state.Sale.Plan().Single(i => i.Number == Number);
        follow.Chase(
            state, ($"instalment-overdue/{late.Id}", late.Matter),
            Text.Of("sale.task.instalment-overdue", ("number", Number), ("unit", Unit), ("open", Open)), when.At);
    }
}
