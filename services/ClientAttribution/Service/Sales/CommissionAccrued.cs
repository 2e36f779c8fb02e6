using System.Text.Json;
using System.Text.Json.Serialization;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Commission;
using Ops.ClientAttribution.Plans;
using Ops.Platform.Departments;
using Ops.Platform.Registers;

namespace Ops.ClientAttribution.Sales;

/// <summary>Lines were booked on the account of a sale.</summary>
/// <param name="SaleId">The sale, as it is called now.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Moves">Who has how much more or less.</param>
/// <param name="Lines">The lines; they stand in the account.</param>
[HappensUnder("REC-3.1")]
internal sealed record CommissionAccrued(
    Guid SaleId, string Project, IReadOnlyList<CommissionAccrued.Move> Moves,
    [property: JsonIgnore] IReadOnlyList<BookedLine> Lines) : IEvent<SaleCase>
{
    /// <summary>The register of commissions 佣金登记, a chain a site.</summary>
    public const string Register = PlanRegister.Commissions;

    private const JsonNumberHandling AsWritten =
        JsonNumberHandling.WriteAsString | JsonNumberHandling.AllowReadingFromString;

    public static CommissionAccrued Of(Sale sale, IReadOnlyList<BookedLine> lines) => new(
        sale.Id, sale.Project,
        [
            .. lines.Select(line => new Move(
                line.Number, line.Recipient, line.Consultant, line.Kind, line.Accrued, line.Payable, line.Rule,
                line.Corrects)),
        ],
        lines);

    public void Apply(SaleCase state, Occurrence when)
    {
        // The account has the lines, and the sale itself is as it was.
    }

    public void React(SaleCase state, Occurrence when, Reactions follow)
    {
        foreach (var line in Lines)
            follow.Add(line);
        follow.Register(new(
            Register, Project, when.By, new CommissionRecord("booked", state.Sale.Path, state.Sale.Unit, Moves)));
    }

    /// <summary>A line; a register has no fractions, and has money as it is written.</summary>
    /// <param name="Number">Its number in the account.</param>
    /// <param name="Recipient">Whose.</param>
    /// <param name="Consultant">Which consultant's; null where it is none's.</param>
    /// <param name="Kind">Why.</param>
    /// <param name="Accrued">CNY earned more, or less.</param>
    /// <param name="Payable">CNY of it that may be paid out more, or is to be given back.</param>
    /// <param name="Rule">By which rule.</param>
    /// <param name="Corrects">The line that it takes back; null for none.</param>
    internal sealed record Move(
        int Number, RecipientKind Recipient, string? Consultant, LineKind Kind,
        [property: JsonNumberHandling(AsWritten)] decimal Accrued,
        [property: JsonNumberHandling(AsWritten)] decimal Payable, string Rule, int? Corrects);

    private sealed record CommissionRecord(string What, string Subject, string Unit, IReadOnlyList<Move> Moves)
        : IRegisterRecord;
}

/// <summary>How the credits of a sale are kept.</summary>
internal static class SaleCredits
{
    public static string Write(IReadOnlyList<SaleCredit> credits) => JsonSerializer.Serialize(credits, ClientFact.Json);

    public static IReadOnlyList<SaleCredit> Read(string stored) =>
        JsonSerializer.Deserialize<IReadOnlyList<SaleCredit>>(stored, ClientFact.Json)!;
}
