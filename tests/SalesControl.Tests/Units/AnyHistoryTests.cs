using CsCheck;
using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;
using Xunit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>Whatever is done to a unit, in whichever order and at whichever times.</summary>
public class AnyHistoryTests
{
    /// <summary>A command: what (0 to 5), to which customer, after how many minutes.</summary>
    private static readonly Gen<(int What, int Customer, int Minutes)[]> Histories = Gen.Select(
        Gen.Int[0, 5], Gen.Int[1, 5],
        Gen.OneOf(Gen.Int[0, 30], Gen.Int[0, 24 * 60], Gen.Int[70 * 60, 100 * 60])).Array[1, 40];

    [Fact, Rule("RES-4")]
    public void A_unit_never_has_two_holders_and_is_never_open_while_somebody_waits() =>
        Histories.Sample(history => Play(history, (unit, now) =>
    {
        var holders = unit.Reservations.Count(
            r => r.State is ReservationState.Pending or ReservationState.Reserved or ReservationState.Offered);
        var expected = unit.Unit.State is UnitState.Pending or UnitState.Reserved or UnitState.Offered ? 1 : 0;
        return holders == expected && (holders == 1 || !unit.Waiting.Any());
    }));

    [Fact, Rule("RES-4")]
    public void The_line_keeps_the_order_of_registration_and_its_places_have_no_gap() =>
        Histories.Sample(history => Play(
            history,
            (unit, now) =>
                unit.Waiting.Select(unit.PlaceOf).SequenceEqual(
                    Enumerable.Range(1, unit.Waiting.Count()).Select(place => (int?)place))
                && unit.Waiting.Select(r => r.RegisteredAt).Order().SequenceEqual(
                    unit.Waiting.Select(r => r.RegisteredAt))));

    [Fact, Rule("RES-4")]
    public void Offers_are_made_in_the_order_of_registration() => Histories.Sample(history => Play(
        history,
        (unit, now) => unit.Reservations.Where(r => r.OfferedAt is not null)
            .OrderBy(r => r.OfferedAt).ThenBy(r => r.Number).Select(r => r.Number).ToList() is var offered
            && offered.Order().SequenceEqual(offered)));

    [Fact, Rule("RES-1"), Rule("RES-3")]
    public void Nothing_holds_a_unit_past_its_time() => Histories.Sample(history => Play(
        history,
        (unit, now) => unit.Holder is not { } holder
            || (holder.ExpiresAt > now && holder.ExpiresAt <= now + ReservationSettings.Default.Held)));

    [Fact]
    public void Each_change_is_an_event_and_a_refusal_raises_none_of_its_own() =>
        Histories.Sample(history => Play(history, (unit, now) => unit.Unit.Version == unit.Unit.Raised.Count));

    private static bool Play((int What, int Customer, int Minutes)[] history, Func<AUnit, Instant, bool> holds)
    {
        var a = new AUnit();
        var now = AUnit.Start;
        foreach (var (what, customer, minutes) in history)
        {
            now += Duration.FromMinutes(minutes);
            var reservation = a.Reservations.Where(r => r.Customer == AUnit.Customer(customer)).MaxBy(r => r.Number);
            switch (what)
            {
                case 0 or 1:
                    a.Register(customer, now);
                    break;
                case 2 when reservation is not null:
                    a.Approve(reservation, now);
                    break;
                case 3 when reservation is not null:
                    a.Refuse(reservation, now);
                    break;
                case 4 when reservation is not null:
                    a.TakeUp(reservation, now);
                    break;
                // A subscription ends the story: rarely, that the stories are long.
                case 5 when minutes % 7 == 0:
                    a.Subscribe(customer, now);
                    break;
                default:
                    a.ApplyDue(now);
                    break;
            }

            if (!holds(a, now))
                return false;
        }

        return true;
    }
}
