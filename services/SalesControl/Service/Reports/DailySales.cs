using NodaTime;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>
/// The daily sales 日报: what happened to whose customers on each day, from the event log; and what money came in and
/// went out, from the ledger. What a day's report said stays: who has a reservation or a sale later does not change
/// whose it was that day. A swap is no new sale.
/// </summary>
internal static class DailySales
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/reports/daily-sales", ReportAsync)
            .RequirePermission(SalesControlPermissions.ReadReports).AnswersResult()
            .WithSummary("daily-sales.report.summary").Produces<View>().AnswersList();

    /// <summary>The report.</summary>
    internal sealed record View(
        string Project, LocalDate From, LocalDate To, IReadOnlyList<Line> Lines, Line Total);

    /// <summary>What a day brought for a consultant.</summary>
    /// <param name="Day">The day, at the site; null in the total.</param>
    /// <param name="Consultant">The consultant; null in the total.</param>
    /// <param name="Registered">Reservations registered, taken-up offers among them.</param>
    /// <param name="Approved">Reservations approved.</param>
    /// <param name="Lapsed">Reservations lapsed.</param>
    /// <param name="Offered">Units offered to who waited.</param>
    /// <param name="Subscribed">Subscriptions 认购 signed.</param>
    /// <param name="Contracted">Contracts 签约 signed.</param>
    /// <param name="Delivered">Units delivered 入伙.</param>
    /// <param name="Cancelled">Sales cancelled 退房.</param>
    /// <param name="Forfeited">Sales forfeited 挞定.</param>
    /// <param name="MoneyIn">What came in.</param>
    /// <param name="MoneyOut">What went back.</param>
    internal sealed record Line(
        LocalDate? Day, string? Consultant, int Registered, int Approved, int Lapsed, int Offered, int Subscribed,
        int Contracted, int Delivered, int Cancelled, int Forfeited, Money MoneyIn, Money MoneyOut);

    /// <summary>
    /// Of an event that does not say whose it is: the consultant of its reservation, before a later passing on; or of
    /// its sale.
    /// </summary>
    internal const string Sql = """
        WITH happened AS (
            SELECT (e.at AT TIME ZONE $4)::date AS day, e.type,
                   coalesce(
                       e.body->>'consultant', passed.consultant, r.consultant, s.consultant, e.by) AS consultant
            FROM messaging.events e
            LEFT JOIN reservations r ON r.id = (e.body->>'reservationId')::uuid
            LEFT JOIN subscriptions s ON s.id = (e.body->>'subscriptionId')::uuid
            LEFT JOIN LATERAL (
                SELECT p.body->>'from' AS consultant FROM messaging.events p
                WHERE p.stream = e.stream AND p.version > e.version AND e.body->>'consultant' IS NULL
                  AND ((p.type, p.body->>'reservationId') = ('ReservationPassed', e.body->>'reservationId')
                  OR (p.type, p.body->>'subscriptionId') = ('SalePassed', e.body->>'subscriptionId'))
                ORDER BY p.version LIMIT 1) passed ON true
            WHERE e.at >= $2 AND e.at < $3 AND e.type = ANY($5) AND e.body->>'project' = $1
              AND e.body->>'swappedFrom' IS NULL),
        money AS (
            SELECT (l.at AT TIME ZONE $4)::date AS day,
                   coalesce(passed.consultant, s.consultant, d.taken_by, l.by) AS consultant, l.amount
            FROM ledger l
            LEFT JOIN subscriptions s ON s.id = l.subscription_id
            LEFT JOIN deposits d ON d.id = l.deposit_id
            LEFT JOIN LATERAL (
                SELECT p.body->>'from' AS consultant FROM messaging.events p
                WHERE p.stream = 'unit/' || s.unit_id AND p.at > l.at AND p.type = 'SalePassed'
                  AND p.body->>'subscriptionId' = s.id::text
                ORDER BY p.version LIMIT 1) passed ON true
            WHERE l.project = $1 AND l.at >= $2 AND l.at < $3 AND l.account = 'Cash')
        SELECT day, consultant,
               count(*) FILTER (WHERE type = 'ReservationRegistered'),
               count(*) FILTER (WHERE type = 'ReservationApproved'),
               count(*) FILTER (WHERE type = 'ReservationLapsed'),
               count(*) FILTER (WHERE type = 'UnitOffered'),
               count(*) FILTER (WHERE type = 'SubscriptionSigned'),
               count(*) FILTER (WHERE type = 'ContractSigned'),
               count(*) FILTER (WHERE type = 'UnitDelivered'),
               count(*) FILTER (WHERE type = 'SaleCancelled'),
               count(*) FILTER (WHERE type = 'SaleForfeited'),
               coalesce(sum(amount) FILTER (WHERE amount > 0), 0),
               coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)
        FROM (SELECT day, consultant, type, NULL::numeric AS amount FROM happened
              UNION ALL SELECT day, consultant, NULL, amount FROM money) of_a_day
        GROUP BY day, consultant ORDER BY day, consultant
        """;

    /// <summary>The events that are counted, by the names under which the log has them.</summary>
    internal static readonly string[] Types =
    [
        "ReservationRegistered", "ReservationApproved", "ReservationLapsed", "UnitOffered", "SubscriptionSigned",
        "ContractSigned", "UnitDelivered", "SaleCancelled", "SaleForfeited",
    ];

    private static readonly ReportColumn<Line>[] Columns =
    [
        new("report.day", l => l.Day is { } day ? day : Text.Of("report.total")),
        new("report.consultant", l => ReportFormats.StaffOf(l.Consultant)),
        new("report.registered", l => l.Registered), new("report.approved", l => l.Approved),
        new("report.lapsed", l => l.Lapsed), new("report.offered", l => l.Offered),
        new("report.subscribed", l => l.Subscribed), new("report.contracted", l => l.Contracted),
        new("report.delivered", l => l.Delivered), new("report.cancelled", l => l.Cancelled),
        new("report.forfeited", l => l.Forfeited),
        new("report.money-in", l => l.MoneyIn.ToDecimal()), new("report.money-out", l => l.MoneyOut.ToDecimal()),
    ];

    private static async Task<Outcome<IResult>> ReportAsync(
        string project, [AsParameters] ReportDays days, Word<ReportFormat>? format, Actor actor, ReportDesk desk,
        CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;
        var site = opened.Value;
        var period = ReportPeriod.Of(site, days.From?.Date, days.To?.Date, desk.Now, ReportDesk.MostDays);
        if (period.Refusal is { } noDays)
            return noDays;

        var (first, last, begins, ends) = period.Value;
        var lines = await desk.ListAsync(
            Sql, Read, cancellationToken, project, begins, ends, site.TimeZone, Types);
        var total = Sum(lines);
        return desk.Answer(
            format, new View(project, first, last, lines, total),
            new ReportFile<Line>($"daily-sales-{project}-{first:uuuuMMdd}", [.. lines, total], Columns));
    }

    private static Line Sum(List<Line> lines) => new(
        null, null, lines.Sum(l => l.Registered), lines.Sum(l => l.Approved), lines.Sum(l => l.Lapsed),
        lines.Sum(l => l.Offered), lines.Sum(l => l.Subscribed), lines.Sum(l => l.Contracted),
        lines.Sum(l => l.Delivered), lines.Sum(l => l.Cancelled), lines.Sum(l => l.Forfeited),
        Money.Of(lines.Sum(l => l.MoneyIn.ToDecimal())), Money.Of(lines.Sum(l => l.MoneyOut.ToDecimal())));

    private static Line Read(NpgsqlDataReader row) => new(
        row.GetFieldValue<LocalDate>(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4),
        row.GetInt32(5), row.GetInt32(6), row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10),
        Money.Of(row.GetDecimal(11)), Money.Of(row.GetDecimal(12)));
}
