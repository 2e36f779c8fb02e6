using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>
/// RES-2: the board 销控表 as people hang it on the wall, in their language; no customer is named on it.
/// </summary>
internal static class PrintBoard
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/board.xlsx", PrintAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .AnswersResult()
            .WithSummary("board.print.summary")
            .AnswersWorkbook();

    private static async Task<Outcome<IResult>> PrintAsync(
        string project, [AsParameters] BoardQuery query, Actor actor, LiveBoards boards, SalesControlDb db,
        ITexts texts, IClock clock, CancellationToken cancellationToken)
    {
        var found = await boards.FindAsync(project, actor, db, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var filter = await query.ForAsync(actor, db, cancellationToken);
        if (filter.Refusal is { } refusal)
            return refusal;

        var (content, _) = await found.Value.CurrentAsync(cancellationToken);
        var site = found.Value.Site;
        var now = site.At(clock.GetCurrentInstant());
        var file = new BoardSheet(site, now, texts).Write([.. content.Cells.Where(filter.Value.Shows)]);
        return Results.Bytes(file, Spreadsheet.WorkbookType, $"board-{project}-{now:uuuuMMdd-HHmm}.xlsx").AsOutcome();
    }
}
