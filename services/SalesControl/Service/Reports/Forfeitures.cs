using System.Globalization;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Board;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Ledger;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>RES-4: which sales were forfeited 挞定, why, and what of their money the company kept; beside it what the ledger says was forfeited in those days.</summary>
internal static class Forfeitures
{
    private const int MostOnAPage = 500, MostInAFile = 20_000;

    public static void MapForfeitures(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/reports/forfeitures", HandleAsync)
            .RequirePermission(SalesControlPermissions.ReadReports).WithSummary("Forfeited sales 挞定").Produces<View>();

    /// <summary>The report.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="From">The first day.</param>
    /// <param name="To">The last day.</param>
    /// <param name="Lines">The sales.</param>
    /// <param name="Total">How many in all those days, and what was forfeited and refunded.</param>
    /// <param name="ByTheLedger">What the ledger has as forfeited in those days: deposits that were forfeited without a sale are in it too.</param>
    /// <param name="Next">What to ask for as <c>after</c> for those that follow; null when there are none.</param>
    internal sealed record View(string Project, LocalDate From, LocalDate To, IReadOnlyList<Line> Lines, TotalView Total, Money ByTheLedger, string? Next);

    /// <summary>All that was forfeited in those days.</summary>
    internal sealed record TotalView(int Sales, Money Forfeited, Money Refunded);

    /// <summary>A forfeited sale.</summary>
    /// <param name="SubscriptionId">The sale.</param>
    /// <param name="At">When it was forfeited.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="AgreementNumber">The number of its agreement.</param>
    /// <param name="Consultant">Whose sale it was.</param>
    /// <param name="Buyer">The first buyer's name; null for who may not see it.</param>
    /// <param name="Forfeited">What the company kept.</param>
    /// <param name="Refunded">What went back.</param>
    /// <param name="Reason">Why.</param>
    internal sealed record Line(Guid SubscriptionId, OffsetDateTime At, string Unit, string AgreementNumber, string? Consultant, string? Buyer, Money Forfeited, Money Refunded, string Reason);

    private const string OfThoseDays = $"FROM messaging.events e WHERE e.at >= $2 AND e.at < $3 AND e.type = '{nameof(SaleForfeited)}' AND e.body->>'project' = $1";

    internal const string Sql = $"""
        SELECT (e.body->>'subscriptionId')::uuid, e.at, e.body->>'unit', e.body->>'agreementNumber', s.consultant, coalesce(c.name, s.customer_name), (e.body->>'forfeited')::numeric, (e.body->>'refunded')::numeric, e.body->>'reason', e.seq
        FROM (SELECT e.* {OfThoseDays} AND (e.at, e.seq) > ($4, $5) ORDER BY e.at, e.seq LIMIT $6) e
        LEFT JOIN subscriptions s ON s.id = (e.body->>'subscriptionId')::uuid
        LEFT JOIN LATERAL (SELECT customers.name FROM buyers JOIN customers ON customers.id = buyers.customer_id WHERE buyers.subscription_id = s.id AND buyers.until IS NULL ORDER BY buyers.share DESC, buyers.id LIMIT 1) c ON true
        ORDER BY e.at, e.seq
        """;

    private const string Totals = $"""
        SELECT count(*), coalesce(sum((e.body->>'forfeited')::numeric), 0), coalesce(sum((e.body->>'refunded')::numeric), 0),
               (SELECT coalesce(-sum(amount), 0) FROM ledger WHERE project = $1 AND at >= $2 AND at < $3 AND account = 'Forfeited')
        {OfThoseDays}
        """;

    [Rule("RES-4")]
    private static async Task<IResult> HandleAsync(string project, Day? from, Day? to, string? format, string? after, int? limit, Actor actor, ReportDesk desk, CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, format, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal.ToProblem();
        var site = opened.Value;
        var days = ReportPeriod.Of(site, from?.Date, to?.Date, desk.Now, 4 * ReportDesk.MostDays);
        if (days.Refusal is { } noDays)
            return noDays.ToProblem();
        var size = ReportFile.IsFile(format) ? MostInAFile : limit ?? 100;
        if (size is < 1 || (size > MostOnAPage && !ReportFile.IsFile(format)))
            return Refused.Input(null, "limit", $"A page has 1 to {MostOnAPage} lines.").ToProblem();
        if (ReportCursor.Read(after) is not var (time, key) || !long.TryParse(key.Length == 0 ? "0" : key, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            return Refused.Input(null, "after", "That is no 'next' of this report.").ToProblem();

        var (first, last, begins, ends) = days.Value;
        var names = actor.MayReadHolders(desk.Now);
        var found = await desk.ListAsync(
            Sql, row => (Seq: row.GetInt64(9), Line: new Line(
                row.GetGuid(0), site.At(row.GetFieldValue<Instant>(1)), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), names && !row.IsDBNull(5) ? row.GetString(5) : null,
                Money.Of(row.GetDecimal(6)), Money.Of(row.GetDecimal(7)), row.GetString(8))),
            cancellationToken, project, begins, ends, time, seq, size + 1);
        var totals = (await desk.ListAsync(Totals, row => (Total: new TotalView(row.GetInt32(0), Money.Of(row.GetDecimal(1)), Money.Of(row.GetDecimal(2))), Ledger: Money.Of(row.GetDecimal(3))), cancellationToken, project, begins, ends))[0];
        List<Line> page = [.. found.Take(size).Select(one => one.Line)];
        var next = found.Count > size ? ReportCursor.Write(page[^1].At.ToInstant(), found[size - 1].Seq.ToString(CultureInfo.InvariantCulture)) : null;
        return ReportFile.Answer(
            format, $"forfeitures-{project}-{first:uuuuMMdd}", new View(project, first, last, page, totals.Total, totals.Ledger, next), page,
            new ReportColumn<Line>("时间", l => l.At), new("房号", l => l.Unit), new("认购书编号", l => l.AgreementNumber), new("置业顾问", l => l.Consultant), new("客户", l => l.Buyer), new("没收金额", l => l.Forfeited.ToDecimal()),
            new("退还金额", l => l.Refunded.ToDecimal()), new("原因", l => l.Reason));
    }
}
