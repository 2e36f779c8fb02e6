using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Reservations;

namespace Ops.SalesControl.Units;

/// <content>RES-1 to RES-4: holders, renewals, the line and its offers.</content>
internal sealed partial class Unit
{
    private const string Clock = "system:deadlines";

    /// <summary>Who has it: the pending or reserved one, or the one it is offered to.</summary>
    public Reservation? Holder => _reservations.SingleOrDefault(r => r.State is ReservationState.Pending or ReservationState.Reserved or ReservationState.Offered);

    /// <summary>The holder's registration to go on; null where there is none.</summary>
    public Reservation? Renewal => _reservations.SingleOrDefault(r => r.IsRenewal);

    /// <summary>The waiting that were loaded, first come first (RES-4).</summary>
    public IEnumerable<Reservation> Line => _reservations.Where(r => r.State == ReservationState.Waiting).OrderBy(r => r.Number);

    /// <summary>
    /// What is due takes effect at its due time, whether or not a sweeper has been there: a reservation that nobody went on with lapses at its end (RES-1, RES-3), approved
    /// or not (RES-2); an approved renewal takes over (RES-3); an offer that was not taken up lapses (RES-4), and the next in line has it. The unit is never open while somebody waits.
    /// </summary>
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-3")]
    [Rule("RES-4")]
    public void ApplyDue(Instant now, ReservationSettings settings)
    {
        while (Holder is { ExpiresAt: { } expiry } holder && now >= expiry)
        {
            if (Renewal is { State: ReservationState.RenewalApproved } renewal)
            {
                holder.End(ReservationState.Renewed, expiry);
                renewal.TakeOver(holder, expiry, expiry + settings.Held);
                Enter(UnitActs.Lapse, UnitState.Reserved, expiry, renewal.ExpiresAt, renewal.Consultant, renewal.CustomerId);
                Raise(new ReservationRenewed(renewal.Id, holder.Id, Id, Project, Code, renewal.ExpiresAt!.Value), expiry, Clock);
                continue;
            }

            EndRenewal("It was not approved by the time that the reservation ended.", expiry, Clock);
            var offered = holder.State == ReservationState.Offered;
            holder.End(offered ? ReservationState.OfferLapsed : ReservationState.Lapsed, expiry);
            Raise(offered ? new OfferLapsed(holder.Id, Id, Project, Code) : new ReservationLapsed(holder.Id, Id, Project, Code), expiry, Clock);
            PassOn(UnitActs.Lapse, expiry, now, Clock, settings);
        }
    }

    /// <summary>
    /// Registers a reservation: on a free unit it takes the unit from this moment, for 72 hours; on a taken one it is recorded as waiting, in the order of registration.
    /// A customer has one open reservation or wait on a unit.
    /// </summary>
    [Rule("RES-1")]
    [Rule("RES-2")]
    [Rule("RES-4")]
    public Outcome<Reservation> Register(Guid id, Applicant applicant, string form, string? depositReceipt, Instant now, string consultant, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (Forbids(UnitActs.Reserve) is { } forbidden)
            return forbidden;
        if (_reservations.FirstOrDefault(r => r.IsOpen && r.CustomerId == applicant.CustomerId) is { } already)
            return new Refused("RES-4", $"This customer has a {(already.State == ReservationState.Waiting ? "place in the line" : "reservation")} for {Code} already.") { Evidence = [already.Evidence] };

        if (State != UnitState.Available)
            return Wait(id, applicant, form, now, consultant);
        if (depositReceipt is null)
            return Refused.Input("RES-1", "depositReceipt", "No deposit receipt, no reservation: the customer pays the reservation deposit first.");

        var reservation = new Reservation(id, Id, ++Registrations, applicant.CustomerId, applicant.OnForm, form, now, consultant);
        _reservations.Add(reservation);
        Hold(UnitActs.Reserve, reservation, depositReceipt, now, settings);
        Raise(new ReservationRegistered(id, Id, Project, Code, consultant, depositReceipt, reservation.ExpiresAt!.Value), now, consultant);
        return reservation;
    }

    /// <summary>The marketing manager approves: the board shows the unit as reserved (RES-2). The 72 hours run from registration. A renewal that is approved takes over at the old expiry (RES-3).</summary>
    [Rule("RES-2")]
    [Rule("RES-3")]
    public Outcome<Reservation> Approve(Guid reservationId, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (RefusesDecision(reservationId, "approved") is { } refusal)
            return refusal;

        var reservation = Find(reservationId);
        if (reservation.IsRenewal)
        {
            reservation.ApproveRenewal(now, by);
            Raise(new RenewalApproved(reservationId, reservation.Renews!.Value, Id, Project, Code), now, by);
            return reservation;
        }

        reservation.Approve(now, by);
        Enter(UnitActs.Approve, UnitState.Reserved, now, reservation.ExpiresAt, reservation.Consultant, reservation.CustomerId);
        Raise(new ReservationApproved(reservationId, Id, Project, Code, reservation.ExpiresAt!.Value), now, by);
        return reservation;
    }

    /// <summary>The marketing manager refuses: the unit is free for the next in line at once (RES-2); a refused renewal leaves the holder its time (RES-3).</summary>
    [Rule("RES-2")]
    [Rule("RES-3")]
    public Outcome<Reservation> Refuse(Guid reservationId, string reason, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        if (RefusesDecision(reservationId, "refused") is { } refusal)
            return refusal;

        var reservation = Find(reservationId);
        reservation.Refuse(reason, now, by);
        if (reservation.Renews is { } renews)
        {
            Raise(new RenewalEnded(reservationId, renews, Id, Project, Code, reason), now, by);
            return reservation;
        }

        Raise(new ReservationRefused(reservationId, Id, Project, Code, reason), now, by);
        PassOn(UnitActs.Refuse, now, now, by, settings);
        return reservation;
    }

    /// <summary>A registration to go on, by the same customer on the same deposit (RES-3).</summary>
    internal void AddRenewal(Guid id, Reservation holder, string form, Instant now) =>
        _reservations.Add(Reservation.Renewing(id, holder, ++Registrations, form, now, holder.Consultant));

    /// <summary>Whether a special extension can be asked for: once, for at most three days, and like a renewal not while others wait (RES-1).</summary>
    [Rule("RES-1")]
    public Refused? RefusesExtension(Guid reservationId, Duration length, IReadOnlySet<Guid> yields, Instant now, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        var holder = Find(reservationId);
        if (holder.State is not (ReservationState.Pending or ReservationState.Reserved))
            return new Refused("RES-1", $"Only a reservation that holds the unit is extended; this one is {holder.Say()}.") { Evidence = [holder.Evidence] };
        if (length > settings.ExtensionMost)
            return Refused.Input("RES-1", "hours", $"An extension is at most {settings.ExtensionMost.TotalHours:0} hours.");
        if (holder.Extended)
            return new Refused("RES-1", "It was extended once already.") { Evidence = [holder.Evidence] };
        if (Renewal is { } renewal)
            return new Refused("RES-1", "It is registered to go on already.") { Evidence = [renewal.Evidence] };
        return OthersWait(holder, yields, "extended");
    }

    /// <summary>The marketing manager grants a special extension: the reservation ends later (RES-1).</summary>
    [Rule("RES-1")]
    public Outcome<Reservation> Extend(Guid reservationId, Duration length, IReadOnlySet<Guid> yields, Instant now, string by, ReservationSettings settings)
    {
        if (RefusesExtension(reservationId, length, yields, now, settings) is { } refusal)
            return refusal;
        var holder = Find(reservationId);
        var from = holder.ExpiresAt!.Value;
        holder.Extend(from + length);
        Until = holder.ExpiresAt;
        Raise(new ReservationExtended(holder.Id, Id, Project, Code, from, holder.ExpiresAt!.Value), now, by);
        return holder;
    }

    /// <summary>The customer gives the unit up before the time is over: it goes to the next in line, or is open (RES-1).</summary>
    [Rule("RES-1")]
    public Outcome<Reservation> GiveUp(Guid reservationId, string reason, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        var holder = Find(reservationId);
        if (holder.State is not (ReservationState.Pending or ReservationState.Reserved))
            return new Refused("RES-1", $"Only a reservation that holds the unit is released; this one is {holder.Say()}.") { Evidence = [holder.Evidence] };

        EndRenewal("The reservation was released.", now, by);
        holder.End(ReservationState.Released, now);
        Raise(new ReservationReleased(reservationId, Id, Project, Code, reason), now, by);
        PassOn(UnitActs.GiveUp, now, now, by, settings);
        return holder;
    }

    /// <summary>Somebody leaves the line; whoever declines an offer leaves it too, and the next has it (RES-1, RES-4).</summary>
    [Rule("RES-1")]
    [Rule("RES-4")]
    public Outcome<Reservation> LeaveLine(Guid reservationId, string reason, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        var leaving = Find(reservationId);
        if (leaving.State is not (ReservationState.Waiting or ReservationState.Offered))
            return new Refused("RES-4", $"Only who waits or is offered the unit leaves the line; this one is {leaving.Say()}.") { Evidence = [leaving.Evidence] };

        var offered = leaving.State == ReservationState.Offered;
        if (!offered)
            Waiting--;
        leaving.End(ReservationState.Left, now);
        Raise(new LineLeft(reservationId, Id, Project, Code, reason), now, by);
        if (offered)
            PassOn(UnitActs.LeaveLine, now, now, by, settings);
        return leaving;
    }

    /// <summary>Who waits agrees that the holder may go on; the place in the line is kept (RES-4).</summary>
    [Rule("RES-4")]
    public Outcome<Reservation> YieldTo(Guid reservationId, IReadOnlySet<Guid> yields, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        var waiting = Find(reservationId);
        if (waiting.State != ReservationState.Waiting)
            return new Refused("RES-4", $"Only who waits can yield; this one is {waiting.Say()}.") { Evidence = [waiting.Evidence] };
        if (Holder is not { State: ReservationState.Pending or ReservationState.Reserved } holder)
            return new Refused("RES-4", "Nobody holds the unit to whom one could yield.") { Evidence = [Stream] };
        if (yields.Contains(reservationId))
            return new Refused("RES-4", "This one has yielded to the holder already.") { Evidence = [waiting.Evidence, holder.Evidence] };
        Raise(new WaitYielded(reservationId, holder.Id, Id, Project, Code), now, by);
        return waiting;
    }

    /// <summary>The holder's customer pays the subscription money first: the holder may go on although others wait (RES-4).</summary>
    [Rule("RES-4")]
    public Outcome<Reservation> PayFirst(Guid reservationId, string receipt, decimal amount, string currency, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        var holder = Find(reservationId);
        if (holder.State is not (ReservationState.Pending or ReservationState.Reserved))
            return new Refused("RES-4", $"Only the holder's customer pays first; this one is {holder.Say()}.") { Evidence = [holder.Evidence] };
        if (holder.PaidAt is null)
            holder.Pay(now);
        Raise(new SubscriptionMoneyPaid(reservationId, Id, Project, Code, receipt, amount, currency), now, by);
        return holder;
    }

    /// <summary>The one in line takes the offer up with form and deposit receipt: a reservation of its own, to be approved, for 72 hours (RES-4, RES-1).</summary>
    [Rule("RES-4")]
    [Rule("RES-1")]
    public Outcome<Reservation> TakeUp(Guid reservationId, string form, string depositReceipt, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        var reservation = Find(reservationId);
        if (reservation.State != ReservationState.Offered)
        {
            var why = reservation.State switch
            {
                ReservationState.Waiting => "It is not this one's turn: the unit was not offered to it yet.",
                ReservationState.OfferLapsed => "The offer was not taken up in time; the unit went to the next in line.",
                _ => "There is no offer to take up.",
            };
            return new Refused("RES-4", why) { Evidence = [reservation.Evidence] };
        }

        reservation.Bring(form);
        Hold(UnitActs.TakeUp, reservation, depositReceipt, now, settings);
        Raise(new ReservationRegistered(reservationId, Id, Project, Code, reservation.Consultant, depositReceipt, reservation.ExpiresAt!.Value), now, by);
        return reservation;
    }

    /// <summary>What was paid for a reservation goes back to the customer: not while the reservation, or its renewal, is open (RES-1).</summary>
    [Rule("RES-1")]
    public Refused? RefusesRefund(Guid reservationId, Instant now, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        return _reservations.FirstOrDefault(r => r.IsOpen && (r.Id == reservationId || r.Renews == reservationId)) is { } open
            ? new Refused("RES-1", $"What was paid backs a reservation that is {open.Say()}: it goes back when that is over.") { Evidence = [open.Evidence] }
            : null;
    }

    /// <summary>It went back.</summary>
    public void Refunded(Guid deposit, Guid reservationId, string receipt, decimal amount, string currency, string reason, Instant now, string by) =>
        Raise(new DepositRefunded(deposit, reservationId, Id, Project, Code, receipt, amount, currency, reason), now, by);

    /// <summary>An offer could not be delivered to its consultant: it is shown, not lost (RES-4).</summary>
    [Rule("RES-4")]
    public void NotDelivered(Guid reservationId, string why, Instant now)
    {
        Find(reservationId).NotDelivered(why);
        Raise(new OfferUndelivered(reservationId, Id, Project, Code, why), now, Clock);
    }

    /// <summary>An entry of a form was corrected by an added one.</summary>
    public void Correct(Guid reservationId, Guid correction, string field, string reason, Instant now, string by) =>
        Raise(new EntryCorrected(correction, reservationId, Id, Project, Code, field, reason), now, by);

    /// <summary>CS-7: one who left has another take over what is open of theirs on the unit; places in the line stay as they are.</summary>
    [Rule("CS-7")]
    public void Pass(string from, string to, Instant now, string by, ReservationSettings settings)
    {
        ApplyDue(now, settings);
        foreach (var reservation in _reservations.Where(r => r.IsOpen && r.Consultant == from).OrderBy(r => r.Number).ToList())
        {
            reservation.PassTo(to);
            Raise(new ReservationPassed(reservation.Id, Id, Project, Code, from, to), now, by);
        }

        foreach (var sale in _sales.Where(s => s.Stands && s.Consultant == from))
        {
            sale.PassTo(to);
            Raise(new SalePassed(sale.Id, Id, Project, Code, from, to), now, by);
        }

        if (Consultant == from)
            Consultant = to;
    }

    /// <summary>RES-4: all who are open on the unit and were somebody who is now known to be another.</summary>
    public void Merge(Guid customer, Guid into, Instant now, string by)
    {
        foreach (var reservation in _reservations.Where(r => r.IsOpen && r.CustomerId == customer).ToList())
            reservation.Be(into);
        if (HolderId == customer)
            HolderId = into;
        Raise(new CustomersMerged(customer, into, Project, $"On {Code}"), now, by);
    }

    /// <summary>The place in the line, from 1; null for who does not wait. Who registered last is the last in line, however little of it was loaded.</summary>
    public int? PlaceOf(Reservation reservation) => reservation.State != ReservationState.Waiting ? null
        : reservation.Number == Registrations ? Waiting : Line.Count(r => r.Number <= reservation.Number);

    private Refused? OthersWait(Reservation holder, IReadOnlySet<Guid> yields, string done)
    {
        if (holder.PaidAt is not null)
            return null;
        List<Reservation> insist = [.. Line.Where(waiting => !yields.Contains(waiting.Id))];
        return insist.Count == 0 ? null : new Refused("RES-4", $"It cannot be {done} while others wait who have not yielded ({insist.Count}): the first in line comes before the holder, unless the holder's customer pays first.")
        {
            Evidence = [.. insist.Take(10).Select(waiting => waiting.Evidence)],
        };
    }

    private Reservation Wait(Guid id, Applicant applicant, string form, Instant now, string consultant)
    {
        var waiting = new Reservation(id, Id, ++Registrations, applicant.CustomerId, applicant.OnForm, form, now, consultant);
        _reservations.Add(waiting);
        Waiting++;
        Raise(new WaitRecorded(id, Id, Project, Code, consultant, Waiting), now, consultant);
        return waiting;
    }

    private void Hold(UnitAct act, Reservation reservation, string depositReceipt, Instant now, ReservationSettings settings)
    {
        reservation.Hold(depositReceipt, now, now + settings.Held);
        Enter(act, UnitState.Pending, now, reservation.ExpiresAt, reservation.Consultant, reservation.CustomerId);
    }

    private void EndRenewal(string why, Instant at, string by)
    {
        if (Renewal is not { } renewal)
            return;
        renewal.End(ReservationState.Closed, at);
        Raise(new RenewalEnded(renewal.Id, renewal.Renews!.Value, Id, Project, Code, why), at, by);
    }

    /// <summary>
    /// To the first in line, as an offer; to everyone when nobody waits. The offer is made new and runs from now; the unit is open from when it was freed, whoever noticed it later.
    /// </summary>
    [Rule("RES-4")]
    private void PassOn(UnitAct act, Instant freedAt, Instant now, string by, ReservationSettings settings)
    {
        if (Line.FirstOrDefault() is { } next)
        {
            Waiting--;
            next.Offer(now, now + settings.Offer);
            Enter(act, UnitState.Offered, now, next.ExpiresAt, next.Consultant, next.CustomerId);
            Raise(new UnitOffered(next.Id, Id, Project, Code, next.ExpiresAt!.Value), now, by);
        }
        else
        {
            Enter(act, UnitState.Available, freedAt);
            Raise(new UnitReleased(Id, Project, Code), freedAt, by);
        }
    }

    private Refused? RefusesDecision(Guid reservationId, string what)
    {
        var reservation = Find(reservationId);
        return reservation.State switch
        {
            ReservationState.Pending or ReservationState.RenewalPending => null,
            ReservationState.Lapsed or ReservationState.Closed when reservation.Renews is not null || reservation.State == ReservationState.Lapsed =>
                new Refused("RES-3", $"It lapsed at the end of its time and cannot be {what} any more.") { Evidence = [reservation.Evidence] },
            _ => new Refused("RES-2", $"Only a reservation that waits for approval can be {what}; this one is {reservation.Say()}.") { Evidence = [reservation.Evidence] },
        };
    }

    private Reservation Find(Guid reservationId) => _reservations.Single(r => r.Id == reservationId);
}

/// <summary>Whom a registration is for: the customer's entry, and what the form says.</summary>
/// <param name="CustomerId">The customer's entry.</param>
/// <param name="OnForm">What the form says.</param>
internal sealed record Applicant(Guid CustomerId, CustomerOnForm OnForm);
