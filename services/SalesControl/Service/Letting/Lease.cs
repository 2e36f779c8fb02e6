using NodaTime;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.Letting;

/// <summary>How far a letting has come.</summary>
internal enum LeaseState
{
    /// <summary>租赁预订协议: booked, not signed yet.</summary>
    Booked,

    /// <summary>租赁合同: signed.</summary>
    Signed,

    /// <summary>Over, or given up.</summary>
    Ended,
}

/// <summary>The letting of a shop 商铺租赁 (DOC-5.6.1). Always a unit's, which alone changes it.</summary>
internal sealed class Lease
{
    private Lease()
    {
    }

    public Lease(Guid id, Guid unitId, string project, string bookingNumber, Guid customerId, CustomerOnForm tenant, LocalDate from, LocalDate to, decimal monthlyRent, Instant bookedAt, string by)
    {
        (Id, UnitId, Project, BookingNumber, CustomerId, Tenant) = (id, unitId, project, bookingNumber, customerId, tenant);
        (From, To, MonthlyRent, BookedAt, By) = (from, to, monthlyRent, bookedAt, by);
    }

    public Guid Id { get; private init; }

    public Guid UnitId { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>The number of the booking agreement 租赁预订协议.</summary>
    public string BookingNumber { get; private init; } = "";

    /// <summary>The tenant.</summary>
    public Guid CustomerId { get; private init; }

    public CustomerOnForm Tenant { get; private init; } = new("", "");

    /// <summary>The first day.</summary>
    public LocalDate From { get; private init; }

    /// <summary>The last day; later after a renewal.</summary>
    public LocalDate To { get; private set; }

    /// <summary>CNY.</summary>
    public decimal MonthlyRent { get; private set; }

    /// <summary>The number of the lease; null while it is booked.</summary>
    public string? LeaseNumber { get; private set; }

    public LeaseState State { get; private set; }

    public Instant BookedAt { get; private init; }

    /// <summary>The member of the commercial group whose letting it is.</summary>
    public string By { get; private set; } = "";

    public Instant? SignedAt { get; private set; }

    public Instant? EndedAt { get; private set; }

    public string? EndReason { get; private set; }

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"lease/{Id}";

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/sales/leases/{Id}";

    internal void PassTo(string by) => By = by;

    internal void Sign(string number, Instant now) => (State, LeaseNumber, SignedAt) = (LeaseState.Signed, number, now);

    internal void Renew(LocalDate to, decimal monthlyRent) => (To, MonthlyRent) = (to, monthlyRent);

    internal void End(Instant at, string reason) => (State, EndedAt, EndReason) = (LeaseState.Ended, at, reason);
}
