using Npgsql;
using Ops.Benchmarks.Openings;

namespace Ops.Benchmarks.Raw;

/// <summary>A reservation form as it is brought to the raw side.</summary>
/// <param name="Key">The Idempotency-Key.</param>
/// <param name="By">The consultant.</param>
/// <param name="Unit">The unit's number.</param>
/// <param name="Customer">The customer's number.</param>
/// <param name="Number">The form's and the receipt's number.</param>
internal sealed record RawForm(string Key, string By, int Unit, int Customer, int Number);

/// <summary>
/// The statements of registering a reservation, on a free unit or on a taken one, as SalesControl sends them.
/// </summary>
internal static class RawReservation
{
    private const string CountWait =
        "UPDATE units SET registrations = $1, version = $2, waiting = $3 WHERE id = $4 AND version = $5";

    private const string InsertWait = """
        INSERT INTO reservations (id, consultant, customer_id, extended, form, number, registered_at, state, unit_id,
            customer_name, customer_phone)
        VALUES ($1, $2, $3, false, $4, $5, $6, 'Waiting', $7, $8, $9)
        """;

    private const string UpdateUnit =
        """
        UPDATE units SET consultant = $1, holder_id = $2, registrations = $3, since = $4, state = $5, until = $6,
            version = $7 WHERE id = $8 AND version = $9
        """;

    private const string InsertReservation = """
        INSERT INTO reservations (id, consultant, customer_id, deposit_receipt, expires_at, extended, form, held_at,
            number, registered_at, state, unit_id, customer_name, customer_phone)
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
            SELECT l.deposit_id, NULL FROM ledger AS l WHERE l.project = $1 AND l.receipt = $2
                AND l.account = 'Cash' AND l.kind = 'PaymentReceived') AS u
        ORDER BY u.reservation_id IS NULL
        LIMIT 1
        """;

    private const string Ask = """
        INSERT INTO approvals.requests (id, key, kind, rule, site, subject, what, asked_by, asked_for, asked_at, until,
            needs)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
        """;

    public static async Task<Told> RegisterAsync(NpgsqlConnection connection, RawForm form)
    {
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        string code = $"1-1-{form.Unit}", route = $"POST {Estate.UnitPath(form.Unit)}/reservations",
            name = $"Customer {form.Customer}", phone = $"+86138{form.Customer:00000000}";

        await using var transaction = await connection.BeginTransactionAsync();
        await connection.RunAsync(RawAnswer.Claim(form.Key, form.By, route));
        var unitId = (Guid)(await connection.RunAsync(Statements.Of(RawUnit.Lock, Estate.Project, code)))!;
        var known = await connection.AskAsync(
            row => row.GetGuid(0), Statements.Of(RawUnit.LockName, $"{Estate.Project} {phone}", 9L),
            Statements.Of(RawUnit.FindCustomer, Estate.Project, phone, Array.Empty<string>()));
        var customer = known is [var first, ..] ? first : Guid.CreateVersion7(now);
        var standing = await connection.AskAsync(
            row => new Standing(
                row.GetString(17), row.GetInt32(14), row.GetInt64(19), row.GetInt32(20),
                row.IsDBNull(21) ? null : row.GetGuid(21), row.IsDBNull(23) ? null : row.GetGuid(23)),
            Statements.Of(RawUnit.Registering, unitId, customer));
        if (standing.Find(one => one.Customer == customer) is { Reservation: { } already })
            return new(false, already, 0);

        var unit = standing[0];
        NpgsqlBatchCommand[] entry = known.Count == 0 ? [
            Statements.Of(RawUnit.InsertCustomer, customer, now, form.By, name, phone, Estate.Project)] : [];
        var (number, version) = (unit.Registrations + 1, unit.Version + 1);
        if (unit.State == "Available")
            await HoldAsync(connection, form, unitId, code, route, entry, customer, id, number, version, now);
        else
            await WaitAsync(
                connection, form, unitId, code, route, entry, customer, id, number, version, unit.Waiting + 1, now);
        await transaction.CommitAsync();
        return new(true, id, unit.State == "Available" ? 0 : unit.Waiting + 1);
    }

    private static async Task HoldAsync(
        NpgsqlConnection connection, RawForm form, Guid unitId, string code, string route, NpgsqlBatchCommand[] entry,
        Guid customer, Guid id, int number, long version, DateTimeOffset now)
    {
        var until = now.AddHours(72);
        string receipt = $"R-{form.Number}",
            name = $"Customer {form.Customer}", phone = $"+86138{form.Customer:00000000}";
        Guid deposit = Guid.CreateVersion7(now), movement = Guid.CreateVersion7(now);
        if (await connection.AskAsync(
            row => row.GetGuid(0), Statements.Of(RawUnit.LockName, $"{Estate.Project} {receipt}", 21L),
            Statements.Of(FindReceipt, Estate.Project, receipt)) is { Count: > 0 })
            throw new WrongOutcomeException($"{receipt} was there already.");
        await connection.RunAsync([
            .. entry,
            Statements.Of(
                InsertReservation, id, form.By, customer, receipt, until, $"F-{form.Number}", now, number, now,
                "Pending", unitId, name, phone),
            Statements.Of(InsertDeposit, deposit, 10_000m, customer, Estate.Project, receipt, id, now, form.By),
            Statements.Of(
                InsertLeg, "DepositsHeld", -10_000m, now, form.By, deposit, movement, Estate.Project, receipt),
            Statements.Of(InsertLeg, "Cash", 10_000m, now, form.By, deposit, movement, Estate.Project, receipt),
            Statements.Of(UpdateUnit, form.By, customer, number, now, "Pending", until, version, unitId, version - 1)]);
        await connection.RunAsync(
            RawDuty.Deadline(
                "reservation-lapse", $"reservation-lapse/{id}", "RES-1", unitId, "marketing-manager", null, now,
                """{"$type":"elapsed","length":"72:00:00"}""",
                """[{"$type":"before","length":"24:00:00"},{"$type":"before","length":"2:00:00"}]""", null,
                until.AddHours(-24), until.AddHours(-2), until),
            Statements.Of(
                Ask, Guid.CreateVersion7(now), $"reservation/{id}", "reservation", "RES-2", Estate.Project,
                $"/api/sales/reservations/{id}", $"Reservation of {code} with receipt {receipt}", form.By, form.By, now,
                until, Statements.Json("""[{"permission":"sales.reservation.approve","department":null}]""")),
            RawDuty.Task(
                $"approve/{id}", "marketing-manager", null, $"Approve or refuse the reservation of {code}", "RES-2",
                $"/api/sales/reservations/{id}", now, until),
            RawAnswer.Keep(form.Key, form.By, route, $"/api/sales/reservations/{id}", Answer(
                form, id, code, "pending", null, now, until)),
            RawEvents.Insert(
                Guid.CreateVersion7(now), $"unit/{unitId}", version, "ReservationRegistered", now, form.By,
                $$"""
                {"reservationId":"{{id}}","unitId":"{{unitId}}","project":"harbour-court","unit":"{{code}}",
                "consultant":"{{form.By}}","depositReceipt":"{{receipt}}","expiresAt":"{{until:O}}"}
                """,
                ""));
    }

    private static async Task WaitAsync(
        NpgsqlConnection connection, RawForm form, Guid unitId, string code, string route, NpgsqlBatchCommand[] entry,
        Guid customer, Guid id, int number, long version, int place, DateTimeOffset now)
    {
        await connection.RunAsync([
            .. entry,
            Statements.Of(
                InsertWait, id, form.By, customer, $"F-{form.Number}", number, now, unitId, $"Customer {form.Customer}",
                $"+86138{form.Customer:00000000}"),
            Statements.Of(CountWait, number, version, place, unitId, version - 1)]);
        await connection.RunAsync(
            RawAnswer.Keep(form.Key, form.By, route, $"/api/sales/reservations/{id}", Answer(
                form, id, code, "waiting", place, now, null)),
            RawEvents.Insert(
                Guid.CreateVersion7(now), $"unit/{unitId}", version, "WaitRecorded", now, form.By,
                $$"""
                {"reservationId":"{{id}}","unitId":"{{unitId}}","project":"harbour-court","unit":"{{code}}",
                "consultant":"{{form.By}}","place":{{place}}}
                """,
                ""));
    }

    private static string Answer(
        RawForm form, Guid id, string code, string state, int? place, DateTimeOffset now, DateTimeOffset? until) =>
        $$"""
        {"id":"{{id}}","project":"harbour-court","unit":"{{code}}","state":"{{state}}","rule":"RES-1",
        "place":{{place?.ToString() ?? "null"}},"customer":{"name":"Customer {{form.Customer}}",
        "phone":"+86138****{{form.Customer:0000}}"},"form":"F-{{form.Number}}","depositReceipt":"R-{{form.Number}}",
        "consultant":"{{form.By}}","registeredAt":"{{now:O}}","expiresAt":"{{until:O}}","decidedAt":null,
        "decidedBy":null,"refusalReason":null,"endedAt":null,"renews":null,"extended":false,"paidAt":null,
        "undelivered":null,"corrected":false,"corrections":[]}
        """;

    /// <summary>How a locked unit stands, with one of those who have it or wait.</summary>
    private sealed record Standing(
        string State, int Registrations, long Version, int Waiting, Guid? Reservation, Guid? Customer);
}
