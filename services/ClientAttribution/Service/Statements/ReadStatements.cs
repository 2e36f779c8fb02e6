using Microsoft.EntityFrameworkCore;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Statements;

/// <summary>REC-3.1: statements, and a month as a workbook for payroll.</summary>
internal static class ReadStatements
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/statements", ListAsync)
            .RequirePermission(ClientAttributionPermissions.ReadSales)
            .WithSummary("statement.list.summary").AnswersOutcome<Page>();
        api.MapRead<StatementCase, StatementView>("statements/{id:guid}", ClientAttributionPermissions.ReadSales)
            .WithSummary("statement.read.summary");
        api.MapRead<MonthCase, MonthView>(
                "statement-months/{id:guid}", ClientAttributionPermissions.ReadCommission)
            .WithSummary("statement.month.summary");
        api.MapGet("statement-months/{id:guid}/payroll", PayrollAsync)
            .RequirePermission(ClientAttributionPermissions.ReadCommission)
            .AnswersResult()
            .WithSummary("statement.payroll.summary").AnswersList();
    }

    /// <summary>A page of statements, the newest first.</summary>
    /// <param name="Items">The statements.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<StatementLine> Items, Guid? Next);

    private static async Task<Outcome<Page>> ListAsync(
        string project, string? consultant, Word<StatementState>? state, Guid? after, PageSize? limit, Actor actor,
        ClientAttributionDb db, CompanyTime company, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var (size, how) = (limit.Rows(), state?.Value);
        var found = await StatementSource.Seen(db, actor).AsNoTracking()
            .Where(one => one.Project == project && (consultant == null || one.Consultant == consultant)
                && (how == null || one.State == how) && (after == null || one.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(one => one.Id).Take(size).ToListAsync(cancellationToken);
        return new Page(
            found.ConvertAll(one => StatementLine.Of(one, company)), found.Count == size ? found[^1].Id : null);
    }

    [Rule("REC-3.1", "a month's commissions for payroll")]
    private static async Task<Outcome<IResult>> PayrollAsync(
        Guid id, Word<SheetFormat>? format, Actor actor, ClientAttributionDb db, ITexts texts,
        CancellationToken cancellationToken)
    {
        var month = await db.CommissionMonths.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == id, cancellationToken);
        if (month is null || !actor.MaySee(month.Project))
            return Refused.NotFound(Text.Of("statement.month-unknown", ("id", id)));
        var statements = await db.CommissionStatements.AsNoTracking().Where(one => one.MonthId == id)
            .ToListAsync(cancellationToken);
        return Spreadsheet.Download(
            format?.Value ?? SheetFormat.Xlsx, $"{month.Project}-commission-{month.Month:yyyy-MM}",
            [
                .. ((string[])["month", "consultant", "lines", "accrued", "payable", "state"])
                    .Select(one => texts.Render(Text.Of($"statement.column.{one}"))),
            ],
            statements.OrderBy(one => one.Consultant, StringComparer.Ordinal).Select(one =>
                (IReadOnlyList<object?>)
                [
                    $"{one.Month:yyyy-MM}", one.Consultant, one.Lines, one.Accrued, one.Payable,
                    texts.Render(Text.NameOf(one.State)),
                ]))
            .AsOutcome();
    }
}
