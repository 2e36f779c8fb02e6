using NodaTime;
using Ops.SalesControl.Reservations;

namespace Ops.SalesControl.Subscriptions;

/// <summary>A signed subscription 认购书.</summary>
internal sealed class Subscription
{
    private Subscription()
    {
    }

    public Subscription(Guid id, Guid unitId, string project, string agreementNumber, Customer customer, Guid? reservationId, string consultant, Instant signedAt) =>
        (Id, UnitId, Project, AgreementNumber, Customer, ReservationId, Consultant, SignedAt) = (id, unitId, project, agreementNumber, customer, reservationId, consultant, signedAt);

    public Guid Id { get; private init; }

    public Guid UnitId { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>The number on the agreement, unique in the project.</summary>
    public string AgreementNumber { get; private init; } = "";

    public Customer Customer { get; private init; } = new("", "");

    /// <summary>The reservation it came from; null when the unit was free.</summary>
    public Guid? ReservationId { get; private init; }

    public string Consultant { get; private init; } = "";

    public Instant SignedAt { get; private init; }
}
