using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Projects;

namespace Ops.SalesControl.Units;

/// <content>DOC-5.6.1: the letting of shops.</content>
internal sealed partial class Unit
{
    /// <summary>The lease that is booked or signed; null where there is none, or none was loaded.</summary>
    public Lease? Lease => _leases.SingleOrDefault(lease => lease.State != LeaseState.Ended);

    /// <summary>A lease is booked 租赁预订: from now on the shop is let, and on the board as such. Only shops are let.</summary>
    [Rule("DOC-5.6.1")]
    public Outcome<Lease> BookLease(Lease lease, Instant now, string by)
    {
        if (Kind != UnitKind.Shop)
            return new Refused("DOC-5.6.1", $"{Code} is no shop: only shops are let.") { Evidence = [Stream] };
        if (Forbids(UnitActs.BookLease) is { } refusal)
            return refusal;

        _leases.Add(lease);
        Enter(UnitActs.BookLease, UnitState.Let, now, until: null, by, lease.CustomerId);
        Raise(new LeaseBooked(lease.Id, Id, Project, Code, lease.BookingNumber, lease.From, lease.To), now, by);
        return lease;
    }

    /// <summary>The lease is signed 租赁合同: the letting is done, and its papers are the archive's.</summary>
    [Rule("DOC-5.6.1")]
    public Outcome<Lease> SignLease(Guid leaseId, string number, Project site, Instant now, string by)
    {
        if (Forbids(UnitActs.SignLease) is { } refusal)
            return refusal;
        var lease = FindLease(leaseId);
        if (lease.State != LeaseState.Booked)
            return NotNow(lease, "signed");

        lease.Sign(number, now);
        Raise(
            new LeaseSigned(lease.Id, Id, Project, site.Name, site.TimeZone, site.CloseOfBusiness, Code, Building, Entrance, Room, number, lease.From, lease.To, now), now, by);
        return lease;
    }

    /// <summary>The lease goes on until another day, for another rent.</summary>
    [Rule("DOC-5.6.1")]
    public Outcome<Lease> RenewLease(Guid leaseId, LocalDate to, decimal monthlyRent, Project site, Instant now, string by)
    {
        if (Forbids(UnitActs.RenewLease) is { } refusal)
            return refusal;
        var lease = FindLease(leaseId);
        if (lease.State != LeaseState.Signed)
            return NotNow(lease, "renewed");
        if (to <= lease.To)
            return Refused.Input("DOC-5.6.1", "to", $"A renewal ends after {lease.To:uuuu-MM-dd}, the last day by now.");

        lease.Renew(to, monthlyRent);
        Raise(new LeaseRenewed(lease.Id, Id, Project, Code, to, site.TimeZone), now, by);
        return lease;
    }

    /// <summary>The lease ends, or its booking is given up: the shop is free again, unless it was sold meanwhile.</summary>
    [Rule("DOC-5.6.1")]
    public Outcome<Lease> EndLease(Guid leaseId, string reason, Instant now, string by)
    {
        if (Forbids(UnitActs.EndLease) is { } refusal)
            return refusal;
        var lease = FindLease(leaseId);
        if (lease.State == LeaseState.Ended)
            return NotNow(lease, "ended");

        lease.End(now, reason);
        if (State == UnitState.Let)
            Enter(UnitActs.EndLease, UnitState.Available, now);
        Raise(new LeaseEnded(lease.Id, Id, Project, Code, reason), now, by);
        return lease;
    }

    /// <summary>CS-7: one who left has another take over the letting.</summary>
    [Rule("CS-7")]
    public void PassLease(string from, string to, Instant now, string by)
    {
        if (Lease is not { } lease || lease.By != from)
            return;
        lease.PassTo(to);
        if (State == UnitState.Let)
            Consultant = to;
        Raise(new LeasePassed(lease.Id, Id, Project, Code, from, to), now, by);
    }

    private static Refused NotNow(Lease lease, string done) => new("DOC-5.6.1", $"The lease is {lease.State.ToString().ToLowerInvariant()}: it cannot be {done}.") { Evidence = [lease.Evidence] };

    private Lease FindLease(Guid leaseId) => _leases.Single(lease => lease.Id == leaseId);
}
