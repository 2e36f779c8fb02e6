using NodaTime;
using NodaTime.Text;
using Ops.Platform.Commands;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Reports;

/// <summary>A column of a report as a file has it.</summary>
/// <param name="Heading">The text of its heading: as the department calls it.</param>
/// <param name="Value">A line's value: a text, a number, a day or a time.</param>
internal sealed record ReportColumn<T>(string Heading, Func<T, object?> Value);

/// <summary>A report as a file to open as a spreadsheet, in its reader's language.</summary>
/// <param name="Name">The file's name, without its ending.</param>
/// <param name="Lines">Its lines.</param>
/// <param name="Columns">Its columns.</param>
internal sealed record ReportFile<T>(string Name, IReadOnlyList<T> Lines, params ReportColumn<T>[] Columns)
{
    private static readonly OffsetDateTimePattern Minute =
        OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");

    /// <summary>The file.</summary>
    public IResult Download(SheetFormat format, ITexts texts) => Spreadsheet.Download(
        format, Name, [.. Columns.Select(column => texts.Render(Text.Of(column.Heading)))],
        Lines.Select(line =>
            (IReadOnlyList<object?>)[.. Columns.Select(column => Plain(column.Value(line), texts))]));

    private static object? Plain(object? value, ITexts texts) => value switch
    {
        Text text => texts.Render(text),
        LocalDate day => LocalDatePattern.Iso.Format(day),
        OffsetDateTime time => Minute.Format(time),
        _ => value,
    };
}

/// <summary>What a report is wanted as; JSON where nothing is said.</summary>
internal enum ReportFormat
{
    /// <summary>A page of it.</summary>
    Json,

    /// <summary>All its lines in a file of comma-separated values.</summary>
    Csv,

    /// <summary>All its lines in a workbook.</summary>
    Xlsx,
}

/// <summary>Reports as files.</summary>
internal static class ReportFormats
{
    /// <summary>More lines than anybody reads in a file.</summary>
    public const int MostLines = 20_000;

    /// <summary>A member of staff as a file names them: by name. The JSON has the number.</summary>
    public static Text? StaffOf(string? number) => number is null ? null : Text.NameOf("staff", number);

    /// <summary>The file's kind, where all lines are wanted at once; null for JSON.</summary>
    public static SheetFormat? AsFile(this Word<ReportFormat>? format) => format?.Value switch
    {
        ReportFormat.Csv => SheetFormat.Csv,
        ReportFormat.Xlsx => SheetFormat.Xlsx,
        _ => null,
    };
}
