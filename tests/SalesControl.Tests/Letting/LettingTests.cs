using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Tests.Units;
using Ops.SalesControl.Units;
using Xunit;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Letting;

/// <summary>A shop is booked, let, let on and free again.</summary>
public sealed class LettingTests
{
    private static readonly LocalDate From = new(2026, 10, 1), To = new(2027, 9, 30);

    private readonly AUnit _a = new();
    private readonly List<Lease> _leases = [];

    [Fact, Rule("DOC-5.6.1")]
    public void A_booked_shop_is_let_to_its_tenant_by_who_booked_it()
    {
        var booked = Book().Value;
        var shop = Shop();
        shop.Happen((IEvent<LetUnit>)booked, new(Start, "commerce-1"));

        Assert.Equal(("B-1", From, To), (booked.BookingNumber, booked.From, booked.To));
        var lease = shop.Lease!;
        Assert.Equal((LeaseState.Booked, "commerce-1", CustomerId(5), 8_000m), (
            lease.State, lease.By, lease.CustomerId, lease.MonthlyRent));
        Assert.Equal((Customer(5), "B-1", From, To), (lease.Tenant, lease.BookingNumber, lease.From, lease.To));
        Assert.Equal((UnitState.Let, "commerce-1", CustomerId(5), null), (
            _a.Unit.State, _a.Unit.Consultant, _a.Unit.HolderId!.Value, _a.Unit.Until));
    }

    [Fact, Rule("DOC-5.6.1")]
    public void Of_several_reasons_the_kind_is_named_first_then_the_state_then_the_days_then_the_number()
    {
        var dayBefore = new LocalDate(2026, 9, 27);
        AssertRefused(
            Book(dayBefore, isUsed: true, follows: KindRules.Home), "lease.no-shop", null, _a.Unit.Path);
        AssertRefused(Book(dayBefore, isUsed: true), "lease.before-the-project", "to");
        AssertRefused(Book(isUsed: true), "lease.booking-used", "bookingNumber");
        Assert.Null(Book(new(2026, 9, 28)).Refusal);
        _a.Register(1);
        AssertRefused(Book(follows: KindRules.Home), "lease.no-shop", null, _a.Unit.Path);
        AssertRefused(Book(dayBefore, isUsed: true), "unit.act-forbidden", null, _a.Unit.Path);
    }

    [Fact, Rule("DOC-5.6.1"), Rule("RES-3")]
    public void Whoever_held_a_shop_and_did_not_go_on_has_it_no_more_when_it_is_booked()
    {
        _a.Register(1);
        var shop = Shop();
        shop.LetDueHappen(Start + Hold);

        Assert.Equal(UnitState.Available, _a.Unit.State);
        Assert.Null(Book().Refusal);
    }

    [Fact, Rule("DOC-5.6.1")]
    public void A_lease_is_signed_once_and_goes_on_only_when_it_is_signed()
    {
        var lease = Booked();
        AssertRefused(Renew(lease, To.PlusDays(1)), "lease.act-forbidden", null, lease.Evidence);

        var signed = SignLease.Decide(Named(lease), new(" L-1 "), _a.By("commerce-1", Start + Tick)).Value;
        Assert.Equal(("L-1", From, To), (signed.LeaseNumber, signed.From, signed.To));
        Happen(lease, signed, Start + Tick);
        Assert.Equal((LeaseState.Signed, "L-1", Start + Tick), (lease.State, lease.LeaseNumber, lease.SignedAt));
        AssertRefused(Sign(lease), "lease.act-forbidden", null, lease.Evidence);
        Assert.Null(Renew(lease, To.PlusDays(1)).Refusal);
    }

    [Fact, Rule("DOC-5.6.1")]
    public void A_lease_goes_on_to_a_later_day_for_the_same_rent_unless_another_is_agreed()
    {
        var lease = Signed();
        AssertRefused(Renew(lease, To), "lease.renewal-ends-earlier", "to");
        AssertRefused(Renew(lease, To.PlusDays(-1)), "lease.renewal-ends-earlier", "to");

        var renewed = Renew(lease, To.PlusDays(1)).Value;
        Assert.Equal((To.PlusDays(1), 8_000m, Site.TimeZone), (renewed.To, renewed.MonthlyRent, renewed.TimeZone));
        Happen(lease, Renew(lease, To.PlusDays(9), Money.Of(9_000m)).Value, Start);
        Assert.Equal((To.PlusDays(9), 9_000m), (lease.To, lease.MonthlyRent));
        AssertRefused(Renew(lease, To.PlusDays(9)), "lease.renewal-ends-earlier", "to");
    }

    [Fact, Rule("DOC-5.6.1")]
    public void With_the_end_of_its_lease_a_shop_is_free_once()
    {
        var lease = Booked();

        Happen(lease, End(lease).Value, Start + Tick);

        Assert.Equal((LeaseState.Ended, Start + Tick, "Moved out."), (lease.State, lease.EndedAt, lease.EndReason));
        Assert.Equal((UnitState.Available, null, null), (_a.Unit.State, _a.Unit.Consultant, _a.Unit.HolderId));
        Assert.Null(Shop().Lease);
        AssertRefused(End(lease), "unit.act-forbidden", null, _a.Unit.Path);
        AssertRefused(Renew(lease, To.PlusDays(1)), "unit.act-forbidden", null, _a.Unit.Path);
        AssertRefused(Sign(lease), "unit.act-forbidden", null, _a.Unit.Path);
        // Let again, to another: the old lease is over all the same.
        var next = Booked(at: Start + Tick);
        AssertRefused(End(lease), "lease.act-forbidden", null, lease.Evidence);
        AssertRefused(Sign(lease), "lease.act-forbidden", null, lease.Evidence);
        AssertRefused(Renew(lease, To.PlusDays(1)), "lease.act-forbidden", null, lease.Evidence);
        Assert.Equal(next, Shop().Lease);
        Assert.Equal([lease, next], Shop().Leases);
    }

    [Fact, Rule("DOC-5.6.1")]
    public void The_lease_of_a_sold_shop_ends_under_its_buyer()
    {
        var lease = Signed();
        Assert.Null(_a.Subscribe(1).Refusal);
        AssertRefused(Renew(lease, To.PlusDays(1)), "unit.act-forbidden", null, _a.Unit.Path);

        Happen(lease, End(lease).Value, Start);

        Assert.Equal((LeaseState.Ended, UnitState.Subscribed, CustomerId(1)), (
            lease.State, _a.Unit.State, _a.Unit.HolderId!.Value));
        AssertRefused(End(lease), "lease.act-forbidden", null, lease.Evidence);
    }

    [Fact, Rule("DOC-5.6.1")]
    public void The_lease_of_a_shop_that_was_sold_while_it_was_booked_is_not_signed_any_more()
    {
        var lease = Booked();
        Assert.Null(_a.Subscribe(1).Refusal);

        AssertRefused(Sign(lease), "unit.act-forbidden", null, _a.Unit.Path);
    }

    [Fact, Rule("CS-7")]
    public void A_leaver_s_letting_passes_with_the_shop_unless_that_is_sold_by_now()
    {
        var lease = Signed();
        Pass("commerce-2");
        Assert.Equal(("commerce-2", "commerce-2"), (lease.By, _a.Unit.Consultant));

        _a.Subscribe(1);
        Pass("commerce-3");
        Assert.Equal(("commerce-3", "consultant-1"), (lease.By, _a.Unit.Consultant));

        void Pass(string to) => Happen(
            lease, new LeasePassed(lease.Id, _a.Unit.Id, Site.Code, _a.Unit.Code, lease.By, to), Start);
    }

    private static void AssertRefused<T>(Outcome<T> outcome, string code, string? field, params string[] evidence)
        where T : notnull
    {
        var refusal = outcome.Refusal!;
        Assert.Equal(("DOC-5.6.1", code, field), (refusal.Rule, refusal.Text.Code, refusal.Field));
        Assert.Equal(evidence, refusal.Evidence);
    }

    private LetUnit Shop() => new(_a.Unit, _a.Open(), Terms, _leases);

    private NamedLease Named(Lease lease) => Shop().WithLease(lease.Id);

    private void Happen(Lease lease, IEvent<LetUnit> happened, Instant at) =>
        Named(lease).Happen(happened, new(at, "commerce-1"));

    private Outcome<LeaseBooked> Book(
        LocalDate? to = null, bool isUsed = false, KindRules follows = KindRules.Shop) => BookLease.Decide(
        new BookedUnit(Shop(), follows, CustomerId(5), isUsed),
        new(new("Customer 5", "13800000005"), " B-1 ", From, to ?? To, Money.Of(8_000m)),
        _a.By("commerce-1", Start));

    private Lease Booked(Instant? at = null)
    {
        var shop = Shop();
        shop.Happen((IEvent<LetUnit>)Book().Value, new(at ?? Start, "commerce-1"));
        _leases.Add(shop.Lease!);
        return shop.Lease!;
    }

    private Lease Signed()
    {
        var lease = Booked();
        Happen(lease, SignLease.Decide(Named(lease), new("L-1"), _a.By("commerce-1", Start)).Value, Start);
        return lease;
    }

    private Outcome<LeaseSigned> Sign(Lease lease) =>
        SignLease.Decide(Named(lease), new("L-2"), _a.By("commerce-1", Start));

    private Outcome<LeaseRenewed> Renew(Lease lease, LocalDate to, Money? rent = null) =>
        RenewLease.Decide(Named(lease), new(to, rent), _a.By("commerce-1", Start));

    private Outcome<LeaseEnded> End(Lease lease) =>
        EndLease.Decide(Named(lease), new("Moved out."), _a.By("commerce-1", Start));
}
