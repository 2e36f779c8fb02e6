using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Reports;

/// <summary>Which page of a long report is wanted, or all of it as a file.</summary>
internal sealed class ReportPaging
{
    /// <summary>json, csv or xlsx.</summary>
    [FromQuery(Name = "format")]
    public Word<ReportFormat>? Format { get; init; }

    /// <summary>The <c>next</c> of the page before.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; init; }

    /// <summary>How many lines.</summary>
    [FromQuery(Name = "limit")]
    public PageSize? Limit { get; init; }

    /// <summary>Where the page begins and how long it is, or why it is none.</summary>
    public Outcome<ReportPage> Read()
    {
        var size = Format.AsFile() is null ? Limit.Rows() : ReportFormats.MostLines;
        return ReportPage.Read(After) is { } begins ? begins with { Size = size } : ReportPage.Unknown;
    }
}

/// <summary>Where a page of a report begins.</summary>
/// <param name="At">After the lines of before this time.</param>
/// <param name="Key">What tells the last line from others of that time.</param>
internal sealed record ReportPage(Instant At, string Key)
{
    /// <summary>The refusal of what is no cursor.</summary>
    public static Refused Unknown => Refused.Input(null, "after", Text.Of("report.after-unknown"));

    /// <summary>How many lines it has.</summary>
    public int Size { get; init; }

    /// <summary>The cursor; the beginning for none; null for what is no cursor.</summary>
    public static ReportPage? Read(string? text)
    {
        if (text is null)
            return new(Instant.FromUnixTimeSeconds(0), "");
        return text.Split('~') is [var time, var key]
            && InstantPattern.ExtendedIso.Parse(time) is { Success: true, Value: var at }
            && Days.Know(at.InUtc().Date)
                ? new(at, key)
                : null;
    }

    /// <summary>The cursor after a line.</summary>
    public static string After(Instant at, string key) =>
        string.Create(CultureInfo.InvariantCulture, $"{InstantPattern.ExtendedIso.Format(at)}~{key}");
}
