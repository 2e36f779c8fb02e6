using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>
/// RES-1: the deposits that the company holds and what became of the others, by state and age; as of now or of the end
/// of a day. What is held is what the ledger says.
/// </summary>
internal static class DepositsHeld
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/reports/deposits", ReportAsync)
            .RequirePermission(SalesControlPermissions.ReadReports).AnswersResult()
            .WithSummary("deposits-held.report.summary").Produces<View>().AnswersList();

    /// <summary>The report.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="AsOf">As of when.</param>
    /// <param name="Lines">By state and age.</param>
    /// <param name="Held">What is held, by the deposits.</param>
    /// <param name="HeldByTheLedger">What is held, by the ledger: the same.</param>
    internal sealed record View(
        string Project, OffsetDateTime AsOf, IReadOnlyList<Line> Lines, Money Held, Money HeldByTheLedger);

    /// <summary>Deposits of one state and age.</summary>
    /// <param name="State">held, carriedOver, refunded or forfeited.</param>
    /// <param name="Days">
    /// How many days since it was taken; or, of one that is over, for how many it was held: 0-3, 4-7, 8-30, 31+.
    /// </param>
    /// <param name="Deposits">How many.</param>
    /// <param name="Amount">What they come to.</param>
    internal sealed record Line(DepositState State, string Days, int Deposits, Money Amount);

    private const string Sql = """
        SELECT state, CASE WHEN days <= 3 THEN '0-3' WHEN days <= 7 THEN '4-7' WHEN days <= 30 THEN '8-30'
                           ELSE '31+' END,
               count(*), sum(amount)
        FROM (SELECT CASE WHEN ended_at < $2 THEN state ELSE 'Held' END AS state, amount,
                     floor(extract(epoch FROM least(ended_at, $2) - taken_at) / 86400) AS days
              FROM deposits WHERE project = $1 AND taken_at < $2) aged
        GROUP BY 1, 2
        ORDER BY array_position(ARRAY['Held', 'CarriedOver', 'Refunded', 'Forfeited'], state), min(days)
        """;

    private const string LedgerSql = """
        SELECT coalesce(-sum(amount), 0) FROM ledger WHERE project = $1 AND account = 'DepositsHeld' AND at < $2
        """;

    private static readonly ReportColumn<Line>[] Columns =
    [
        new("report.state", l => Text.NameOf(l.State)), new("report.days", l => l.Days),
        new("report.deposits", l => l.Deposits), new("report.amount", l => l.Amount.ToDecimal()),
    ];

    private static async Task<Outcome<IResult>> ReportAsync(
        string project, Day? at, Word<ReportFormat>? format, Actor actor, ReportDesk desk,
        CancellationToken cancellationToken)
    {
        var opened = await desk.OpenAsync(project, actor, cancellationToken);
        if (opened.Refusal is { } refusal)
            return refusal;
        var site = opened.Value;
        // What was taken at this very moment is held.
        var asOf = at is { } day
            ? site.StartOf(day.Date.PlusDays(1))
            : desk.Now + Duration.FromMilliseconds(1);
        var lines = await desk.ListAsync(
            Sql,
            row => new Line(
                Enum.Parse<DepositState>(row.GetString(0)), row.GetString(1), row.GetInt32(2),
                Money.Of(row.GetDecimal(3))),
            cancellationToken, project, asOf);
        var ledger = (await desk.ListAsync(LedgerSql, row => row.GetDecimal(0), cancellationToken, project, asOf))[0];
        var held = lines.Where(l => l.State == DepositState.Held).Sum(l => l.Amount.ToDecimal());
        return desk.Answer(
            format, new View(project, site.At(asOf), lines, Money.Of(held), Money.Of(ledger)),
            new ReportFile<Line>($"deposits-{project}", lines, Columns));
    }
}
