using Npgsql;

namespace Ops.Benchmarks.Raw;

/// <summary>The statements of registering a reservation on a free unit, as SalesControl sends them: read from the server's log (<c>log_statement = all</c>).</summary>
internal static class RawReservation
{
    private const string UpdateUnit = "UPDATE units SET registrations = $1, since = $2, state = $3, version = $4 WHERE id = $5 AND version = $6";

    private const string InsertReservation = """
        INSERT INTO reservations (id, consultant, decided_at, decided_by, deposit_receipt, ended_at, expires_at, form, held_at, number, offered_at, refusal_reason, registered_at, state, unit_id, customer_name, customer_phone)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """;

    private const string Ask = """
        INSERT INTO approvals.requests (id, key, kind, rule, site, subject, what, asked_by, asked_for, asked_at, until, needs)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
        """;

    private const string FindBacked = """
        SELECT r.id
        FROM reservations AS r
        WHERE r.deposit_receipt = $1 AND r.id <> $2 AND r.state IN ('Pending', 'Reserved')
        LIMIT 1
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
        await connection.RunAsync(Statements.Of(RawUnit.Lock, Estate.Project, code));
        var unitId = (Guid)(await connection.RunAsync(Statements.Of(RawUnit.Load, Estate.Project, code)))!;
        await connection.RunAsync(Statements.Of(FindBacked, receipt, id));
        await connection.RunAsync(Statements.Of(RawUnit.Project, Estate.Project));
        await connection.RunAsync(
            Statements.Of(InsertReservation, id, By, null, null, receipt, null, until, $"F-{unit}", now, 1, null, null, now, "Pending", unitId, $"Customer {unit}", $"+86138{unit:00000000}"),
            Statements.Of(UpdateUnit, 1, now, "Pending", 1L, unitId, 0L));
        await connection.RunAsync(
            RawDuty.Deadline("reservation-lapse", $"reservation-lapse/{id}", "RES-1", unitId, "marketing-manager", null, now, """{"$type":"elapsed","length":"72:00:00"}""", "[]", null, until),
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
