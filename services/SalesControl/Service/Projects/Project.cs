using NodaTime;
using Ops.Platform.WorkingTime;

namespace Ops.SalesControl.Projects;

/// <summary>A project (estate) with its site's time (T-1).</summary>
internal sealed class Project
{
    /// <summary>CNY: what a reservation's deposit is in a project that says nothing else.</summary>
    public const decimal CustomaryDeposit = 10_000m;

    /// <summary>Behind a building's name in a project that says nothing else.</summary>
    public static readonly IReadOnlyList<string> CustomaryBuildingSuffixes = ["号楼", "栋", "幢", "座"];

    /// <summary>Behind an entrance's name in a project that says nothing else.</summary>
    public static readonly IReadOnlyList<string> CustomaryEntranceSuffixes = ["单元"];

    /// <summary>Behind a room's name in a project that says nothing else.</summary>
    public static readonly IReadOnlyList<string> CustomaryRoomSuffixes = ["号", "室"];

    private Project()
    {
    }

    public Project(string code, string name, SiteTime site, Instant createdAt, string createdBy)
    {
        (Code, Name, TimeZone, CloseOfBusiness) = (code, name, site.Zone, site.CloseOfBusiness);
        (CreatedAt, CreatedBy) = (createdAt, createdBy);
    }

    /// <summary>Its code, which is also the site's: <c>harbour-court</c>.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private init; } = "";

    public string TimeZone { get; private init; } = "";

    public LocalTime CloseOfBusiness { get; private init; }

    /// <summary>CNY: what a reservation's deposit is where the form does not say otherwise.</summary>
    public decimal StandardDeposit { get; init; } = CustomaryDeposit;

    /// <summary>
    /// What may stand behind a building's name without making another of it (RES-2): 1栋 is building 1. A project whose
    /// buildings 1栋 and 1座 are two says that here.
    /// </summary>
    public string[] BuildingSuffixes { get; init; } = [.. CustomaryBuildingSuffixes];

    /// <summary>The same of an entrance's name.</summary>
    public string[] EntranceSuffixes { get; init; } = [.. CustomaryEntranceSuffixes];

    /// <summary>The same of a room's name.</summary>
    public string[] RoomSuffixes { get; init; } = [.. CustomaryRoomSuffixes];

    public Instant CreatedAt { get; private init; }

    public string CreatedBy { get; private init; } = "";

    /// <summary>The site's time (T-1).</summary>
    public SiteTime Site => new(TimeZone, CloseOfBusiness);

    /// <summary>An instant as the site's clocks show it.</summary>
    public OffsetDateTime At(Instant instant) =>
        instant.InZone(DateTimeZoneProviders.Tzdb[TimeZone]).ToOffsetDateTime();

    /// <summary>When a day begins there.</summary>
    public Instant StartOf(LocalDate day) => day.AtStartOfDayInZone(DateTimeZoneProviders.Tzdb[TimeZone]).ToInstant();

    /// <summary>An instant as the site's clocks show it; null for none.</summary>
    public OffsetDateTime? At(Instant? instant) => instant is { } value ? At(value) : null;
}
