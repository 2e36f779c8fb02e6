using NodaTime;
using NodaTime.Text;
using Ops.Platform.Departments;
using Ops.Platform.Tasks;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Units;

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
internal sealed class Lease : ITaskSubject
{
    private Lease()
    {
    }

    public Lease(Guid id, Unit unit, Booking booking, Occurrence booked)
    {
        (Id, UnitId, Project, BookingNumber) = (id, unit.Id, unit.Project, booking.Number);
        (CustomerId, Tenant) = (booking.CustomerId, booking.Tenant);
        (From, To, MonthlyRent) = (booking.From, booking.To, booking.MonthlyRent);
        (BookedAt, By) = (booked.At, booked.By);
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

    /// <summary>The name of the deadline at which it runs out.</summary>
    public string RunsOutKey => $"{LeaseRunsOut.DeadlineKind}/{Id}";

    /// <summary>What is told of its last day, as that is by now.</summary>
    public string LastDayMatter => $"{Path}#to/{LocalDatePattern.Iso.Format(To)}";

    IEnumerable<string> ITaskSubject.OpenMatters => State == LeaseState.Ended ? [] : [Path, LastDayMatter];

    internal void PassTo(string by) => By = by;

    internal void Sign(string number, Instant now) =>
        (State, LeaseNumber, SignedAt) = (LeaseState.Signed, number, now);

    internal void Renew(LocalDate to, decimal monthlyRent) => (To, MonthlyRent) = (to, monthlyRent);

    internal void End(Instant at, string reason) =>
        (State, EndedAt, EndReason) = (LeaseState.Ended, at, reason);
}

/// <summary>What is booked.</summary>
/// <param name="Number">The number of the booking agreement 租赁预订协议.</param>
/// <param name="CustomerId">The tenant's entry.</param>
/// <param name="Tenant">The tenant, as the agreement has one.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="MonthlyRent">CNY.</param>
internal sealed record Booking(
    string Number, Guid CustomerId, CustomerOnForm Tenant, LocalDate From, LocalDate To, decimal MonthlyRent);
