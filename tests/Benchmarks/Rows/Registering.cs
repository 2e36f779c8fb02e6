using Npgsql;
using NpgsqlTypes;
using Ops.Benchmarks.Load;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>A reservation over HTTP at the service, 32 callers, different units; beside the same statements in one transaction from 32 bare connections.</summary>
internal sealed class Registering : IRow
{
    private const int Callers = 32, Count = 1_500;

    public string Name => "registering";

    public async Task<IReadOnlyList<Line>> RunAsync(Bench bench)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var office = await SalesOffice.OpenAsync(bench.Servers, authority, await bench.Servers.CreateVirtualHostAsync("registering"));
        await using var bare = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(office.Service.Runtime) { MaxPoolSize = Callers, NoResetOnClose = true }.ConnectionString).Build();
        var (ours, baseline) = (new List<double>(), new List<double>());
        for (var round = -1; round < bench.Rounds; round++)
        {
            var (units, bareUnits) = (await office.ListAsync(Count), await office.ListAsync(Count));
            var mine = await Pace.FlatOutAsync(Callers, Count, (_, one) => office.ReserveAsync(units[one], 1));
            var raw = await Pace.FlatOutAsync(Callers, Count, (_, one) => ReserveAsync(bare, bareUnits[one]));
            // The first is for warming up.
            if (round >= 0)
            {
                ours.Add(mine);
                baseline.Add(raw);
            }
        }

        var expected = (long)(bench.Rounds + 1) * Count;
        foreach (var (table, rows) in ((string, long)[])[("reservations WHERE state = 'Pending'", 2 * expected), ("deadlines.deadlines", 2 * expected), ("tasks.entries", 2 * expected)])
        {
            if (await office.Service.CountAsync(table) is var found && found != rows)
                throw new WrongOutcomeException($"{found} instead of {rows} in {table}.");
        }

        return [new($"reservations registered over HTTP, {Callers} callers; baseline: the same statements from {Callers} bare connections", "/s", ours, baseline, "≥ 0.5 ×", (_, ratio) => ratio >= 0.5)];
    }

    /// <summary>Statement for statement and round trip for round trip what the service sends.</summary>
    private static async Task ReserveAsync(NpgsqlDataSource database, string unit)
    {
        var (id, now) = (Machine.NewId(), Machine.Now);
        var expires = now.AddHours(72);
        await using var connection = await database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await RunAsync("SELECT 1 FROM units WHERE project = $1 AND code = $2 FOR UPDATE", Text("harbour-court"), Text(unit));
        Guid unitId;
        await using (var load = Command(
            """
            SELECT u.id, u.project, u.code, u.building, u.entrance, u.floor, u.room, u.kind, u.built_area, u.inside_area, u.list_price, u.state, u.since, u.registrations, u.version,
                r.id, r.unit_id, r.number, r.form, r.deposit_receipt, r.consultant, r.registered_at, r.state, r.expires_at, r.customer_name, r.customer_phone
            FROM units u LEFT JOIN (SELECT * FROM reservations WHERE state IN ('Pending', 'Reserved', 'Offered', 'Waiting')) r ON r.unit_id = u.id
            WHERE u.project = $1 AND u.code = $2
            """, Text("harbour-court"), Text(unit)))
        await using (var reader = await load.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            unitId = reader.GetGuid(0);
        }

        await RunAsync("SELECT id FROM reservations WHERE deposit_receipt = $1 AND id <> $2 AND state IN ('Pending', 'Reserved') LIMIT 1", Text($"R-{unit}"), Value(id));
        await RunAsync("SELECT * FROM projects WHERE code = $1 LIMIT 2", Text("harbour-court"));
        await BatchAsync(
            new("UPDATE units SET registrations = registrations + 1, since = $2, state = 'Pending', version = version + 1 WHERE id = $1") { Parameters = { Value(unitId), Value(now) } },
            new("""
                INSERT INTO reservations (id, unit_id, number, form, deposit_receipt, consultant, registered_at, state, expires_at, held_at, customer_name, customer_phone)
                VALUES ($1, $2, 1, $3, $4, 'consultant-1', $5, 'Pending', $6, $5, 'A Customer', '+8613800000001')
                """) { Parameters = { Value(id), Value(unitId), Text($"F-{unit}"), Text($"R-{unit}"), Value(now), Value(expires) } });
        await BatchAsync(
            new("""
                INSERT INTO deadlines.deadlines (id, kind, key, rule, subject, owed_by, owed_to, since, term, warnings, ends_when_due, due_at, calendar_certain, marks, next_mark, next_at)
                VALUES ($1, 'reservation-lapse', $2, 'RES-1', $3, 'project-sales-group', 'marketing-manager', $4, $6, '[]', true, $5, true, ARRAY[$5], 0, $5)
                """) { Parameters = { Value(Machine.NewId()), Text($"reservation/{id}"), Value(unitId), Value(now), Value(expires), new() { Value = """{"kind":"elapsed","length":"72:00:00"}""", NpgsqlDbType = NpgsqlDbType.Jsonb } } },
            new("""
                INSERT INTO tasks.entries (id, key, post, site, title, rule, subject, must_be_done, at, due_at)
                VALUES ($1, $2, 'marketing-manager', 'harbour-court', $3, 'RES-2', $4, true, $5, $6) ON CONFLICT DO NOTHING
                """) { Parameters = { Value(Machine.NewId()), Text($"approve/{id}"), Text($"Approve or refuse the reservation of {unit}"), Text($"/api/sales/reservations/{id}"), Value(now), Value(expires) } },
            new("""
                INSERT INTO messaging.events (id, stream, version, type, at, by, body, subscribers, recorded_at)
                VALUES ($1, $2, 2, 'ReservationRegistered', $3, 'consultant-1', $4::json, '{}', $3)
                """)
            {
                Parameters =
                {
                    Value(Machine.NewId()), Text($"unit/{unitId}"), Value(now),
                    Text($$"""{"reservationId":"{{id}}","unitId":"{{unitId}}","project":"harbour-court","unit":"{{unit}}","consultant":"consultant-1","depositReceipt":"R-{{unit}}","expiresAt":"{{expires:O}}"}"""),
                },
            });
        await transaction.CommitAsync();

        NpgsqlCommand Command(string sql, params NpgsqlParameter[] parameters)
        {
            var command = new NpgsqlCommand(sql, connection, transaction);
            command.Parameters.AddRange(parameters);
            return command;
        }

        async Task RunAsync(string sql, params NpgsqlParameter[] parameters)
        {
            await using var command = Command(sql, parameters);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
            }
        }

        async Task BatchAsync(params NpgsqlBatchCommand[] commands)
        {
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var command in commands)
                batch.BatchCommands.Add(command);
            await batch.ExecuteNonQueryAsync();
        }
    }

    private static NpgsqlParameter Text(string value) => new() { Value = value };

    private static NpgsqlParameter Value(object value) => new() { Value = value };
}
