using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Board;

/// <summary>What was read of a board in one statement.</summary>
/// <param name="Cursor">How far that was.</param>
/// <param name="Cells">All cells, or those that an older cursor had not seen.</param>
internal sealed record BoardRead(BoardCursor Cursor, IReadOnlyList<BoardCell> Cells);

/// <summary>
/// Reads a project's board, or what has changed on it, each in one statement together with the snapshot that it was
/// read in.
/// </summary>
/// <remarks>
/// All that is shown of a unit stands on its row, but for the holder's name and the price in force. Of a change the
/// rows that a snapshot has not seen are found by the index of (project, changed_in).
/// </remarks>
internal sealed class BoardReader(NpgsqlDataSource database, IOptions<JsonOptions> api)
{
    private const string Columns = $"""
        SELECT u.id, u.building, u.entrance, u.floor, u.room, u.code, u.kind, u.state, u.since, u.until, u.consultant,
               c.name AS holder, u.waiting, u.built_area, u.inside_area, u.layout, u.orientation, b.code AS batch,
               p.price, u.version, u.changed_in, c.renamed_in
        FROM units u
        LEFT JOIN customers c ON c.id = u.holder_id
        LEFT JOIN batches b ON b.id = u.batch_id
        {PriceBook.InForceSql}
        """;

    private const string Head = """
        SELECT pg_current_snapshot()::text,
               (SELECT count(*) FROM price_lists WHERE project = $1 AND state = 'Published' AND effective_at <= $2),
               (SELECT count(*) FROM units WHERE project = $1 AND state = 'TakenOff'),
               cell.*
        FROM (SELECT 1) AS always LEFT JOIN (
        """;

    /// <summary>The whole board.</summary>
    internal const string Whole = $"{Head} {Columns} WHERE u.project = $1 AND u.state <> 'TakenOff') cell ON true";

    /// <summary>
    /// What a snapshot has not seen: units that changed, and those whose holder's name was corrected.
    /// </summary>
    internal const string Later = $"""
        {Head} {Columns} WHERE u.state <> 'TakenOff' AND u.id IN (
            SELECT id FROM units
            WHERE project = $1 AND changed_in >= pg_snapshot_xmin($3::text::pg_snapshot)
              AND NOT pg_visible_in_snapshot(changed_in, $3::text::pg_snapshot)
            UNION ALL
            SELECT held.id FROM customers renamed
            JOIN units held ON held.holder_id = renamed.id AND held.project = $1
            WHERE renamed.project = $1 AND renamed.renamed_in >= pg_snapshot_xmin($3::text::pg_snapshot)
              AND NOT pg_visible_in_snapshot(renamed.renamed_in, $3::text::pg_snapshot))) cell ON true
        """;

    private readonly JsonSerializerOptions _json = new(api.Value.SerializerOptions)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private string? _incarnation;

    /// <summary>Reads a board.</summary>
    /// <param name="site">The project.</param>
    /// <param name="since">How far it is known; the whole board when null.</param>
    /// <param name="now">Business time, which decides what price is in force.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<BoardRead> ReadAsync(
        Project site, BoardCursor? since, Instant now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        _incarnation ??= await IncarnationAsync(connection, cancellationToken);
        await using var command = new NpgsqlCommand(since is null ? Whole : Later, connection);
        command.Parameters.Add(new() { Value = site.Code, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        if (since is not null)
            command.Parameters.Add(new() { Value = since.Snapshot, NpgsqlDbType = NpgsqlDbType.Text });
        // Once for each connection of the pool: planning costs more than what is found.
        await command.PrepareAsync(cancellationToken);

        BoardCursor? cursor = null;
        List<BoardCell> cells = [];
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            cursor ??= BoardCursor.Of(_incarnation, reader.GetInt64(1), reader.GetInt64(2), reader.GetString(0));
            if (!await reader.IsDBNullAsync(3, cancellationToken))
                cells.Add(CellOf(reader, site, cursor!));
        }

        return new(cursor ?? throw new InvalidOperationException("PostgreSQL's snapshot could not be read."), cells);
    }

    private BoardCell CellOf(NpgsqlDataReader row, Project site, BoardCursor cursor)
    {
        var price = Value<decimal>(row, 21);
        var view = new BoardCell.Shown(
            row.GetString(4), row.GetString(5), row.GetInt32(6), row.GetString(7), row.GetString(8),
            row.GetString(9), Enum.Parse<UnitState>(row.GetString(10)),
            Second(site.At(row.GetFieldValue<Instant>(11))),
            Value<Instant>(row, 12) is { } until ? Second(site.At(until)) : null, Text(row, 13), Text(row, 14),
            row.GetInt32(15), row.GetDecimal(16), Value<decimal>(row, 17), Text(row, 18), Text(row, 19),
            Text(row, 20), Money.Of(price), row.GetInt64(22));
        return BoardCell.Of(
            row.GetGuid(3), view, price, Known(row.GetFieldValue<ulong>(23)), Known(Value<ulong>(row, 24) ?? 0), _json);

        // What a restored database has from another's transactions was changed before all that happens here.
        ulong Known(ulong transaction) => transaction < cursor.End ? transaction : 0;
    }

    /// <summary>
    /// A board is read by people, who see seconds; what is finer would be a tenth of all that is sent.
    /// </summary>
    private static OffsetDateTime Second(OffsetDateTime time) => time.With(TimeAdjusters.TruncateToSecond);

    /// <summary>
    /// Which database of which server this is, in short: the numbers of transactions begin anew in another.
    /// </summary>
    private static async Task<string> IncarnationAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Sql = """
            SELECT left(
                md5(system_identifier || ' ' || (SELECT oid FROM pg_database WHERE datname = current_database())), 8)
            FROM pg_control_system()
            """;
        await using var command = new NpgsqlCommand(Sql, connection);
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static T? Value<T>(NpgsqlDataReader row, int column)
        where T : struct => row.IsDBNull(column) ? null : row.GetFieldValue<T>(column);
}
