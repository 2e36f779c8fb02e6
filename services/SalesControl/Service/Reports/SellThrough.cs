using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>Sell-through 去化 by building: how much of it is sold, by units, by area and by value; of all days, or by sales that were signed within some and stand.</summary>
internal static class SellThrough
{
    public static void MapSellThrough(this IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/reports/sell-through", HandleAsync)
            .RequirePermission(SalesControlPermissions.ReadReports)
            .WithSummary("Sell-through by building").Produces<View>();

    /// <summary>The report.</summary>
    internal sealed record View(string Project, LocalDate? From, LocalDate? To, IReadOnlyList<Line> Lines, Line Total);

    /// <summary>A building.</summary>
    /// <param name="Building">The building; null in the total.</param>
    /// <param name="Units">All units.</param>
    /// <param name="Sold">Units with a sale that stands.</param>
    /// <param name="SoldPercent">Of the units.</param>
    /// <param name="Withheld">Units not for sale 销控.</param>
    /// <param name="Held">Units that are reserved or offered.</param>
    /// <param name="Area">Built area of all, square metres.</param>
    /// <param name="SoldArea">Built area that is sold.</param>
    /// <param name="SoldAreaPercent">Of the area.</param>
    /// <param name="ListValue">All units by the price list in force.</param>
    /// <param name="SoldValue">What the sales that stand were agreed at.</param>
    internal sealed record Line(
        string? Building, int Units, int Sold, decimal SoldPercent, int Withheld, int Held, decimal Area, decimal SoldArea, decimal SoldAreaPercent, Money ListValue, Money SoldValue);

    private static readonly LocalDate FirstDay = new(1970, 1, 1);

    private const string Sql = """
        SELECT u.building, count(*), count(s.id), count(*) FILTER (WHERE u.state = 'Withheld'), count(*) FILTER (WHERE u.state IN ('Pending', 'Reserved', 'Offered')),
               sum(u.built_area), coalesce(sum(u.built_area) FILTER (WHERE s.id IS NOT NULL), 0), coalesce(sum(p.price), 0), coalesce(sum(s.price), 0)
        FROM units u
        LEFT JOIN subscriptions s ON s.unit_id = u.id AND s.ended_at IS NULL AND s.signed_at >= $2 AND s.signed_at < $3
        LEFT JOIN LATERAL (
            SELECT line.price FROM price_lines line JOIN price_lists list ON list.id = line.price_list_id
            WHERE line.unit_id = u.id AND list.state = 'Published' AND list.effective_at <= $4
            ORDER BY list.effective_at DESC, list.number DESC LIMIT 1) p ON true
        WHERE u.project = $1 GROUP BY u.building ORDER BY u.building COLLATE "C"
        """;

    [Rule("CS-4")]
    private static async Task<IResult> HandleAsync(string project, Day? from, Day? to, string? format, Actor actor, ReportDesk desk, CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, format, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal.ToProblem();
        var site = opened.Value;
        var days = ReportPeriod.Of(site, from?.Date ?? FirstDay, to?.Date, desk.Now, int.MaxValue);
        if (days.Refusal is { } noDays)
            return noDays.ToProblem();

        var lines = await desk.ListAsync(
            Sql, row => Of(row.GetString(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetInt32(4), row.GetDecimal(5), row.GetDecimal(6), row.GetDecimal(7), row.GetDecimal(8)), cancellationToken,
            project, days.Value.Begins, days.Value.Ends, desk.Now);
        var total = Of(
            null, lines.Sum(l => l.Units), lines.Sum(l => l.Sold), lines.Sum(l => l.Withheld), lines.Sum(l => l.Held), lines.Sum(l => l.Area), lines.Sum(l => l.SoldArea),
            lines.Sum(l => l.ListValue.ToDecimal()), lines.Sum(l => l.SoldValue.ToDecimal()));
        return ReportFile.Answer(
            format, $"sell-through-{project}", new View(project, from?.Date, to?.Date, lines, total), [.. lines, total],
            new ReportColumn<Line>("楼栋", l => l.Building ?? "合计"), new("总套数", l => l.Units), new("已售套数", l => l.Sold), new("套数去化率%", l => l.SoldPercent), new("销控", l => l.Withheld), new("预留", l => l.Held),
            new("总面积", l => l.Area), new("已售面积", l => l.SoldArea), new("面积去化率%", l => l.SoldAreaPercent), new("总货值", l => l.ListValue.ToDecimal()), new("已售金额", l => l.SoldValue.ToDecimal()));
    }

    private static Line Of(string? building, int units, int sold, int withheld, int held, decimal area, decimal soldArea, decimal listValue, decimal soldValue) =>
        new(building, units, sold, Percent(sold, units), withheld, held, area, soldArea, Percent(soldArea, area), Money.Of(listValue), Money.Of(soldValue));

    private static decimal Percent(decimal part, decimal whole) => whole == 0 ? 0 : decimal.Round(part * 100 / whole, 2, MidpointRounding.AwayFromZero);
}
