using NodaTime;

namespace Ops.SalesControl.Contracts;

/// <summary>A unit came into the project's list. Raised once for each imported unit.</summary>
public sealed record UnitListed(Guid UnitId, string Project, string Unit, string State);

/// <summary>A reservation 预留 was registered: the unit is taken from this moment (RES-1, RES-2).</summary>
public sealed record ReservationRegistered(Guid ReservationId, Guid UnitId, string Project, string Unit, string Consultant, string DepositReceipt, Instant ExpiresAt);

/// <summary>Another customer was recorded as waiting for a taken unit (RES-4).</summary>
public sealed record WaitRecorded(Guid ReservationId, Guid UnitId, string Project, string Unit, string Consultant, int Place);

/// <summary>The marketing manager approved a reservation (RES-2).</summary>
public sealed record ReservationApproved(Guid ReservationId, Guid UnitId, string Project, string Unit, Instant ExpiresAt);

/// <summary>The marketing manager refused a reservation; the unit is free for the next in line at once (RES-2).</summary>
public sealed record ReservationRefused(Guid ReservationId, Guid UnitId, string Project, string Unit, string Reason);

/// <summary>A reservation lapsed by itself at its 72 hours (RES-1, RES-3). Its time is the expiry, whenever it was noticed.</summary>
public sealed record ReservationLapsed(Guid ReservationId, Guid UnitId, string Project, string Unit);

/// <summary>The unit was offered to the first in line, who may bring form and deposit until then (RES-4).</summary>
public sealed record UnitOffered(Guid ReservationId, Guid UnitId, string Project, string Unit, Instant Until);

/// <summary>The one in line did not take the offer up in time; the next has it (RES-4).</summary>
public sealed record OfferLapsed(Guid ReservationId, Guid UnitId, string Project, string Unit);

/// <summary>The unit is open to every consultant again: nobody holds it and nobody waits.</summary>
public sealed record UnitReleased(Guid UnitId, string Project, string Unit);

/// <summary>The consultant of a reservation or a wait left, and another has taken it over.</summary>
public sealed record ReservationPassed(Guid ReservationId, Guid UnitId, string Project, string Unit, string From, string To);

/// <summary>A subscription closed a wait (RES-4).</summary>
public sealed record WaitClosed(Guid ReservationId, Guid UnitId, string Project, string Unit, string Reason);

/// <summary>
/// The customer signed the subscription 认购书. RecordsArchive opens the unit's file (DOC-5.1.2) and the project sales
/// team's handover to the customer affairs group (DOC-5.2.2), counted from <paramref name="SignedAt"/>.
/// </summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="UnitId">The unit.</param>
/// <param name="Project">The project's code.</param>
/// <param name="ProjectName">The project's (estate's) name, for the file.</param>
/// <param name="TimeZone">The site's time zone (T-1).</param>
/// <param name="CloseOfBusiness">The site's close of business (T-3).</param>
/// <param name="Unit">The unit's code within the project, building-entrance-room.</param>
/// <param name="Building">The building, for the file's number (DOC-5.10.1).</param>
/// <param name="Entrance">The entrance.</param>
/// <param name="Room">The room.</param>
/// <param name="AgreementNumber">The number on the subscription agreement.</param>
/// <param name="ReservationId">The reservation it came from; null when the unit was available.</param>
/// <param name="Consultant">The consultant's id.</param>
/// <param name="SignedAt">Business time of the signing.</param>
public sealed record SubscriptionSigned(
    Guid SubscriptionId, Guid UnitId, string Project, string ProjectName, string TimeZone, LocalTime CloseOfBusiness,
    string Unit, string Building, string Entrance, string Room,
    string AgreementNumber, Guid? ReservationId, string Consultant, Instant SignedAt);

/// <summary>Who subscribes to what SalesControl says.</summary>
public static class SalesControlEvents
{
    /// <summary>The service's name as producer and subscriber.</summary>
    public const string Service = "SalesControl";

    /// <summary>Each event and the services that subscribe to it. An event without one is kept in the event log and marked unrouted.</summary>
    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Subscribers { get; } = new Dictionary<Type, IReadOnlyList<string>>
    {
        [typeof(UnitListed)] = [],
        [typeof(ReservationRegistered)] = [],
        [typeof(WaitRecorded)] = [],
        [typeof(ReservationApproved)] = [],
        [typeof(ReservationRefused)] = [],
        [typeof(ReservationLapsed)] = [],
        [typeof(UnitOffered)] = [],
        [typeof(OfferLapsed)] = [],
        [typeof(UnitReleased)] = [],
        [typeof(WaitClosed)] = [],
        [typeof(ReservationPassed)] = [],
        [typeof(SubscriptionSigned)] = ["RecordsArchive"],
    };
}
