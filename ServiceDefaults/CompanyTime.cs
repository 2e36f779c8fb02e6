using Microsoft.Extensions.Configuration;
using NodaTime;

namespace Ops.ServiceDefaults;

/// <summary>
/// Dates and times of day of whatever is no site's (T-1): the installation's time zone, one for all its processes. What
/// is a site's goes by the site's own.
/// </summary>
/// <param name="zone">The zone.</param>
public sealed class CompanyTime(DateTimeZone zone)
{
    /// <summary>The setting that names the zone.</summary>
    public const string Setting = "Company:TimeZone";

    /// <summary>The zone where no setting names one.</summary>
    public const string DefaultZone = "Asia/Shanghai";

    /// <summary>The zone.</summary>
    public DateTimeZone Zone { get; } = zone;

    /// <summary>The local date of an instant.</summary>
    public LocalDate DateOf(Instant instant) => instant.InZone(Zone).Date;

    /// <summary>The instant at which a local date begins.</summary>
    public Instant BeginOf(LocalDate date) => Zone.AtStartOfDay(date).ToInstant();

    /// <summary>An instant as the company's clocks show it.</summary>
    public OffsetDateTime At(Instant instant) => instant.InZone(Zone).ToOffsetDateTime();

    /// <summary>Reads the setting.</summary>
    /// <exception cref="InvalidOperationException">It names no zone.</exception>
    public static CompanyTime Of(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var name = configuration[Setting] is { Length: > 0 } set ? set : DefaultZone;
        return new(DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) ?? throw new InvalidOperationException(
            $"{Setting.Replace(":", "__", StringComparison.Ordinal)} is '{name}': " +
            $"set it to a time zone of the IANA list, as {DefaultZone}."));
    }
}
