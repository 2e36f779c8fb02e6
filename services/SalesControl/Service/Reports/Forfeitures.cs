using System.Globalization;
using NodaTime;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>
/// RES-4: which sales were forfeited 挞定, why, and what of their money the company kept; beside it what the ledger says
/// was forfeited in those days.
/// </summary>
internal static class Forfeitures
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/reports/forfeitures", ReportAsync)
            .RequirePermission(SalesControlPermissions.ReadReports).AnswersResult()
            .WithSummary("forfeitures.report.summary").Produces<View>().AnswersList();

    /// <summary>The report.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="From">The first day.</param>
    /// <param name="To">The last day.</param>
    /// <param name="Lines">The sales.</param>
    /// <param name="Total">How many in all those days, and what was forfeited and refunded.</param>
    /// <param name="KeptAtCancellations">
    /// What the company kept of the money of sales that were cancelled in those days.
    /// </param>
    /// <param name="ByTheLedger">
    /// What the ledger has as kept in those days: the total that was forfeited, and what was kept at cancellations.
    /// </param>
    /// <param name="Next">
    /// What to ask for as <c>after</c> for those that follow; null when there are none.
    /// </param>
    internal sealed record View(
        string Project, LocalDate From, LocalDate To, IReadOnlyList<Line> Lines, TotalView Total,
        Money KeptAtCancellations, Money ByTheLedger, string? Next);

    /// <summary>All that was forfeited in those days.</summary>
    internal sealed record TotalView(int Sales, Money Forfeited, Money Refunded);

    /// <summary>A forfeited sale.</summary>
    /// <param name="SubscriptionId">The sale.</param>
    /// <param name="At">When it was forfeited.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="AgreementNumber">The number of its agreement.</param>
    /// <param name="Consultant">Whose sale it was.</param>
    /// <param name="Buyer">The first buyer's name; its first character for who may not see it.</param>
    /// <param name="Forfeited">What the company kept.</param>
    /// <param name="Refunded">What went back.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Line(
        Guid SubscriptionId, OffsetDateTime At, string Unit, string AgreementNumber, string? Consultant,
        string? Buyer, Money Forfeited, Money Refunded, string Reason);

    private const string OfThoseDays = """
        FROM messaging.events e
        WHERE e.at >= $2 AND e.at < $3 AND e.type = 'SaleForfeited' AND e.body->>'project' = $1
        """;

    internal const string Sql = $"""
        SELECT (e.body->>'subscriptionId')::uuid, e.at, e.body->>'unit', e.body->>'agreementNumber', s.consultant,
               coalesce(c.name, s.customer_name), (e.body->>'forfeited')::numeric,
               (e.body->>'refunded')::numeric, coalesce(s.end_reason, e.body->>'reason'), e.seq
        FROM (SELECT e.* {OfThoseDays} AND (e.at, e.seq) > ($4, $5) ORDER BY e.at, e.seq LIMIT $6) e
        LEFT JOIN subscriptions s ON s.id = (e.body->>'subscriptionId')::uuid
        LEFT JOIN LATERAL (
            SELECT customers.name FROM buyers JOIN customers ON customers.id = buyers.customer_id
            WHERE buyers.subscription_id = s.id AND buyers.until IS NULL
            ORDER BY buyers.place LIMIT 1) c ON true
        ORDER BY e.at, e.seq
        """;

    private const string Totals = $"""
        SELECT count(*), coalesce(sum((e.body->>'forfeited')::numeric), 0),
               coalesce(sum((e.body->>'refunded')::numeric), 0),
               (SELECT coalesce(-sum(amount), 0) FROM ledger
                WHERE project = $1 AND at >= $2 AND at < $3 AND account = 'Forfeited'),
               (SELECT coalesce(sum((c.body->>'forfeited')::numeric), 0) FROM messaging.events c
                WHERE c.at >= $2 AND c.at < $3 AND c.type = 'SaleCancelled' AND c.body->>'project' = $1)
        {OfThoseDays}
        """;

    private static readonly ReportColumn<Line>[] Columns =
    [
        new("report.time", l => l.At), new("report.unit", l => l.Unit),
        new("report.agreement", l => l.AgreementNumber),
        new("report.consultant", l => ReportFormats.StaffOf(l.Consultant)),
        new("report.customer", l => l.Buyer), new("report.money-forfeited", l => l.Forfeited.ToDecimal()),
        new("report.money-refunded", l => l.Refunded.ToDecimal()), new("report.reason", l => l.Reason),
    ];

    private static async Task<Outcome<IResult>> ReportAsync(
        string project, [AsParameters] ReportDays days, [AsParameters] ReportPaging paging, Actor actor,
        ReportDesk desk, CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;
        var site = opened.Value;
        var period = ReportPeriod.Of(site, days.From?.Date, days.To?.Date, desk.Now, 4 * ReportDesk.MostDays);
        if (period.Refusal is { } noDays)
            return noDays;
        var asked = paging.Read();
        if (asked.Refusal is { } noPage)
            return noPage;
        if (SequenceOf(asked.Value) is not { } after)
            return ReportPage.Unknown;

        var (first, last, begins, ends) = period.Value;
        var size = asked.Value.Size;
        var reader = new CustomerReader(actor, desk.Now);
        var found = await desk.ListAsync(
            Sql, row => (Sequence: row.GetInt64(9), Line: Read(row, site, reader)), cancellationToken, project, begins,
            ends, asked.Value.At, after, size + 1);
        var totals = await desk.ListAsync(Totals, ReadTotals, cancellationToken, project, begins, ends);
        var (total, kept, ledger) = totals[0];
        List<Line> page = [.. found.Take(size).Select(one => one.Line)];
        var next = found.Count > size
            ? ReportPage.After(page[^1].At.ToInstant(), $"{found[size - 1].Sequence}")
            : null;
        return desk.Answer(
            paging.Format, new View(project, first, last, page, total, kept, ledger, next),
            new ReportFile<Line>($"forfeitures-{project}-{first:uuuuMMdd}", page, Columns));
    }

    private static long? SequenceOf(ReportPage page) =>
        long.TryParse(
            page.Key.Length == 0 ? "0" : page.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;

    private static Line Read(NpgsqlDataReader row, Project site, CustomerReader reader)
    {
        var consultant = row.IsDBNull(4) ? null : row.GetString(4);
        return new(
            row.GetGuid(0), site.At(row.GetFieldValue<Instant>(1)), row.GetString(2), row.GetString(3), consultant,
            row.IsDBNull(5) ? null : ShownCustomer.NameOf(row.GetString(5), reader, consultant),
            Money.Of(row.GetDecimal(6)), Money.Of(row.GetDecimal(7)), row.GetString(8));
    }

    private static (TotalView Total, Money Kept, Money Ledger) ReadTotals(NpgsqlDataReader row) => (
        new(row.GetInt32(0), Money.Of(row.GetDecimal(1)), Money.Of(row.GetDecimal(2))), Money.Of(row.GetDecimal(4)),
        Money.Of(row.GetDecimal(3)));
}
