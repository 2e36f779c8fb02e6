using NodaTime;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>
/// Sell-through 去化 by building: how much of it is sold, by units, by area and by value; of all days, or by sales that
/// were signed within some and stand.
/// </summary>
internal static class SellThrough
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/reports/sell-through", ReportAsync)
            .RequirePermission(SalesControlPermissions.ReadReports).AnswersResult()
            .WithSummary("sell-through.report.summary").Produces<View>().AnswersList();

    /// <summary>The report.</summary>
    internal sealed record View(
        string Project, LocalDate? From, LocalDate? To, IReadOnlyList<Line> Lines, Line Total);

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
        string? Building, int Units, int Sold, decimal SoldPercent, int Withheld, int Held, decimal Area,
        decimal SoldArea, decimal SoldAreaPercent, Money ListValue, Money SoldValue);

    private static readonly LocalDate FirstDay = new(1970, 1, 1);

    private const string Sql = $"""
        SELECT u.building, count(*), count(s.id), count(*) FILTER (WHERE u.state = 'Withheld'),
               count(*) FILTER (WHERE u.state IN ('Pending', 'Reserved', 'Offered')),
               sum(u.built_area), coalesce(sum(u.built_area) FILTER (WHERE s.id IS NOT NULL), 0),
               coalesce(sum(p.price), 0), coalesce(sum(s.price), 0)
        FROM units u
        LEFT JOIN subscriptions s ON s.unit_id = u.id AND s.ended_at IS NULL
             AND s.signed_at >= $3 AND s.signed_at < $4
        {PriceBook.InForceSql}
        WHERE u.project = $1 AND u.state <> 'TakenOff' GROUP BY u.building ORDER BY u.building COLLATE "C"
        """;

    private static readonly ReportColumn<Line>[] Columns =
    [
        new("report.building", l => l.Building is { } building ? building : Text.Of("report.total")),
        new("report.units", l => l.Units), new("report.units-sold", l => l.Sold),
        new("report.units-sold-percent", l => l.SoldPercent), new("report.withheld", l => l.Withheld),
        new("report.held", l => l.Held), new("report.area", l => l.Area), new("report.area-sold", l => l.SoldArea),
        new("report.area-sold-percent", l => l.SoldAreaPercent),
        new("report.list-value", l => l.ListValue.ToDecimal()),
        new("report.sold-value", l => l.SoldValue.ToDecimal()),
    ];

    private static async Task<Outcome<IResult>> ReportAsync(
        string project, [AsParameters] ReportDays days, Word<ReportFormat>? format, Actor actor, ReportDesk desk,
        CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;
        var period = ReportPeriod.Of(
            opened.Value, days.From?.Date ?? FirstDay, days.To?.Date, desk.Now, int.MaxValue);
        if (period.Refusal is { } noDays)
            return noDays;

        var buildings = await desk.ListAsync(
            Sql, Read, cancellationToken, project, desk.Now, period.Value.Begins, period.Value.Ends);
        var lines = buildings.ConvertAll(one => one.Sums.LineOf(one.Building));
        var total = buildings.Aggregate(new Sums(), (sum, one) => sum.Plus(one.Sums)).LineOf(building: null);
        return desk.Answer(
            format, new View(project, days.From?.Date, days.To?.Date, lines, total),
            new ReportFile<Line>($"sell-through-{project}", [.. lines, total], Columns));
    }

    private static (string Building, Sums Sums) Read(NpgsqlDataReader row) => (
        row.GetString(0),
        new()
        {
            Units = row.GetInt32(1),
            Sold = row.GetInt32(2),
            Withheld = row.GetInt32(3),
            Held = row.GetInt32(4),
            Area = row.GetDecimal(5),
            SoldArea = row.GetDecimal(6),
            ListValue = row.GetDecimal(7),
            SoldValue = row.GetDecimal(8),
        });

    /// <summary>What is counted of a building, or of all.</summary>
    private readonly record struct Sums
    {
        public int Units { get; init; }

        public int Sold { get; init; }

        public int Withheld { get; init; }

        public int Held { get; init; }

        public decimal Area { get; init; }

        public decimal SoldArea { get; init; }

        public decimal ListValue { get; init; }

        public decimal SoldValue { get; init; }

        public Sums Plus(Sums other) => new()
        {
            Units = Units + other.Units,
            Sold = Sold + other.Sold,
            Withheld = Withheld + other.Withheld,
            Held = Held + other.Held,
            Area = Area + other.Area,
            SoldArea = SoldArea + other.SoldArea,
            ListValue = ListValue + other.ListValue,
            SoldValue = SoldValue + other.SoldValue,
        };

        public Line LineOf(string? building) => new(
            building, Units, Sold, Percent(Sold, Units), Withheld, Held, Area, SoldArea, Percent(SoldArea, Area),
            Money.Of(ListValue), Money.Of(SoldValue));

        private static decimal Percent(decimal part, decimal whole) =>
            whole == 0 ? 0 : decimal.Round(part * 100 / whole, 2, MidpointRounding.AwayFromZero);
    }
}
