using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Ops.Identity.Contracts;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.Identity.Client;

/// <summary>
/// Keeps the service's copy of departments and posts, duties (DOC-4) and custodians (DOC-5.1.6) as Identity's events
/// come.
/// </summary>
internal sealed class DutyCopy(UnitOfWork change)
    : IHandle<DepartmentChanged>, IHandle<PostNamed>, IHandle<DutyAssigned>, IHandle<CustodianNamed>
{
    public Task HandleAsync(DepartmentChanged message, EventContext context, CancellationToken cancellationToken)
    {
        change.Defer(
            """
            INSERT INTO staff.departments (code, name, part_of, name_en) VALUES ($1, $2, $3, $4)
            ON CONFLICT (code) DO UPDATE
            SET name = EXCLUDED.name, part_of = EXCLUDED.part_of, name_en = EXCLUDED.name_en
            """,
            new() { Value = message.Department }, new() { Value = message.Name }, Optional(message.PartOf),
            Optional(message.NameEn));
        return Task.CompletedTask;
    }

    public Task HandleAsync(PostNamed message, EventContext context, CancellationToken cancellationToken)
    {
        change.Defer(
            """
            INSERT INTO staff.posts (code, name, name_en) VALUES ($1, $2, $3)
            ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, name_en = EXCLUDED.name_en
            """,
            new() { Value = message.Post }, new() { Value = message.Name }, Optional(message.NameEn));
        return Task.CompletedTask;
    }

    public Task HandleAsync(DutyAssigned message, EventContext context, CancellationToken cancellationToken)
    {
        change.Defer(
            """
            INSERT INTO staff.duties AS d (duty, department, at) VALUES ($1, $2, $3)
            ON CONFLICT (duty) DO UPDATE SET department = EXCLUDED.department, at = EXCLUDED.at
            WHERE d.at <= EXCLUDED.at
            """,
            new() { Value = message.Duty }, new() { Value = message.Department }, new() { Value = context.At });
        return Task.CompletedTask;
    }

    public Task HandleAsync(CustodianNamed message, EventContext context, CancellationToken cancellationToken)
    {
        change.Defer(
            """
            INSERT INTO staff.custodians (department, kind, staff) VALUES ($1, $2, $3)
            ON CONFLICT (department, kind) DO UPDATE SET staff = EXCLUDED.staff
            """,
            new() { Value = message.Department }, new() { Value = message.Kind }, new() { Value = message.Staff });
        return Task.CompletedTask;
    }

    private static NpgsqlParameter Optional(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}

/// <summary>The copy, for whoever must know which department has a duty.</summary>
public sealed class DutyBook(NpgsqlDataSource database)
{
    /// <summary>Which department has which duty, of those that Identity has told of.</summary>
    /// <param name="change">The change that asks, if one is under way.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<IReadOnlyDictionary<string, string>> HoldersAsync(
        UnitOfWork change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var command = change.CreateCommand(database, "SELECT duty, department FROM staff.duties");
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>
    /// The names of the departments that Identity has told of, by code: in English for whoever reads it, where there is
    /// one.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            Languages.Find(CultureInfo.CurrentUICulture.Name) == Languages.English
                ? "SELECT code, coalesce(name_en, name) FROM staff.departments"
                : "SELECT code, name FROM staff.departments");
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>
    /// Who keeps which kind of record for which department. One who has left or moved keeps nothing any more.
    /// </summary>
    public async Task<ILookup<string, (string Kind, string Staff)>> CustodiansAsync(
        CancellationToken cancellationToken)
    {
        var custodians = new List<(string Department, string Kind, string Staff)>();
        await using var command = database.CreateCommand(
            """
            SELECT c.department, c.kind, c.staff
            FROM staff.custodians c LEFT JOIN staff.members m ON m.number = c.staff
            WHERE m.left_on IS NULL AND (m.department IS NULL OR m.department = c.department)
            ORDER BY 1, 2
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            custodians.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return custodians.ToLookup(
            custodian => custodian.Department, custodian => (custodian.Kind, custodian.Staff), StringComparer.Ordinal);
    }

    private static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            pairs.Add(reader.GetString(0), reader.GetString(1));
        return pairs;
    }
}
