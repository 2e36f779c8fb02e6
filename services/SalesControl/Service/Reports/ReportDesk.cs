using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.SalesControl.Board;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>What every report begins with: whose site, what format, what days; and its one statement.</summary>
internal sealed class ReportDesk(SalesControlDb db, NpgsqlDataSource database, IClock clock)
{
    /// <summary>The longest period of a report that lists what happened.</summary>
    public const int MostDays = 92;

    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>The project's site, or the refusal.</summary>
    public async Task<Outcome<Project>> OpenAsync(string project, string? format, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return LiveBoards.Unknown(project);
        return ReportFile.Refuses(format) is { } refusal ? refusal : site;
    }

    /// <summary>The lines of a statement.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] parameters)
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
}
