using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;

namespace Ops.SalesControl.Units;

/// <content>From the subscription 认购 to the delivery 入伙, and back.</content>
internal sealed partial class Unit
{
    /// <summary>The sale that stands; null where there is none, or none was loaded.</summary>
    public Subscription? Sale => _sales.SingleOrDefault(s => s.Stands);

    /// <summary>
    /// The customer signs the subscription 认购书. Of a free unit, or a let shop, anyone's customer may; of one that is held or offered only the holder's, alone or among several
    /// buyers (RES-4). It closes every wait.
    /// </summary>
    /// <returns>The reservation it came from; none for a free unit.</returns>
    [Rule("RES-4")]
    public Outcome<SubscribedFrom> Subscribe(IReadOnlyCollection<Guid> buyers, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (Forbids(UnitActs.Subscribe) is { } forbidden)
            return forbidden;

        var holder = Holder;
        if (holder is not null && !buyers.Contains(holder.CustomerId))
            return new Refused("RES-4", $"{Code} is held for another customer: only the holder may subscribe.") { Evidence = [holder.Evidence] };

        EndRenewal("The unit was subscribed.", now, by);
        holder?.End(ReservationState.Subscribed, now);
        Enter(UnitActs.Subscribe, UnitState.Subscribed, now, until: null, holder?.Consultant ?? by, holder?.CustomerId ?? buyers.First());
        List<Reservation> closed = [.. Line];
        foreach (var waiting in closed)
        {
            waiting.End(ReservationState.Closed, now);
            Raise(new WaitClosed(waiting.Id, Id, Project, Code, "The unit was subscribed."), now, by);
        }

        Waiting = 0;
        return new SubscribedFrom(holder, closed);
    }

    /// <summary>Says that the subscription was signed, with all that its subscribers need.</summary>
    public void Announce(SubscriptionSigned signed, Subscription sale, Instant now, string by)
    {
        _sales.Add(sale);
        Raise(signed, now, by);
    }
}

/// <summary>What a subscription came from.</summary>
/// <param name="Reservation">The holder's reservation; null when the unit was free.</param>
/// <param name="ClosedWaits">Those who waited in vain.</param>
internal sealed record SubscribedFrom(Reservation? Reservation, IReadOnlyList<Reservation> ClosedWaits);
