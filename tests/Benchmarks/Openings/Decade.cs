using Npgsql;

namespace Ops.Benchmarks.Openings;

/// <summary>
/// Years of sales in a database: units of projects that were reserved, waited for, extended, let lapse and offered
/// again and again, with the customers, reservations, deposits and movements of it, and an event for each change,
/// version by version. Everything is over: each unit is open again.
/// </summary>
internal static class Decade
{
    /// <summary>Events a unit: five times the ten of <see cref="Events"/>.</summary>
    public const int EventsAUnit = 50;

    private const int UnitsAProject = 2_000;

    /// <summary>
    /// The same years with the same names on either side, by number: nothing is drawn by chance. As the service's own
    /// ids they grow with time.
    /// </summary>
    private const string Names = """
        CREATE FUNCTION pg_temp.name(kind int, number bigint, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
            $$ SELECT ('0' || kind || lpad(to_hex(number), 6, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12,
                '0'))::uuid $$;
        CREATE FUNCTION pg_temp.project(n bigint) RETURNS text LANGUAGE sql IMMUTABLE AS $$
            SELECT 'estate-' || n / 2000 $$;
        SET session_replication_role = replica;
        SET synchronous_commit = off;
        SET maintenance_work_mem = '512MB';
        """;

    /// <summary>
    /// Names: 1 a unit's, 2 a reservation's, 3 a customer's, 4 a deposit's, 5 and 6 its movements', 7 an event's. The
    /// odd reservations held the unit and lapsed, the even ones waited, were offered it, and let that pass.
    /// </summary>
    private const string Units = """
        INSERT INTO projects (code, name, time_zone, close_of_business, created_at, created_by)
        SELECT DISTINCT pg_temp.project(n), pg_temp.project(n), 'Asia/Shanghai', '18:00'::time, now() -
            interval '10 years', 'bench' FROM generate_series(0, $1::int - 1) AS n;
        INSERT INTO units (id, project, code, building, entrance, floor, room, kind, built_area, inside_area, state,
            since, waiting, registrations, version)
        SELECT pg_temp.name(1, 0, n), pg_temp.project(n), '1-1-' || n % 2000, '1', '1', n % 2000 / 8, n % 2000, 'home',
            89.12, 71.5, 'Available', now() - interval '1 day', 0, 10, 50
        FROM generate_series(0, $1::int - 1) AS n;
        INSERT INTO customers (id, created_at, created_by, name, phone, project, version)
        SELECT pg_temp.name(3, 0, n), now() - interval '10 years', 'bench', 'Customer ' || n, '+86137' || lpad(n::text,
            8, '0'), pg_temp.project(n / 2), 0 FROM generate_series(0, 2 * $1::int - 1) AS n;
        INSERT INTO reservations (id, consultant, customer_id, deposit_receipt, expires_at, extended, form, held_at,
            number, registered_at, state, unit_id, customer_name, customer_phone, ended_at)
        SELECT pg_temp.name(2, number, n), 'consultant-' || n % 300, pg_temp.name(3, 0, 2 * n + number % 2),
            CASE number % 2 WHEN 1 THEN 'old-' || number || '-' || n END, at + interval '72 hours', number % 2 = 1,
            'form-' || number || '-' || n,
            CASE number % 2 WHEN 1 THEN at END, number, at, CASE number % 2
                WHEN 1 THEN 'Lapsed' ELSE 'OfferLapsed' END, pg_temp.name(1, 0, n), 'Customer ' || 2 * n + number % 2,
                '+86137' || lpad((2 * n + number % 2)::text, 8, '0'), at + interval '144 hours'
        FROM (SELECT n, number, now() - interval '1 year' * (11 - number) AS at
            FROM generate_series(1, 10) AS number, generate_series(0, $1::int - 1) AS n) AS one;
        INSERT INTO deposits (id, amount, customer_id, project, receipt, reservation_id, state, taken_at, taken_by,
            ended_at)
        SELECT pg_temp.name(4, number, n), 10000, pg_temp.name(3, 0, 2 * n + 1), pg_temp.project(n), 'old-' || number ||
            '-' || n, pg_temp.name(2, number, n), 'Refunded', at, 'bench', at + interval '6 days'
        FROM (SELECT n, number, now() - interval '1 year' * (11 - number) AS at
            FROM generate_series(1, 9, 2) AS number, generate_series(0, $1::int - 1) AS n) AS one;
        INSERT INTO ledger (account, amount, at, by, deposit_id, kind, movement, project, receipt)
        SELECT account, CASE WHEN (account = 'Cash') = (kind = 5) THEN 10000 ELSE -10000 END, at + (kind - 5) *
            interval '6 days', 'bench', pg_temp.name(4, number, n), CASE kind
            WHEN 5 THEN 'DepositTaken' ELSE 'DepositRefunded' END,
            pg_temp.name(kind, number, n), pg_temp.project(n), 'old-' || number || '-' || n
        FROM (SELECT n, number, now() - interval '1 year' * (11 - number) AS at
            FROM generate_series(1, 9, 2) AS number, generate_series(0, $1::int - 1) AS n) AS one, generate_series(5, 6)
            AS kind, unnest(ARRAY['Cash', 'DepositsHeld']) AS account;
        """;

    /// <summary>
    /// A turn is one event of each unit, so that a unit's own lie far apart, as they do when all are sold at the same
    /// time.
    /// </summary>
    private const string Events = """
        INSERT INTO messaging.events (id, stream, version, type, at, by, traceparent, body, subscribers, recorded_at)
        SELECT pg_temp.name(7, turn, n), 'unit/' || unit, turn,
            (ARRAY['ReservationRegistered', 'WaitRecorded', 'ReservationApproved', 'WaitYielded', 'ReservationExtended',
                'ReservationLapsed', 'UnitOffered', 'OfferUndelivered', 'OfferLapsed', 'UnitReleased'])[1 + step],
            at, 'consultant-' || n % 300, '00-e317e054680733b0a3fcf69a0b4d2b5a-2a32493f0f678e77-01',
            ('{'
                || CASE WHEN step < 9
                    THEN '"reservationId":"'
                        || pg_temp.name(2, first + CASE WHEN step IN (1, 3, 6, 7, 8) THEN 1 ELSE 0 END, n) || '",'
                    ELSE '' END
                || '"unitId":"' || unit || '","project":"' || pg_temp.project(n) || '","unit":"1-1-' || n % 2000 || '"'
                || CASE step
                    WHEN 0 THEN ',"consultant":"consultant-' || n % 300 || '","depositReceipt":"old-' || first || '-' ||
                        n || '","expiresAt":"2026-01-01T00:00:00Z"}'
                    WHEN 1 THEN ',"consultant":"consultant-' || (n + 1) % 300 || '","place":1}'
                    WHEN 2 THEN ',"expiresAt":"2026-01-01T00:00:00Z"}'
                    WHEN 3 THEN ',"to":"' || pg_temp.name(2, first, n) || '"}'
                    WHEN 4 THEN ',"from":"2026-01-01T00:00:00Z","expiresAt":"2026-01-04T00:00:00Z"}'
                    WHEN 6 THEN ',"until":"2026-01-05T00:00:00Z"}'
                    WHEN 7 THEN ',"why":"consultant-' || (n + 1) % 300 || ' is suspended"}'
                    ELSE '}' END)::json,
            '{}', at
        FROM (SELECT turn, n, (turn - 1) % 10 AS step, 1 + 2 * ((turn - 1) / 10) AS first, now() - interval '10 years' +
            (turn - 1) * interval '73 days' + n * interval '73 days' / $1::int AS at, pg_temp.name(1, 0, n)::text AS
            unit
            FROM (SELECT turn, n FROM generate_series(1, 50) AS turn, generate_series(0, $1::int - 1) AS n
                ORDER BY turn, n) AS place) AS one;
        """;

    /// <summary>The path of a unit's history.</summary>
    public static string HistoryOf(int unit) =>
        $"/api/sales/projects/estate-{unit / UnitsAProject}/units/1-1-{unit % UnitsAProject}/history";

    /// <summary>Fills a database whose tables are empty still, on two connections.</summary>
    public static async Task FillAsync(Database sales, int units)
    {
        await Task.WhenAll(
            RunAsync(sales, units, Units),
            // An index that is made when all is there is made in a tenth of the time.
            RunAsync(
                sales, units,
                """
                ALTER TABLE messaging.events DROP CONSTRAINT events_pkey, DROP CONSTRAINT events_id_key,
                    DROP CONSTRAINT events_stream_version_key
                """,
                Events,
                """
                ALTER TABLE messaging.events ADD CONSTRAINT events_pkey PRIMARY KEY (seq),
                    ADD CONSTRAINT events_id_key UNIQUE (id),
                    ADD CONSTRAINT events_stream_version_key UNIQUE (stream, version)
                """));
        await sales.ExecuteAsync("VACUUM ANALYZE");
        await sales.ExecuteAsync("CHECKPOINT");
        if (await sales.CountAsync("messaging.events") is var events && events != (long)units * EventsAUnit)
            throw new InvalidOperationException($"{events} events are there.");
    }

    private static async Task RunAsync(Database sales, int units, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(sales.Admin + ";Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        foreach (var statement in ((string[])[Names, .. statements]).SelectMany(
            text => text == Names ? [text] : text.Split(";\n")).Where(text => text.Trim().Length > 0))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            if (statement.Contains("$1", StringComparison.Ordinal))
                command.Parameters.Add(new() { Value = units });
            await command.ExecuteNonQueryAsync();
        }
    }
}
