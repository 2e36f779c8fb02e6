using NodaTime;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>What every report begins with: whose site; its one statement; and how it is sent.</summary>
internal sealed class ReportDesk(
    KnownProjects projects, SalesControlDb db, NpgsqlDataSource database, ITexts texts, IClock clock)
{
    /// <summary>The longest period of a report that lists what happened.</summary>
    public const int MostDays = 92;

    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>The project's site, or the refusal.</summary>
    public Task<Outcome<Project>> OpenAsync(
        string project, Actor actor, CancellationToken cancellationToken) =>
        projects.FindAsync(project, actor, db, cancellationToken);

    /// <summary>The lines of a statement.</summary>
    public async Task<List<T>> ListAsync<T>(
        string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(new() { Value = parameter ?? DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<T> lines = [];
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(read(reader));
        return lines;
    }

    /// <summary>A list as a file: a workbook, where nothing else is asked for.</summary>
    public Outcome<IResult> Answer<T>(Word<SheetFormat>? format, ReportFile<T> file) =>
        file.Download(format?.Value ?? SheetFormat.Xlsx, texts).AsOutcome();

    /// <summary>The report in a format that there is: JSON, or a file.</summary>
    public Outcome<IResult> Answer<T>(Word<ReportFormat>? format, object view, ReportFile<T> file) =>
        (format.AsFile() is { } kind ? file.Download(kind, texts) : Results.Ok(view)).AsOutcome();
}
