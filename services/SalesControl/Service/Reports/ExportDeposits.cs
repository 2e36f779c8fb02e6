using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reports;

/// <summary>RES-1: the deposits 预约金 of a project as a file, the newest first, as its reader may see them.</summary>
internal static class ExportDeposits
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("projects/{project}/deposits/export", ExportAsync)
            .RequirePermission(SalesControlPermissions.ReadLedger)
            .AnswersResult()
            .WithSummary("deposit.export.summary").AnswersList();

    /// <summary>Which of them, as in the list. A name stands in no URL.</summary>
    internal sealed record Query
    {
        public required string Project { get; init; }

        public Word<DepositState>? State { get; init; }

        /// <summary>Whether only what is held for something that is over.</summary>
        public bool? ToRefund { get; init; }

        public string? Receipt { get; init; }

        public Word<SheetFormat>? Format { get; init; }
    }

    private static readonly ReportColumn<ReadDeposits.View>[] Columns =
    [
        new("report.receipt", d => d.Receipt), new("report.customer", d => d.Customer.Name),
        new("report.phone", d => d.Customer.Phone), new("report.unit", d => d.Unit),
        new("report.amount", d => d.Amount.ToDecimal()), new("report.state", d => Text.NameOf(d.State)),
        new("report.to-refund", d => Text.Of(d.ToRefund ? "report.yes" : "report.no")),
        new("report.taken-at", d => d.TakenAt), new("report.by", d => ReportFormats.StaffOf(d.TakenBy)),
        new("report.ended-at", d => d.EndedAt),
    ];

    private static async Task<Outcome<IResult>> ExportAsync(
        [AsParameters] Query query, Actor actor, ReportDesk desk, DepositLister deposits,
        CancellationToken cancellationToken)
    {
        var found = await deposits.FindAsync(
            query.Project,
            new() { State = query.State, ToRefund = query.ToRefund, Receipt = query.Receipt },
            (Name: null, Most: ReportFormats.MostLines), actor, cancellationToken);
        return found.Then<IResult>(views => desk.Answer(
            query.Format, new ReportFile<ReadDeposits.View>($"deposit-list-{query.Project}", views, Columns)));
    }
}
