using Microsoft.AspNetCore.Mvc;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;

namespace Ops.SalesControl.Reports;

/// <summary>The days that a report is asked of: both included, today where they are left out.</summary>
internal sealed class ReportDays
{
    /// <summary>The first.</summary>
    [FromQuery(Name = "from")]
    public Day? From { get; init; }

    /// <summary>The last.</summary>
    [FromQuery(Name = "to")]
    public Day? To { get; init; }
}

/// <summary>The days that a report is of, at its site.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
/// <param name="Begins">The first day's beginning.</param>
/// <param name="Ends">The last day's end.</param>
internal sealed record ReportPeriod(LocalDate From, LocalDate To, Instant Begins, Instant Ends)
{
    /// <summary>The days from one to another, both included; today where they are left out.</summary>
    [Rule("T-1", "days of a report")]
    public static Outcome<ReportPeriod> Of(Project site, LocalDate? from, LocalDate? to, Instant now, int mostDays)
    {
        var today = site.At(now).Date;
        var last = to ?? Later(from, today);
        var first = from ?? last;
        if (first > last)
            return Refused.Input(null, "to", Text.Of("report.days-crossed"));
        if (Period.DaysBetween(first, last) >= mostDays)
            return Refused.Input(null, "to", Text.Of("report.too-many-days", ("most", mostDays)));
        return new ReportPeriod(first, last, site.StartOf(first), site.StartOf(last.PlusDays(1)));
    }

    private static LocalDate Later(LocalDate? one, LocalDate other) => one > other ? one.Value : other;
}
