using Npgsql;
using NpgsqlTypes;

namespace Ops.Benchmarks.Raw;

/// <summary>The statements on units that several changes of SalesControl have in common.</summary>
internal static class RawUnit
{
    public const string Lock = "SELECT id AS \"Value\" FROM units WHERE project = $1 AND code = $2 FOR UPDATE";

    public const string Load = """
        SELECT u.id, u.batch_id, u.building, u.built_area, u.code, u.consultant, u.entrance, u.floor, u.holder_id,
            u.inside_area, u.kind, u.layout, u.orientation, u.project, u.registrations, u.room, u.since, u.state,
            u.until, u.version, u.waiting
        FROM units AS u
        WHERE u.id = $1
        LIMIT 2
        """;

    /// <summary>All that is open of its reservations.</summary>
    public const string Line = """
        SELECT r.id, r.consultant, r.customer_id, r.decided_at, r.decided_by, r.deposit_receipt, r.ended_at,
            r.expires_at, r.extended, r.form, r.held_at, r.number, r.offered_at, r.paid_at, r.refusal_reason,
            r.registered_at, r.renews, r.state, r.undelivered, r.unit_id, r.customer_name, r.customer_phone
        FROM reservations AS r
        WHERE r.unit_id = $1 AND r.ended_at IS NULL
        """;

    /// <summary>The unit, and of its reservations what a registration looks at.</summary>
    public const string Registering = """
        SELECT u1.id, u1.batch_id, u1.building, u1.built_area, u1.code, u1.consultant, u1.entrance, u1.floor,
            u1.holder_id, u1.inside_area, u1.kind, u1.layout, u1.orientation, u1.project, u1.registrations, u1.room,
            u1.since, u1.state, u1.until, u1.version, u1.waiting,
            r1.id, r1.consultant, r1.customer_id, r1.decided_at, r1.decided_by, r1.deposit_receipt, r1.ended_at,
                r1.expires_at, r1.extended, r1.form, r1.held_at, r1.number, r1.offered_at, r1.paid_at,
                r1.refusal_reason, r1.registered_at, r1.renews, r1.state, r1.undelivered, r1.unit_id, r1.customer_name,
                r1.customer_phone
        FROM (SELECT * FROM units AS u WHERE u.id = $1 LIMIT 2) AS u1
        LEFT JOIN (
            SELECT * FROM reservations AS r
            WHERE r.unit_id = $1 AND r.ended_at IS NULL AND (r.state <> 'Waiting' OR r.customer_id = $2 OR r.number = (
                SELECT min(w.number) FROM reservations AS w WHERE w.unit_id = $1 AND w.ended_at IS NULL
                    AND w.state = 'Waiting'))) AS r1 ON u1.id = r1.unit_id
        ORDER BY u1.id
        """;

    public const string LockName = "SELECT pg_advisory_xact_lock(hashtextextended($1, $2))";

    public const string FindCustomer = """
        SELECT c.id, c.address, c.created_at, c.created_by, c.document_hash, c.document_kind, c.document_number,
            c.merged_into, c.name, c.phone, c.project, c.version
        FROM customers AS c
        WHERE c.project = $1 AND (c.phone = $2 OR c.document_hash = ANY ($3))
        ORDER BY c.merged_into IS NOT NULL, c.id
        """;

    public const string InsertCustomer =
        """
        INSERT INTO customers (id, created_at, created_by, name, phone, project, version)
            VALUES ($1, $2, $3, $4, $5, $6, 0)
        """;
}

/// <summary>The statements by which a change sets a deadline and asks somebody for something.</summary>
internal static class RawDuty
{
    private const string InsertDeadline = """
        INSERT INTO deadlines.deadlines (id, kind, key, rule, subject, owed_by, owed_to, cause_event, traceparent,
            since, term, warnings, ends_when_due,
            due_at, calendar_certain, calendar_version, marks, next_mark, next_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, $18)
        """;

    private const string InsertTask = """
        INSERT INTO tasks.entries (id, key, person, post, department, site, title, rule, subject, must_be_done, at,
            due_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT DO NOTHING
        """;

    public static NpgsqlBatchCommand Deadline(
        string kind, string key, string rule, Guid subject, string owedTo, Guid? cause, DateTimeOffset since,
        string term, string warnings, long? calendar, params DateTimeOffset[] marks) =>
        Statements.Of(
            InsertDeadline, Guid.CreateVersion7(since), kind, key, rule, subject, "project-sales-group", owedTo,
            new NpgsqlParameter { Value = (object?)cause ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
            RawEvents.Trace, since, Statements.Json(term), Statements.Json(warnings), calendar is null, marks[^1], true,
            new NpgsqlParameter { Value = (object?)calendar ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
            marks, marks[0]);

    public static NpgsqlBatchCommand Task(
        string key, string? post, string? department, string title, string rule, string subject, DateTimeOffset at,
        DateTimeOffset due) =>
        Statements.Of(
            InsertTask, Guid.CreateVersion7(at), key, null, post, department, Estate.Project, title, rule, subject,
            true, at, due);
}

/// <summary>The statements that keep a command's answer under its Idempotency-Key.</summary>
internal static class RawAnswer
{
    private const string InsertAnswer =
        "INSERT INTO commands.answers (key, actor, route, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

    private const string KeepAnswer =
        "UPDATE commands.answers SET status = $4, headers = $5, body = $6 WHERE key = $1 AND actor = $2 AND route = $3";

    public static NpgsqlBatchCommand Claim(string key, string by, string route) =>
        Statements.Of(InsertAnswer, key, by, route, new byte[32]);

    public static NpgsqlBatchCommand Keep(string key, string by, string route, string location, string answer) =>
        Statements.Of(
            KeepAnswer, key, by, route, 201,
            Statements.Json(
                $$"""{"ETag":"\"1\"","Location":"{{location}}","Content-Type":"application/json; charset=utf-8"}"""),
            System.Text.Encoding.UTF8.GetBytes(answer));
}

/// <summary>The statements of the event log and the outbox.</summary>
internal static class RawEvents
{
    /// <summary>As long as a W3C trace context is.</summary>
    public const string Trace = "00-e317e054680733b0a3fcf69a0b4d2b5a-2a32493f0f678e77-01";

    private const string InsertEvents = """
        INSERT INTO messaging.events (id, stream, version, type, at, by, traceparent, body, subscribers, recorded_at)
        SELECT id, stream, version, type, at, by, $8, body::json, string_to_array(subscribers, ','), $9
        FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[], $6::text[], $7::text[],
            $10::text[])
            WITH ORDINALITY AS given (id, stream, version, type, at, by, body, subscribers, ord)
        ORDER BY ord
        """;

    private const string InsertDeliveries = """
        WITH wanted AS (
            SELECT id, stream, ord, row_number() OVER (PARTITION BY stream ORDER BY ord) AS place
            FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS given (id, stream, ord)),
        counted AS (SELECT stream, count(*) AS events FROM wanted GROUP BY stream),
        taken AS (
            INSERT INTO messaging.delivery_streams AS s (stream, subscriber, last)
            SELECT stream, $3, events FROM counted ORDER BY stream
            ON CONFLICT (stream, subscriber) DO UPDATE SET last = s.last + EXCLUDED.last
            RETURNING stream, last)
        INSERT INTO messaging.deliveries (event_id, subscriber, stream, sequence, created_at, by_hand)
        SELECT w.id, $3, w.stream, t.last - c.events + w.place, $4, $5
        FROM wanted w JOIN taken t USING (stream) JOIN counted c USING (stream)
        ORDER BY w.ord
        """;

    private const string Mark = """
        UPDATE messaging.deliveries SET state = 'sent', sent_at = $2, attempts = attempts + 1, lease_owner = NULL,
            lease_until = NULL
        WHERE event_id = ANY ($1) AND state = 'pending'
        """;

    private const string TakeTurn = """
        INSERT INTO messaging.inbox_streams AS s (producer, stream, last, before)
        VALUES ($1, $2, CASE WHEN $3 = 1 THEN 1 ELSE 0 END, 0)
        ON CONFLICT (producer, stream) DO UPDATE SET
            before = s.last,
            last = CASE WHEN s.last = $3 - 1 AND s.blocked IS DISTINCT FROM $3 THEN $3 ELSE s.last END
        RETURNING last, before, parked, blocked
        """;

    private const string InsertHandled =
        "INSERT INTO messaging.inbox (event_id, producer, stream, sequence, handled_at) VALUES ($1, $2, $3, $4, $5)";

    public static NpgsqlBatchCommand Insert(
        Guid id, string stream, long version, string type, DateTimeOffset at, string by, string body,
        string subscribers) =>
        Insert([id], [stream], [version], [type], [at], [by], [body], [subscribers], at);

    public static NpgsqlBatchCommand Insert(
        Guid[] ids, string[] streams, long[] versions, string[] types, DateTimeOffset[] at, string[] by,
        string[] bodies, string[] subscribers, DateTimeOffset now) =>
        Statements.Of(InsertEvents, ids, streams, versions, types, at, by, bodies, Trace, now, subscribers);

    /// <summary>An event with one subscriber.</summary>
    public static NpgsqlBatchCommand[] Insert(RawEvent raised, string subscriber) =>
    [
        Insert(raised.Id, raised.Stream, 1, raised.Type, raised.At, raised.By, raised.Body, subscriber),
        Statements.Of(InsertDeliveries, new[] { raised.Id }, new[] { raised.Stream }, subscriber, raised.At, false),
    ];

    /// <summary>By the event and not by the delivery's own id, which only a claim would tell.</summary>
    public static NpgsqlBatchCommand MarkSent(Guid[] events, DateTimeOffset now) => Statements.Of(Mark, events, now);

    /// <summary>The batch that it is in commits without waiting for the disk.</summary>
    public static NpgsqlBatchCommand WithoutDisk() => new("SELECT set_config('synchronous_commit', 'off', true)");

    /// <summary>A message takes its turn.</summary>
    public static NpgsqlBatchCommand Turn(System.Text.Json.JsonElement message) => Statements.Of(
        TakeTurn, message.GetProperty("producer").GetString(), message.GetProperty("stream").GetString(),
        message.GetProperty("sequence").GetInt64());

    /// <summary>A message has had its effect.</summary>
    public static NpgsqlBatchCommand Handled(System.Text.Json.JsonElement message, DateTimeOffset now) => Statements.Of(
        InsertHandled, message.GetProperty("eventId").GetGuid(), message.GetProperty("producer").GetString(),
        message.GetProperty("stream").GetString(), message.GetProperty("sequence").GetInt64(), now);
}
