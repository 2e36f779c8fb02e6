using Ops.ClientAttribution.Attribution;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>
/// REC-3.1, REC-3.2, ATT-6, ATT-7: with the subscription each of those whose client it is earns by the plan what their
/// share of the price earns; of that, who stood in for them has a part, and the department's fund has what a party that
/// does not accept a ruling loses.
/// </summary>
internal static class Accrual
{
    /// <summary>What a sale earns is earned.</summary>
    [Rule("REC-3.1", "accrued with the subscription")]
    [Rule("REC-3.2", "who stood in has a part")]
    [Rule("ATT-6", "what is forfeited goes to the fund")]
    [Rule("ATT-7", "the commission is divided by the shares")]
    public static void Accrue(CommissionBook book, SaleAccount account, SaleEvent because, LineKind kind)
    {
        if (Nothing(account) is { } code)
        {
            book.Lines.Add(account.Move(
                because, kind, Recipient.Company, default, "REC-3.1", Text.Of(code, ("unit", account.Unit.Code))));
            return;
        }

        var parts = PartsOf(book, account, Earn(book, account));
        var amounts = Amounts(parts);
        for (var i = 0; i < parts.Count; i++)
        {
            book.Lines.Add(account.Move(
                because, kind, parts[i].Recipient, new(amounts[i], 0), parts[i].Rule,
                Explain(account, parts[i], amounts[i])));
        }
    }

    /// <summary>Why a sale earns nothing; null where it does.</summary>
    public static string? Nothing(SaleAccount account) =>
        account.Award.Holdings.Count == 0 ? "commission.accrued.nobody"
        : account.Plan is null ? "commission.no-plan"
        : null;

    /// <summary>
    /// What each holding earns, not rounded, with its credit counted; after a swap under the same plan at the place in
    /// the tiers that the sale had before.
    /// </summary>
    public static decimal[] Earn(
        CommissionBook book, SaleAccount account, IReadOnlyDictionary<string, decimal>? places = null)
    {
        var holdings = account.Award.Holdings;
        var credits = Fen.Divide(account.Price, [.. holdings.Select(holding => holding.Percent)]);
        var earned = new decimal[credits.Length];
        for (var i = 0; i < earned.Length; i++)
        {
            var consultant = holdings[i].Consultant;
            var credit = book.Count(
                account, consultant, credits[i], places?.TryGetValue(consultant, out var place) == true ? place : null);
            earned[i] = account.Plan!.Earns(credit.Before, credit.Amount);
        }

        return earned;
    }

    /// <summary>To whom what each holding earns goes.</summary>
    public static IReadOnlyList<Part> PartsOf(CommissionBook book, SaleAccount account, decimal[] earned)
    {
        var parts = new List<Part>();
        var holdings = account.Award.Holdings;
        for (var i = 0; i < earned.Length; i++)
        {
            var holding = holdings[i];
            var left = 100m;
            foreach (var standIn in holding.StandIns)
            {
                left -= standIn.Percent;
                Add(standIn.Consultant, holding, standIn, earned[i] * standIn.Percent / 100, "REC-3.2");
            }

            Add(
                holding.Consultant, holding, null, earned[i] * left / 100,
                holding.ForfeitedToFund ? "ATT-6" : holdings.Count > 1 ? "ATT-7" : "REC-3.1");
        }

        return parts;

        void Add(string consultant, Holding holding, StandInPart? standIn, decimal exact, string rule)
        {
            if (rule == "ATT-6")
                parts.Add(new(Recipient.Fund, holding, standIn, exact, rule));
            else if (book.Withheld.Contains(consultant))
                parts.Add(new(Recipient.Company, holding, standIn, exact, "ATT-III.X"));
            else
                parts.Add(new(Recipient.Of(consultant), holding, standIn, exact, rule));
        }
    }

    /// <summary>All parts together to the fen, and each so that they sum to that.</summary>
    public static decimal[] Amounts(IReadOnlyList<Part> parts)
    {
        decimal[] exact = [.. parts.Select(part => part.Exact)];
        return exact.Sum() is > 0 and var sum ? Fen.Divide(Fen.Round(sum), exact) : exact;
    }

    private static Text Explain(SaleAccount account, Part part, decimal amount) => part switch
    {
        { Recipient.Kind: RecipientKind.Company } => Text.Of(
            "commission.accrued.withheld", ("unit", account.Unit.Code),
            ("consultant", part.StandIn?.Consultant ?? part.Holding.Consultant), ("amount", amount)),
        { StandIn: { } standIn } => Text.Of(
            "commission.accrued.stand-in", ("unit", account.Unit.Code), ("consultant", standIn.Consultant),
            ("holder", part.Holding.Consultant), ("percent", standIn.Percent), ("amount", amount)),
        { Holding.ForfeitedToFund: true } => Text.Of(
            "commission.accrued.fund", ("unit", account.Unit.Code), ("holder", part.Holding.Consultant),
            ("amount", amount)),
        _ => Text.Of(
            "commission.accrued", ("unit", account.Unit.Code), ("price", account.Price),
            ("consultant", part.Holding.Consultant), ("credit", account.Credits[part.Holding.Consultant].Amount),
            ("plan", account.Plan!.Id), ("amount", amount)),
    };
}

/// <summary>A part of what a sale earns.</summary>
/// <param name="Recipient">Whose.</param>
/// <param name="Holding">Of which holding.</param>
/// <param name="StandIn">By standing in; null for the holding's own.</param>
/// <param name="Exact">CNY, not rounded.</param>
/// <param name="Rule">By which rule.</param>
internal sealed record Part(Recipient Recipient, Holding Holding, StandInPart? StandIn, decimal Exact, string Rule);
