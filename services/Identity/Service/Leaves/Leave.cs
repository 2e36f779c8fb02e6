using NodaTime;

namespace Ops.Identity.Leaves;

/// <summary>Why somebody is away; which of them decides who is credited with a sale (REC-2.2, REC-3.2).</summary>
internal enum LeaveKind
{
    /// <summary>出差.</summary>
    BusinessTrip,

    /// <summary>探亲假.</summary>
    HomeLeave,

    /// <summary>Any other.</summary>
    Other,
}

/// <summary>A member of staff's leave 请假, from a first to a last day.</summary>
internal sealed class Leave
{
    private Leave()
    {
    }

    public Leave(Guid id, string staff, LeaveKind kind, LocalDate from, LocalDate until) =>
        (Id, Staff, Kind, From, Until) = (id, staff, kind, from, until);

    public Guid Id { get; private init; }

    public string Staff { get; private init; } = "";

    public LeaveKind Kind { get; private init; }

    public LocalDate From { get; private init; }

    public LocalDate Until { get; private init; }

    public Instant RecordedAt { get; internal init; }

    public string RecordedBy { get; internal init; } = "";

    /// <summary>When it was withdrawn; the entry stays.</summary>
    public Instant? WithdrawnAt { get; internal set; }
}

/// <summary>A day on which a site advertises, and nobody takes leave 广告日 (REC-5).</summary>
internal sealed class AdvertisingDay
{
    private AdvertisingDay()
    {
    }

    public AdvertisingDay(string site, LocalDate date, string reason, string setBy) =>
        (Site, Date, Reason, SetBy) = (site, date, reason, setBy);

    public string Site { get; private init; } = "";

    public LocalDate Date { get; private init; }

    public string Reason { get; private init; } = "";

    public string SetBy { get; private init; } = "";
}
