using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Commission;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// REC-3.1: who has how much of a sale, line by line, each with what it says, its rule and what it rests on.
/// </summary>
internal static class ReadCommission
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("sales/{id:guid}/commission", ReadAsync)
            .RequirePermission(ClientAttributionPermissions.ReadSales)
            .WithSummary("sale.commission.summary").AnswersOutcome<Account>();

    /// <summary>A sale's account, with those of the sales that it followed by a swap and that follow it.</summary>
    /// <param name="Balances">Who has how much.</param>
    /// <param name="Lines">How that came about, in the order in which it was booked.</param>
    internal sealed record Account(IReadOnlyList<BalanceView> Balances, IReadOnlyList<LineView> Lines);

    /// <summary>What somebody has.</summary>
    /// <param name="Recipient">Whose.</param>
    /// <param name="Consultant">Which consultant's; null where it is none's.</param>
    /// <param name="Accrued">CNY earned.</param>
    /// <param name="Payable">CNY of it that may be paid out.</param>
    internal sealed record BalanceView(RecipientKind Recipient, string? Consultant, decimal Accrued, decimal Payable);

    [Rule("REC-3.1", "every line explains itself")]
    private static async Task<Outcome<Account>> ReadAsync(
        Guid id, Actor actor, ClientAttributionDb db, SaleChains chains, ITexts texts, CompanyTime company,
        CancellationToken cancellationToken)
    {
        var sale = await SaleSource.Seen(db, actor).SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (sale is null || !actor.MaySee(sale.Project))
            return SaleSource.Unknown(id);
        var sales = (await chains.OfAsync(sale, cancellationToken)).Select(one => one.Id).ToList();
        var lines = await db.CommissionLines.AsNoTracking().Where(line => sales.Contains(line.SaleId))
            .ToListAsync(cancellationToken);
        // Of another's money a consultant sees nothing.
        if (!SaleSource.SeesAll(actor))
            lines.RemoveAll(line => line.Consultant != actor.Id);
        return new Account(
            [
                .. lines.GroupBy(line => (line.Recipient, line.Consultant))
                    .OrderBy(of => of.Key.Recipient).ThenBy(of => of.Key.Consultant, StringComparer.Ordinal)
                    .Select(of => new BalanceView(
                        of.Key.Recipient, of.Key.Consultant, of.Sum(line => line.Accrued),
                        of.Sum(line => line.Payable))),
            ],
            [
                .. lines.OrderBy(line => line.BookedAt).ThenBy(line => sales.IndexOf(line.SaleId))
                    .ThenBy(line => line.Number).Select(line => LineView.Of(line, texts, company)),
            ]);
    }
}

/// <summary>A line of an account.</summary>
/// <param name="Sale">Of which sale.</param>
/// <param name="Number">Its number in the sale's account.</param>
/// <param name="Recipient">Whose.</param>
/// <param name="Consultant">Which consultant's; null where it is none's.</param>
/// <param name="Kind">Why.</param>
/// <param name="At">When it happened.</param>
/// <param name="BookedAt">When it was booked.</param>
/// <param name="Accrued">CNY earned more, or less.</param>
/// <param name="Payable">CNY of it that may be paid out more, or is to be given back.</param>
/// <param name="Rule">The rule that it follows from.</param>
/// <param name="Text">What it says.</param>
/// <param name="Evidence">What it rests on: what happened, and the facts of the client's case file.</param>
/// <param name="Corrects">The line that it takes back; null for none.</param>
internal sealed record LineView(
    Guid Sale, int Number, RecipientKind Recipient, string? Consultant, LineKind Kind, OffsetDateTime At,
    OffsetDateTime BookedAt, decimal Accrued, decimal Payable, string Rule, string Text, IReadOnlyList<string> Evidence,
    int? Corrects)
{
    public static LineView Of(BookedLine line, ITexts texts, CompanyTime company) => new(
        line.SaleId, line.Number, line.Recipient, line.Consultant, line.Kind, company.At(line.At),
        company.At(line.BookedAt), line.Accrued, line.Payable, line.Rule, texts.Render(StoredText.Read(line.Text)),
        line.Evidence, line.Corrects);
}
