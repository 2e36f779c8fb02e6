using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Statements;

/// <summary>A month of a site's commissions that is closed: once.</summary>
internal sealed class CommissionMonth : Aggregate
{
    private CommissionMonth()
    {
    }

    /// <summary>One that is being closed (<see cref="MonthClosed"/>).</summary>
    public CommissionMonth(Guid id, string project, LocalDate month) => (Id, Project, Month) = (id, project, month);

    public override string StreamKind => "commission-month";

    public string Project { get; private init; } = "";

    /// <summary>Its first day.</summary>
    public LocalDate Month { get; private init; }

    public Instant ClosedAt { get; internal set; }

    public string ClosedBy { get; internal set; } = "";

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/clients/statement-months/{Id}";
}

/// <summary>What a consultant says to a statement.</summary>
internal enum StatementState
{
    /// <summary>Nothing yet.</summary>
    Open,

    /// <summary>It is right.</summary>
    Confirmed,

    /// <summary>It is not.</summary>
    Disputed,
}

/// <summary>
/// A consultant's statement of a month 佣金月结单: the sums of the lines that were booked in it. What is put right later
/// is booked in a later month.
/// </summary>
internal sealed class Statement : Aggregate
{
    private Statement()
    {
    }

    /// <summary>One of a month that is being closed.</summary>
    public Statement(Guid id, CommissionMonth month, ConsultantSum of) =>
        (Id, MonthId, Project, Month, Consultant, Accrued, Payable, Lines) =
            (id, month.Id, month.Project, month.Month, of.Consultant, of.Accrued, of.Payable, of.Lines);

    public override string StreamKind => "commission-statement";

    public Guid MonthId { get; private init; }

    public string Project { get; private init; } = "";

    /// <summary>The month's first day.</summary>
    public LocalDate Month { get; private init; }

    public string Consultant { get; private init; } = "";

    /// <summary>CNY earned in the month.</summary>
    public decimal Accrued { get; private init; }

    /// <summary>CNY to be paid out for the month; less than nothing where more was taken back.</summary>
    public decimal Payable { get; private init; }

    /// <summary>How many lines there are.</summary>
    public int Lines { get; private init; }

    public StatementState State { get; internal set; }

    public Instant? AnsweredAt { get; internal set; }

    /// <summary>What is wrong, in the consultant's words.</summary>
    public string? Reason { get; internal set; }

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/clients/statements/{Id}";

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"commission-statement/{Id}";

    /// <summary>A refusal that rests on this statement.</summary>
    public Refused Refuse(string rule, string code, RefusalKind kind = RefusalKind.State) =>
        new(rule, Text.Of(code), kind) { Evidence = [Evidence] };
}

/// <summary>What a consultant has of a month.</summary>
/// <param name="Consultant">Who.</param>
/// <param name="Accrued">CNY earned.</param>
/// <param name="Payable">CNY to be paid out.</param>
/// <param name="Lines">How many lines there are.</param>
internal sealed record ConsultantSum(string Consultant, decimal Accrued, decimal Payable, int Lines);
