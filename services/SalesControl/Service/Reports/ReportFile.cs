using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.SalesControl.Board;

namespace Ops.SalesControl.Reports;

/// <summary>A column of a report as a file has it.</summary>
/// <param name="Heading">As the department calls it.</param>
/// <param name="Value">A line's value: a text, a number, a day or a time.</param>
internal sealed record ReportColumn<T>(string Heading, Func<T, object?> Value);

/// <summary>A report as its reader wants it: JSON, or a file to open as a spreadsheet.</summary>
internal static class ReportFile
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static readonly OffsetDateTimePattern Minute = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>Why a format is none; null where it is one.</summary>
    public static Refused? Refuses(string? format) => format is null or "json" or "csv" or "xlsx" ? null : Refused.Input(null, "format", "A report is had as json, csv or xlsx.");

    /// <summary>Whether all lines are wanted at once.</summary>
    public static bool IsFile(string? format) => format is "csv" or "xlsx";

    /// <summary>The report in a format that there is.</summary>
    /// <param name="format">json when null.</param>
    /// <param name="name">The file's name, without its ending.</param>
    /// <param name="view">The report as JSON.</param>
    /// <param name="lines">Its lines.</param>
    /// <param name="columns">Its columns.</param>
    public static IResult Answer<T>(string? format, string name, object view, IReadOnlyList<T> lines, params ReportColumn<T>[] columns) => format switch
    {
        "csv" => Results.Bytes(Csv(lines, columns), "text/csv; charset=utf-8", $"{name}.csv"),
        "xlsx" => Results.Bytes(Xlsx(name, lines, columns), Workbook, $"{name}.xlsx"),
        _ => Results.Ok(view),
    };

    private static byte[] Csv<T>(IReadOnlyList<T> lines, ReportColumn<T>[] columns)
    {
        using var file = new MemoryStream();
        // With the mark by which Excel knows UTF-8; and no text of ours becomes a formula there.
        using (var writer = new CsvWriter(new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)), new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape, NewLine = "\r\n" }))
        {
            foreach (var column in columns)
                writer.WriteField(column.Heading);
            writer.NextRecord();
            foreach (var line in lines)
            {
                foreach (var column in columns)
                    writer.WriteField(Plain(column.Value(line)) switch { decimal number => number.ToString(CultureInfo.InvariantCulture), var value => value?.ToString() });
                writer.NextRecord();
            }
        }

        return file.ToArray();
    }

    private static byte[] Xlsx<T>(string name, IReadOnlyList<T> lines, ReportColumn<T>[] columns)
    {
        using var file = new MemoryStream();
        IEnumerable<Dictionary<string, object?>> rows = lines.Count > 0
            ? lines.Select(line => columns.ToDictionary(column => column.Heading, column => Plain(column.Value(line)), StringComparer.Ordinal))
            : [columns.ToDictionary(column => column.Heading, _ => (object?)null, StringComparer.Ordinal)];
        file.SaveAs(rows, sheetName: name[..Math.Min(name.Length, 31)]);
        return file.ToArray();
    }

    private static object? Plain(object? value) => value switch
    {
        LocalDate day => LocalDatePattern.Iso.Format(day),
        OffsetDateTime time => Minute.Format(time),
        Enum state when state is Units.UnitState unit => BoardSheet.Word(unit),
        int number => (decimal)number,
        _ => value,
    };
}

/// <summary>A day in a request: <c>2026-11-24</c>.</summary>
/// <param name="Date">The day.</param>
internal readonly record struct Day(LocalDate Date)
{
    /// <summary>Reads one.</summary>
    public static bool TryParse(string? text, out Day day)
    {
        var parsed = LocalDatePattern.Iso.Parse(text ?? "");
        day = parsed.Success ? new(parsed.Value) : default;
        return parsed.Success && Projects.Days.Know(parsed.Value);
    }
}

/// <summary>The days that a report is of, at its site.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
/// <param name="Begins">The first day's beginning.</param>
/// <param name="Ends">The last day's end.</param>
internal sealed record ReportPeriod(LocalDate From, LocalDate To, Instant Begins, Instant Ends)
{
    /// <summary>The days from one to another, both included; today where they are left out.</summary>
    [Rule("T-1")]
    public static Outcome<ReportPeriod> Of(Projects.Project site, LocalDate? from, LocalDate? to, Instant now, int mostDays)
    {
        var zone = DateTimeZoneProviders.Tzdb[site.TimeZone];
        var today = now.InZone(zone).Date;
        var last = to ?? Later(from, today);
        var first = from ?? last;
        if (first > last)
            return Refused.Input(null, "to", "The last day lies before the first.");
        if (Period.DaysBetween(first, last) >= mostDays)
            return Refused.Input(null, "to", $"A report is of at most {mostDays} days.");
        return new ReportPeriod(first, last, first.AtStartOfDayInZone(zone).ToInstant(), last.PlusDays(1).AtStartOfDayInZone(zone).ToInstant());
    }

    private static LocalDate Later(LocalDate? one, LocalDate other) => one > other ? one.Value : other;
}
