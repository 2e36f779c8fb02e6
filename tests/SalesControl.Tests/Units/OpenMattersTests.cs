using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Tests.Batches;
using Ops.SalesControl.Tests.Subscriptions;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>What somebody was told of a thing stays with them while it is open, and no longer.</summary>
public sealed class OpenMattersTests
{
    private readonly AUnit _a = new();

    [Fact, Rule("RES-2"), Rule("RES-3"), Rule("RES-4")]
    public void A_reservation_is_decided_on_offered_or_coming_to_its_end_as_it_stands()
    {
        var holder = _a.Register(1).Value;
        Assert.Equal([holder.Path, holder.DecisionMatter, holder.EndMatter], Open(holder));
        _a.Approve(holder);
        Assert.Equal([holder.Path, holder.EndMatter], Open(holder));

        var waiting = _a.Register(2).Value;
        Assert.Equal([waiting.Path], Open(waiting));
        var renewal = Reservation.Renewing(_a.NewId(), _a.Unit, holder, ("F-2", null), Start);
        Assert.Equal([renewal.Path, renewal.DecisionMatter], Open(renewal));
        renewal.Approve(ReservationState.RenewalApproved, new(Start, Manager));
        Assert.Equal([renewal.Path], Open(renewal));

        _a.ApplyDue(Start + Hold);
        Assert.Empty(Open(holder));
        Assert.Equal([waiting.Path, waiting.OfferMatter], Open(waiting));
    }

    [Fact, Rule("RES-3")]
    public void An_end_that_was_put_off_and_an_offer_to_another_consultant_are_other_matters()
    {
        var holder = _a.Register(1).Value;
        var (end, offer) = (holder.EndMatter, holder.OfferMatter);

        holder.Extend(Start + Hold + Hold);
        holder.PassTo("consultant-9");

        Assert.NotEqual(end, holder.EndMatter);
        Assert.NotEqual(offer, holder.OfferMatter);
    }

    [Fact, Rule("RES-4")]
    public void A_sale_s_contract_is_to_be_signed_until_it_is_and_its_instalments_to_be_paid()
    {
        var a = new ASale();
        var (sale, first) = (a.Sale, a.Sale.Plan()[0]);
        Assert.Equal([sale.Path, sale.ContractMatter], Open(sale));
        Assert.Equal([first.Matter], Open(first));

        a.Pay(ASale.First);
        a.Contract();
        Assert.Equal([sale.Path], Open(sale));
        Assert.Empty(Open(first));

        sale.End(SaleState.Cancelled, Start, "Illness.");
        Assert.Empty(Open(sale));
        Assert.Empty(Open(sale.Instalments[1]));
    }

    [Fact, Rule("DOC-5.6.1")]
    public void A_lease_is_open_until_it_ends_and_another_last_day_is_another_matter()
    {
        var lease = new Lease(
            _a.NewId(), _a.Unit,
            new("B-1", CustomerId(5), Customer(5), new(2026, 10, 1), new(2027, 9, 30), 8_000m), new(Start, Manager));
        var lastDay = lease.LastDayMatter;
        Assert.Equal([lease.Path, lastDay], Open(lease));

        lease.Renew(new(2028, 9, 30), 8_000m);
        Assert.NotEqual(lastDay, lease.LastDayMatter);
        lease.End(Start, "Moved out.");
        Assert.Empty(Open(lease));
    }

    [Fact, Rule("RES-4")]
    public void A_queue_number_is_called_each_time_anew_and_over_when_it_has_chosen_or_was_given_back()
    {
        var number = new ABatch().Give(1);
        Assert.Equal([number.Path], Open(number));
        number.Move(QueueNumberState.Called, Start, null);
        var turn = number.TurnMatter;
        Assert.Equal([number.Path, turn], Open(number));

        number.Move(QueueNumberState.PassedOver, Start, null);
        Assert.Equal([number.Path], Open(number));
        number.Move(QueueNumberState.Called, Start + Duration.FromMinutes(5), null);
        Assert.NotEqual(turn, number.TurnMatter);
        number.Move(QueueNumberState.Returned, Start, null);
        Assert.Empty(Open(number));
    }

    [Fact, Rule("CS-4"), Rule("CS-7")]
    public void A_version_of_prices_waits_for_a_word_and_then_for_its_publication_and_a_change_for_its_decision()
    {
        var list = new PriceList(_a.NewId());
        Assert.Equal([list.Path, list.DecisionMatter], Open(list));
        list.State = PriceListState.Approved;
        Assert.Equal([list.Path], Open(list));
        foreach (var over in new[] { PriceListState.Published, PriceListState.Dropped })
        {
            list.State = over;
            Assert.Empty(Open(list));
        }

        var change = new ASale().Ask(ChangeKind.Cancellation, new Settlement(null, null));
        Assert.Equal([change.Path], Open(change));
        change.End(ChangeState.Refused, new(Start, Manager), "Not now.");
        Assert.Empty(Open(change));
    }

    private static IEnumerable<string> Open(ITaskSubject subject) => subject.OpenMatters;
}
