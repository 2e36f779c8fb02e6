using Npgsql;

namespace Ops.Benchmarks.Raw;

/// <summary>The statements of registering a reservation on a free unit, as SalesControl sends them.</summary>
internal static class RawReservation
{
    private const string UpdateUnit = "UPDATE units SET consultant = $1, holder_id = $2, registrations = $3, since = $4, state = $5, until = $6, version = $7 WHERE id = $8 AND version = $9";

    private const string InsertReservation = """
        INSERT INTO reservations (id, consultant, customer_id, deposit_receipt, expires_at, extended, form, held_at, number, registered_at, state, unit_id, customer_name, customer_phone)
        VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8, $9, $10, $11, $12, $13)
        """;

    private const string InsertDeposit = """
        INSERT INTO deposits (id, amount, customer_id, project, receipt, reservation_id, state, taken_at, taken_by)
        VALUES ($1, $2, $3, $4, $5, $6, 'Held', $7, $8)
        """;

    private const string InsertLeg = """
        INSERT INTO ledger (account, amount, at, by, deposit_id, kind, movement, project, receipt)
        VALUES ($1, $2, $3, $4, $5, 'DepositTaken', $6, $7, $8) RETURNING id
        """;

    private const string FindReceipt = """
        SELECT u.deposit_id, u.reservation_id FROM (
            SELECT d.id AS deposit_id, d.reservation_id FROM deposits AS d WHERE d.project = $1 AND d.receipt = $2
            UNION ALL
            SELECT l.deposit_id, NULL FROM ledger AS l WHERE l.project = $1 AND l.receipt = $2 AND l.account = 'Cash' AND l.kind = 'PaymentReceived') AS u
        ORDER BY u.reservation_id IS NULL
        LIMIT 1
        """;

    private const string Ask = """
        INSERT INTO approvals.requests (id, key, kind, rule, site, subject, what, asked_by, asked_for, asked_at, until, needs)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
        """;

    public static async Task RegisterAsync(NpgsqlConnection connection, int unit)
    {
        var now = TimeProvider.System.GetUtcNow();
        var until = now.AddHours(72);
        var id = Guid.CreateVersion7(now);
        var code = $"1-1-{unit}";
        const string By = "consultant-1";
        string key = $"register-{unit}", route = $"POST {Estate.UnitPath(unit)}/reservations", receipt = $"R-{unit}";

        await using var transaction = await connection.BeginTransactionAsync();
        await connection.RunAsync(RawAnswer.Claim(key, By, route));
        var unitId = (Guid)(await connection.RunAsync(Statements.Of(RawUnit.Lock, Estate.Project, code)))!;
        Guid customer = Guid.CreateVersion7(now), deposit = Guid.CreateVersion7(now), movement = Guid.CreateVersion7(now);
        var phone = $"+86138{unit:00000000}";
        await connection.RunAsync(Statements.Of(RawUnit.LockName, $"{Estate.Project} {phone}", 9L));
        await connection.RunAsync(Statements.Of(RawUnit.FindCustomer, Estate.Project, phone, Array.Empty<string>()));
        await connection.RunAsync(Statements.Of(RawUnit.Load, unitId));
        await connection.RunAsync(Statements.Of(RawUnit.Registering, unitId, customer));
        await connection.RunAsync(Statements.Of(RawUnit.Project, Estate.Project));
        await connection.RunAsync(Statements.Of(RawUnit.LockName, $"{Estate.Project} {receipt}", 21L));
        await connection.RunAsync(Statements.Of(FindReceipt, Estate.Project, receipt));
        await connection.RunAsync(
            Statements.Of(RawUnit.InsertCustomer, customer, now, By, $"Customer {unit}", phone, Estate.Project),
            Statements.Of(InsertDeposit, deposit, 10_000m, customer, Estate.Project, receipt, id, now, By),
            Statements.Of(InsertReservation, id, By, customer, receipt, until, $"F-{unit}", now, 1, now, "Pending", unitId, $"Customer {unit}", phone),
            Statements.Of(InsertLeg, "DepositsHeld", -10_000m, now, By, deposit, movement, Estate.Project, receipt),
            Statements.Of(InsertLeg, "Cash", 10_000m, now, By, deposit, movement, Estate.Project, receipt),
            Statements.Of(UpdateUnit, By, customer, 1, now, "Pending", until, 1L, unitId, 0L));
        await connection.RunAsync(
            RawDuty.Deadline("reservation-lapse", $"reservation-lapse/{id}", "RES-1", unitId, "marketing-manager", null, now, """{"$type":"elapsed","length":"72:00:00"}""", """[{"$type":"before","length":"24:00:00"},{"$type":"before","length":"2:00:00"}]""", null, until.AddHours(-24), until.AddHours(-2), until),
            Statements.Of(
                Ask, Guid.CreateVersion7(now), $"reservation/{id}", "reservation", "RES-2", Estate.Project, $"/api/sales/reservations/{id}", $"Reservation of {code} with receipt {receipt}", By, By, now, until,
                Statements.Json("""[{"permission":"sales.reservation.approve","department":null}]""")),
            RawDuty.Task($"approve/{id}", "marketing-manager", null, $"Approve or refuse the reservation of {code}", "RES-2", $"/api/sales/reservations/{id}", now, until),
            RawAnswer.Keep(key, By, route, $"/api/sales/reservations/{id}", Answer(id, code, unit, now, until)),
            RawEvents.Insert(
                Guid.CreateVersion7(now), $"unit/{unitId}", 1, "ReservationRegistered", now, By,
                $$"""{"reservationId":"{{id}}","unitId":"{{unitId}}","project":"harbour-court","unit":"{{code}}","consultant":"{{By}}","depositReceipt":"{{receipt}}","expiresAt":"{{until:O}}"}""", ""));
        await transaction.CommitAsync();
    }

    private static string Answer(Guid id, string code, int unit, DateTimeOffset now, DateTimeOffset until) =>
        $$"""
        {"id":"{{id}}","project":"harbour-court","unit":"{{code}}","state":"pending","rule":"RES-1","place":null,"customer":{"name":"Customer {{unit}}","phone":"+86138****{{unit:0000}}"},"form":"F-{{unit}}","depositReceipt":"R-{{unit}}","consultant":"consultant-1","registeredAt":"{{now:O}}","expiresAt":"{{until:O}}","decidedAt":null,"decidedBy":null,"refusalReason":null,"endedAt":null}
        """;
}
