using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.WorkingTime;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Subscriptions;

/// <summary>What follows from what happened to a sale: the days of its contract and of its instalments run, are met, or run no more; and who is told of what is late.</summary>
internal sealed class WhatFollowsASale(IDeadlineBook deadlines, ITaskList tasks, SaleSettings settings) : IFollow
{
    private const string Affairs = "customer-affairs-group", Sales = "project-sales-group";

    public const string ContractKind = "contract-due", InstalmentKind = "instalment-due";

    /// <summary>How long before they fall due the consultant is reminded.</summary>
    private static readonly Duration ContractReminder = Duration.FromDays(1), InstalmentReminder = Duration.FromDays(3);

    /// <summary>Called once in a change, after the unit's methods.</summary>
    [Rule("RES-4")]
    [Rule("T-7")]
    public void Of(Unit unit)
    {
        foreach (var raised in unit.Raised.ToList())
        {
            switch (raised.Event)
            {
                case SubscriptionSigned e:
                    var signed = Find(unit, e.SubscriptionId);
                    var due = signed.ContractDueAt ?? settings.ContractDueAt(e.SignedAt, new SiteTime(e.TimeZone, e.CloseOfBusiness));
                    deadlines.Set(new DeadlineTerms(ContractKind, signed.ContractKey, "RES-4", unit.Id, raised.At, new Term.Elapsed(due - raised.At), Sales, Affairs) { Warnings = [new Warning.Before(ContractReminder)] });
                    foreach (var instalment in signed.Plan().Where(i => i.PaidAt is null))
                        Run(unit, instalment, e.TimeZone, raised.At);
                    break;
                case ContractSigned e:
                    deadlines.Meet(Find(unit, e.SubscriptionId).ContractKey, raised.At);
                    tasks.Done(Late(Find(unit, e.SubscriptionId)), raised.At, raised.By);
                    break;
                case PaymentReceived e:
                    foreach (var paid in Find(unit, e.SubscriptionId).Plan().Where(i => i.PaidAt == raised.At))
                    {
                        deadlines.Meet(paid.DueKey, raised.At);
                        tasks.Done(Late(paid), raised.At, raised.By);
                    }

                    break;
                case PaymentPlanChanged e:
                    Stop(Find(unit, e.SubscriptionId), raised.At, raised.By);
                    foreach (var instalment in Find(unit, e.SubscriptionId).Plan().Where(i => i.PaidAt is null))
                        Run(unit, instalment, e.TimeZone, raised.At);
                    Tell(unit, Find(unit, e.SubscriptionId), $"payment-plan/{e.ChangeId}", $"{unit.Code} is paid on other days", raised.At);
                    break;
                case BuyersChanged e:
                    Tell(unit, Find(unit, e.SubscriptionId), $"buyers/{e.ChangeId}", $"Others buy {unit.Code} 更名: its papers change", raised.At);
                    break;
                case SaleCancelled e:
                    End(unit, e.SubscriptionId, $"The sale of {unit.Code} is cancelled", raised.At, raised.By);
                    break;
                case SaleForfeited e:
                    End(unit, e.SubscriptionId, $"The sale of {unit.Code} is forfeited", raised.At, raised.By);
                    break;
                case SaleSwapped e:
                    End(unit, e.SubscriptionId, $"The sale of {unit.Code} goes on with {e.NewUnit}", raised.At, raised.By);
                    break;
                case ContractOverdue e:
                    Chase(unit, Find(unit, e.SubscriptionId), Late(Find(unit, e.SubscriptionId)), $"The contract of {unit.Code} is overdue: have it signed", e.DueAt);
                    break;
                case InstalmentOverdue e:
                    var late = Find(unit, e.SubscriptionId);
                    Chase(unit, late, Late(late.Plan().Single(i => i.Number == e.Number)), $"Instalment {e.Number} of {unit.Code} is overdue: {e.Open:0.00} CNY", raised.At);
                    break;
            }
        }
    }

    /// <summary>The consultant is reminded before something falls due.</summary>
    public void Remind(Unit unit, Subscription sale, string key, string title, Instant at, Instant dueAt) =>
        tasks.Add(new NewTask($"remind/{key}", Addressee.ForPerson(sale.Consultant), unit.Project, title, "RES-4", sale.Path, at) { DueAt = dueAt });

    /// <summary>Paid by the end of its day, on the site's clocks: elapsed time, for no calendar moves a day that was agreed.</summary>
    private void Run(Unit unit, Instalment instalment, string timeZone, Instant since) =>
        deadlines.Set(new DeadlineTerms(InstalmentKind, instalment.DueKey, "RES-4", unit.Id, since, new Term.Elapsed(instalment.DueAt(timeZone) - since), Sales, Affairs)
        {
            Warnings = [new Warning.Before(InstalmentReminder)],
        });

    private void End(Unit unit, Guid saleId, string title, Instant at, string by)
    {
        var sale = Find(unit, saleId);
        deadlines.Cancel(sale.ContractKey, at);
        tasks.Done(Late(sale), at, by);
        Stop(sale, at, by);
        Tell(unit, sale, $"ended/{sale.Id}", title, at);
    }

    /// <summary>What was replaced at this instant is owed no more.</summary>
    private void Stop(Subscription sale, Instant at, string by)
    {
        foreach (var instalment in sale.Instalments.Where(i => i.ReplacedAt == at))
        {
            deadlines.Cancel(instalment.DueKey, at);
            tasks.Done(Late(instalment), at, by);
        }
    }

    private void Chase(Unit unit, Subscription sale, string key, string title, Instant dueAt)
    {
        foreach (var who in (Addressee[])[Addressee.ForPerson(sale.Consultant), Addressee.ForDepartment(Affairs)])
            tasks.Add(new NewTask(key, who, unit.Project, title, "RES-4", sale.Path, dueAt) { MustBeDone = true, DueAt = dueAt });
    }

    private void Tell(Unit unit, Subscription sale, string key, string title, Instant at)
    {
        foreach (var who in (Addressee[])[Addressee.ForPerson(sale.Consultant), Addressee.ForDepartment(Affairs)])
            tasks.Add(new NewTask(key, who, unit.Project, title, "RES-4", sale.Path, at));
    }

    private static string Late(Subscription sale) => $"contract-overdue/{sale.Id}";

    private static string Late(Instalment instalment) => $"instalment-overdue/{instalment.Id}";

    private static Subscription Find(Unit unit, Guid id) => unit.Sales.Single(s => s.Id == id);
}

/// <summary>RES-4: the contract is due; a day before, its consultant is reminded, and when it is late, they and customer affairs are told.</summary>
internal sealed class ContractDue(UnitDesk desk, WhatFollowsASale follow) : IDeadlineHandler
{
    private Unit? _unit;

    public string Kind => WhatFollowsASale.ContractKind;

    public async Task LockAsync(Deadline deadline, CancellationToken cancellationToken) => _unit = await desk.LockAsync(deadline.Subject, cancellationToken, UnitParts.Sale);

    [Rule("RES-4")]
    [Rule("T-7")]
    public Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        if (_unit!.Sale is not { } sale || sale.ContractKey != firing.Deadline.Key)
            return Task.CompletedTask;
        if (firing.Mark == Mark.Warning)
            follow.Remind(_unit, sale, firing.Deadline.Key, $"The contract of {_unit.Code} is to be signed by tomorrow", firing.At, firing.Deadline.DueAt);
        else
            _unit.ContractIsOverdue(sale, firing.Deadline.DueAt);
        desk.Follow(_unit);
        return Task.CompletedTask;
    }
}

/// <summary>RES-4: an instalment is due; three days before, the consultant is reminded, and when it is late, they and customer affairs are told.</summary>
internal sealed class InstalmentDue(UnitDesk desk, WhatFollowsASale follow) : IDeadlineHandler
{
    private Unit? _unit;

    public string Kind => WhatFollowsASale.InstalmentKind;

    public async Task LockAsync(Deadline deadline, CancellationToken cancellationToken) => _unit = await desk.LockAsync(deadline.Subject, cancellationToken, UnitParts.Sale);

    [Rule("RES-4")]
    [Rule("T-7")]
    public Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        if (_unit!.Sale is not { } sale || sale.Plan().FirstOrDefault(i => i.DueKey == firing.Deadline.Key) is not { PaidAt: null } instalment)
            return Task.CompletedTask;
        if (firing.Mark == Mark.Warning)
            follow.Remind(_unit, sale, firing.Deadline.Key, $"Instalment {instalment.Number} of {_unit.Code} is to be paid by the end of {instalment.DueOn:uuuu-MM-dd}", firing.At, firing.Deadline.DueAt);
        else
            _unit.InstalmentIsOverdue(sale, instalment, firing.Deadline.DueAt);
        desk.Follow(_unit);
        return Task.CompletedTask;
    }
}
