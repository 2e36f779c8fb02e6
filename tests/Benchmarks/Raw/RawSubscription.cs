using System.Text.Json;
using Npgsql;

namespace Ops.Benchmarks.Raw;

/// <summary>
/// The statements of signing a subscription in SalesControl, and of the handover that RecordsArchive owes for it.
/// </summary>
internal static class RawSubscription
{
    private const string Known =
        "SELECT s.id FROM subscriptions AS s WHERE s.project = $1 AND s.agreement_number = $2 LIMIT 2";

    private const string Sale = """
        SELECT s.id, s.state, b.id, i.id
        FROM subscriptions AS s LEFT JOIN buyers AS b ON b.subscription_id = s.id LEFT JOIN instalments AS i
            ON i.subscription_id = s.id
        WHERE s.unit_id = $1 AND s.ended_at IS NULL
        """;

    private const string Leases = "SELECT l.id, l.state FROM leases AS l WHERE l.unit_id = $1";

    private const string Discounts =
        """
        SELECT c.id, c.details FROM change_requests AS c WHERE c.unit_id = $1 AND c.kind = 'Discount'
            AND c.state = 'Granted'
        """;

    private const string Open =
        "SELECT c.id, c.details FROM change_requests AS c WHERE c.unit_id = $1 AND c.state = 'Pending'";

    private const string Price = """
        SELECT p.id, p.number, l.price, p.effective_at
        FROM price_lines AS l JOIN price_lists AS p ON p.id = l.price_list_id
        WHERE l.unit_id = $1 AND p.state = 'Published' AND p.effective_at <= $2
        ORDER BY p.effective_at DESC, p.number DESC
        LIMIT 1
        """;

    private const string InsertSubscription = """
        INSERT INTO subscriptions (id, agreement_number, consultant, contract_due_at, discount, list_price, price,
            price_list_version, project, signed_at, state, unit_id, customer_name, customer_phone)
        VALUES ($1, $2, $3, $4, 0, $5, $5, $6, $7, $8, 'Subscribed', $9, $10, $11)
        """;

    private const string InsertBuyer =
        "INSERT INTO buyers (id, customer_id, place, share, since, subscription_id) VALUES ($1, $2, 1, 100, $3, $4)";

    private const string InsertInstalment =
        "INSERT INTO instalments (id, amount, due_on, number, paid, subscription_id) VALUES ($1, $2, $3, $4, 0, $5)";

    private const string UpdateUnit =
        """
        UPDATE units SET consultant = $1, holder_id = $2, since = $3, state = $4, version = $5 WHERE id = $6
            AND version = $7
        """;

    private const string FindFile = """
        SELECT u.id, u.number, u.opened_at, u.project, u.unit, u.unit_id, u.version
        FROM unit_files AS u
        WHERE u.unit_id = $1
        LIMIT 2
        """;

    private const string InsertFile =
        """
        INSERT INTO unit_files (id, number, opened_at, project, unit, unit_id, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
        """;

    private const string InsertHandover = """
        INSERT INTO handovers (id, agreement_number, answered_at, answered_by, cause_event, cause_trace,
            close_of_business, consultant, file_id, handed_over_at, handed_over_by, late, overdue_since, owed_by,
            owed_to, project, rejection_reason, round, rule, since, state, subscription_id, time_zone, unit, version)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23, $24, $25)
        """;

    private const string Sales = "project-sales-group",
        Customers = "customer-affairs-group", Archive = "system:records-archive";

    public static async Task<RawEvent> SignAsync(NpgsqlConnection connection, int unit)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        const string By = "consultant-1";
        string code = $"1-1-{unit}", key = $"sign-{unit}", route = $"POST {Estate.UnitPath(unit)}/subscription",
            number = $"A-{unit}", customer = $"Customer {unit}", phone = $"+86138{unit:00000000}";

        await using var transaction = await connection.BeginTransactionAsync();
        await connection.RunAsync(RawAnswer.Claim(key, By, route));
        var unitId = (Guid)(await connection.RunAsync(Statements.Of(RawUnit.Lock, Estate.Project, code)))!;
        await connection.RunAsync(Statements.Of(RawUnit.Load, unitId));
        await connection.RunAsync(Statements.Of(RawUnit.Line, unitId));
        await connection.RunAsync(Statements.Of(Sale, unitId));
        await connection.RunAsync(Statements.Of(Leases, unitId));
        await connection.RunAsync(Statements.Of(RawUnit.LockName, $"{Estate.Project} {phone}", 9L), Statements.Of(
            RawUnit.FindCustomer, Estate.Project, phone, Array.Empty<string>()));
        await connection.RunAsync(Statements.Of(Known, Estate.Project, number));
        await connection.RunAsync(Statements.Of(Price, unitId, now));
        await connection.RunAsync(Statements.Of(Discounts, unitId));
        await connection.RunAsync(Statements.Of(Open, unitId));
        Guid buyer = Guid.CreateVersion7(now), first = Guid.CreateVersion7(now), second = Guid.CreateVersion7(now);
        await connection.RunAsync(
            Statements.Of(RawUnit.InsertCustomer, buyer, now, By, customer, phone, Estate.Project),
            Statements.Of(
                InsertSubscription, id, number, By, now.AddDays(7), 2_150_000m, 1, Estate.Project, now, unitId,
                customer, phone),
            Statements.Of(InsertBuyer, Guid.CreateVersion7(now), buyer, now, id),
            Statements.Of(InsertInstalment, first, 645_000m, DateOnly.FromDateTime(now.Date.AddDays(7)), 1, id),
            Statements.Of(InsertInstalment, second, 1_505_000m, DateOnly.FromDateTime(now.Date.AddDays(30)), 2, id),
            Statements.Of(UpdateUnit, By, buyer, now, "Subscribed", 1L, unitId, 0L));
        var signed = new RawEvent(
            Guid.CreateVersion7(now), "SalesControl", $"unit/{unitId}", "SubscriptionSigned", now, By,
            $$"""
            {"subscriptionId":"{{id}}","unitId":"{{unitId}}","project":"harbour-court","projectName":"Harbour Court",
            "timeZone":"Asia/Shanghai","closeOfBusiness":"18:00:00","unit":"{{code}}","building":"1","entrance":"1",
            "room":"{{unit}}","agreementNumber":"{{number}}","reservationId":null,"consultant":"{{By}}",
            "signedAt":"{{now:O}}"}
            """);
        await connection.RunAsync([
            RawDuty.Deadline(
                "contract", $"contract/{id}", "RES-4", unitId, Customers, null, now,
                """{"$type":"elapsed","length":"168:00:00"}""", "[]", null, now.AddDays(6), now.AddDays(7)),
            RawDuty.Deadline(
                "instalment", $"instalment/{first}", "RES-4", unitId, Customers, null, now,
                """{"$type":"elapsed","length":"168:00:00"}""", "[]", null, now.AddDays(4), now.AddDays(7)),
            RawDuty.Deadline(
                "instalment", $"instalment/{second}", "RES-4", unitId, Customers, null, now,
                """{"$type":"elapsed","length":"720:00:00"}""", "[]", null, now.AddDays(27), now.AddDays(30)),
            RawAnswer.Keep(
                key, By, route, $"/api/sales/subscriptions/{id}",
                $$"""
                {"id":"{{id}}","project":"harbour-court","unit":"{{code}}","agreementNumber":"{{number}}",
                "customer":{"name":"{{customer}}","phone":"+86138****{{unit:0000}}"},"reservationId":null,
                "consultant":"{{By}}","signedAt":"{{now:O}}","closedWaits":0}
                """),
            .. RawEvents.Insert(signed, "RecordsArchive")]);
        await transaction.CommitAsync();
        return signed;
    }

    public static async Task TakeAsync(NpgsqlConnection connection, JsonElement message)
    {
        var now = TimeProvider.System.GetUtcNow();
        Guid file = Guid.CreateVersion7(now),
            handover = Guid.CreateVersion7(now), cause = message.GetProperty("eventId").GetGuid();
        var signed = message.GetProperty("body");
        var (unit, unitId) = (signed.GetProperty("unit").GetString()!, signed.GetProperty("unitId").GetGuid());
        var since = signed.GetProperty("signedAt").GetDateTimeOffset();
        var due = since.AddDays(7);

        await using var transaction = await connection.BeginTransactionAsync();
        await connection.RunAsync(RawEvents.Turn(message));
        await connection.RunAsync(Statements.Of(FindFile, unitId));
        await connection.RunAsync(
            Statements.Of(InsertFile, file, $"Harbour Court-{unit}", now, Estate.Project, unit, unitId, 1L),
            Statements.Of(
                InsertHandover, handover, signed.GetProperty("agreementNumber").GetString(), null, null, cause,
                RawEvents.Trace[3..35], new TimeOnly(18, 0), "consultant-1", file, null, null, null, null, Sales,
                Customers, Estate.Project, null, 0, "DOC-5.2.2", since, "Owed",
                signed.GetProperty("subscriptionId").GetGuid(), "Asia/Shanghai", unit, 1L));
        await connection.RunAsync(
            RawDuty.Deadline(
                "handover", $"handover/{handover}", "DOC-5.2.2", handover, Customers, cause, since,
                """{"$type":"workingDays","count":5,"site":{"zone":"Asia/Shanghai","closeOfBusiness":"18:00:00"}}""",
                """[{"$type":"workingDaysBefore","count":1}]""", 3, due.AddDays(-1), due),
            RawDuty.Task(
                $"handover/{handover}/owed/0", null, Sales, $"Hand the papers of {unit} over to {Customers}",
                "DOC-5.2.2", $"/api/archive/handovers/{handover}", now, due),
            RawEvents.Handled(message, now),
            RawEvents.Insert(
                [Guid.CreateVersion7(now), Guid.CreateVersion7(now)], [$"file/{file}", $"handover/{handover}"], [1, 1],
                ["UnitFileOpened", "HandoverOwed"], [now, now], [Archive, Archive],
                [
                    $$"""
                    {"fileId":"{{file}}","fileNumber":"Harbour Court-{{unit}}","unitId":"{{unitId}}",
                    "project":"harbour-court","unit":"{{unit}}"}
                    """,
                    $$"""
                    {"handoverId":"{{handover}}","fileId":"{{file}}","project":"harbour-court","unit":"{{unit}}",
                    "owedBy":"{{Sales}}","owedTo":"{{Customers}}","rule":"DOC-5.2.2","dueAt":"{{due:O}}",
                    "calendarCertain":true}
                    """],
                ["", ""], now));
        await transaction.CommitAsync();
    }
}
