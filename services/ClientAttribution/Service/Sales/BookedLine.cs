using NodaTime;
using Ops.ClientAttribution.Commission;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Sales;

/// <summary>
/// A line of a sale's account as it was booked. It is added and never changed: what was otherwise is taken back by
/// another line, which names it.
/// </summary>
internal sealed class BookedLine
{
    private BookedLine()
    {
    }

    public BookedLine(Sale sale, int number, CommissionLine line, Instant bookedAt)
    {
        (SaleId, Project, Number, BookedAt) = (sale.Id, sale.Project, number, bookedAt);
        (Recipient, Consultant, At, Kind) = (line.Recipient.Kind, line.Recipient.Consultant, line.At, line.Kind);
        (Accrued, Payable, Rule, Evidence) = (line.Accrued, line.Payable, line.Rule, line.Evidence);
        Text = StoredText.Write(line.Text);
    }

    /// <summary>Of which sale, as it was called then.</summary>
    public Guid SaleId { get; private init; }

    /// <summary>1, 2, 3 … of the sale.</summary>
    public int Number { get; private init; }

    public string Project { get; private init; } = "";

    public RecipientKind Recipient { get; private init; }

    /// <summary>Which consultant; null where it is none.</summary>
    public string? Consultant { get; private init; }

    /// <summary>When it happened.</summary>
    public Instant At { get; private init; }

    public LineKind Kind { get; private init; }

    /// <summary>CNY earned more, or less.</summary>
    public decimal Accrued { get; private init; }

    /// <summary>CNY of it that may be paid out more, or is to be given back.</summary>
    public decimal Payable { get; private init; }

    public string Rule { get; private init; } = "";

    /// <summary>The explanation: a code and its arguments.</summary>
    public string Text { get; private init; } = "";

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<string> Evidence { get; private init; } = [];

    /// <summary>The line that it takes back; null for none.</summary>
    public int? Corrects { get; private init; }

    /// <summary>When it was booked, whenever it happened: in that month's statement it is.</summary>
    public Instant BookedAt { get; private init; }

    /// <summary>Whether it is what the decision says.</summary>
    public bool Is(CommissionLine line) =>
        (Recipient, Consultant, At, Kind, Accrued, Payable, Rule, Evidence[0])
        == (line.Recipient.Kind, line.Recipient.Consultant, line.At, line.Kind, line.Accrued, line.Payable, line.Rule,
            line.Evidence[0]);

    /// <summary>The line that takes it back.</summary>
    public BookedLine Back(Sale sale, int number, Instant bookedAt) => new(
        sale, number,
        new CommissionLine(
            $"{SaleId}", new Recipient(Recipient, Consultant), bookedAt, LineKind.Corrected, -Accrued, -Payable)
        {
            Rule = Rule,
            Text = Platform.Texts.Text.Of(
                "commission.corrected", ("unit", sale.Unit), ("number", Number), ("amount", Accrued)),
            Evidence = Evidence,
        },
        bookedAt)
    {
        Corrects = Number,
    };
}

/// <summary>What is to be booked, so that a sale's account says what the decision says.</summary>
internal static class Booking
{
    /// <summary>
    /// The lines to add: those of the decision that are not booked yet, and before them one back for each that is there
    /// and no longer follows. Afterwards the account's sums are the decision's, whatever came in what order; where they
    /// are already, nothing is added.
    /// </summary>
    /// <param name="sale">The sale.</param>
    /// <param name="booked">Its account.</param>
    /// <param name="decided">What the decision says of it.</param>
    /// <param name="at">Now.</param>
    [Rule("REC-3.1", "what is booked sums to what is decided")]
    public static IReadOnlyList<BookedLine> Due(
        Sale sale, IReadOnlyList<BookedLine> booked, IEnumerable<CommissionLine> decided, Instant at)
    {
        var takenBack = booked.Select(line => line.Corrects).OfType<int>().ToHashSet();
        List<BookedLine> standing =
        [
            .. booked.Where(line => line.Corrects is null && !takenBack.Contains(line.Number))
                .OrderBy(line => line.Number),
        ];
        List<CommissionLine> missing = [];
        foreach (var line in decided)
        {
            var place = standing.FindIndex(one => one.Is(line));
            if (place < 0)
                missing.Add(line);
            else
                standing.RemoveAt(place);
        }

        var number = booked.Count;
        return
        [
            // What moved nothing need not be taken back.
            .. standing.Where(line => line.Accrued != 0 || line.Payable != 0)
                .Select(line => line.Back(sale, ++number, at)),
            .. missing.Select(line => new BookedLine(sale, ++number, line, at)),
        ];
    }
}
