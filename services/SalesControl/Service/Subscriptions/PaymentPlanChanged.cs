using System.Text.Json.Serialization;
using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A late payment plan 延期付款 was granted: instalments have other days (DOC-5.2.1).</summary>
[HappensUnder("DOC-5.2.1")]
internal sealed record PaymentPlanChanged(
    Guid ChangeId, Guid SubscriptionId, Guid UnitId, string Project, string Unit, FreeText Reason)
    : IEvent<StandingSale>
{
    /// <summary>The site's time zone, in which the days end (T-1).</summary>
    public required string TimeZone { get; init; }

    /// <summary>What is paid when, with the ids of the instalments.</summary>
    [JsonIgnore]
    public IReadOnlyList<(Guid Id, PlannedPayment Payment)> Plan { get; init; } = [];

    /// <summary>The id of what was paid of an instalment whose rest is replaced.</summary>
    [JsonIgnore]
    public Guid Kept { get; init; }

    /// <summary>CNY: what came in since it was asked for.</summary>
    public decimal PaidSince { get; init; }

    /// <summary>
    /// The plan takes the place of what is open. An instalment that was paid in part stays with that part; what came in
    /// since it was asked for goes to the plan's first.
    /// </summary>
    public void Apply(StandingSale state, Occurrence when)
    {
        var sale = state.Sale;
        var kept = 0;
        var keep = sale.Paid - PaidSince;
        foreach (var instalment in sale.Plan())
        {
            var part = Math.Min(keep, instalment.Amount);
            keep -= part;
            if (part == instalment.Amount)
            {
                kept = instalment.Number;
                continue;
            }

            instalment.Replace(when.At);
            if (part > 0)
            {
                kept = instalment.Number;
                sale.Add(Instalment.PaidInPart(Kept, sale.Id, kept, new(instalment.DueOn, part), when.At));
            }
        }

        foreach (var (id, payment) in Plan)
            sale.Add(new Instalment(id, sale.Id, ++kept, payment));
        sale.Receive(PaidSince, when.At);
    }

    public void React(StandingSale state, Occurrence when, Reactions follow)
    {
        follow.StopReplaced(state.Sale, when);
        foreach (var instalment in state.Sale.Plan().Where(i => i.PaidAt is null))
            follow.SetDue(state.Unit, instalment, TimeZone, when.At);
        follow.Tell(
            state, $"payment-plan/{ChangeId}", Text.Of("sale.task.other-days", ("unit", Unit)), when.At);
    }
}
