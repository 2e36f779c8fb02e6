using NodaTime;
using Ops.Identity.Contracts;
using Ops.Platform.Storage;

namespace Ops.Identity.Organisation;

/// <summary>A company 公司 that this installation is of. Its sites are its own, and so is which of its departments has which duty (DOC-4).</summary>
internal sealed class Company : Aggregate
{
    /// <summary>The one that every installation begins with.</summary>
    public const string First = "company";

    private Company()
    {
    }

    public override string StreamKind => "company";

    public string Code { get; private init; } = "";

    public string Name { get; private set; } = "";

    public void Rename(string name, Instant now, string by)
    {
        Name = name;
        Raise(new CompanyRenamed(Code, name), now, by);
    }
}

/// <summary>A place where a company sells.</summary>
internal sealed class Site
{
    private Site()
    {
    }

    public Site(string code, string name, Instant openedAt, string openedBy) => (Code, Name, OpenedAt, OpenedBy) = (code, name, openedAt, openedBy);

    /// <summary>Its code, which is also the project's: <c>harbour-court</c>.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private init; } = "";

    /// <summary>The company that sells there.</summary>
    public string Company { get; private init; } = Organisation.Company.First;

    public Instant OpenedAt { get; private init; }

    public string OpenedBy { get; private init; } = "";
}

/// <summary>Dates of the company: where its days begin.</summary>
internal static class CompanyTime
{
    /// <summary>T-1: dates are local dates.</summary>
    public static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    /// <summary>The local date of an instant.</summary>
    public static LocalDate DateOf(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>The instant at which a local date begins.</summary>
    public static Instant BeginOf(LocalDate date) => Zone.AtStartOfDay(date).ToInstant();

    /// <summary>An instant as the company's clocks show it.</summary>
    public static OffsetDateTime At(Instant instant) => instant.InZone(Zone).ToOffsetDateTime();
}
