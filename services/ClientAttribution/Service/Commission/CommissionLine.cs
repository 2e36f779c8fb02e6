using NodaTime;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>Who gets commission.</summary>
/// <param name="Kind">What kind of recipient.</param>
/// <param name="Consultant">Which consultant; null where it is none.</param>
internal sealed record Recipient(RecipientKind Kind, string? Consultant = null)
{
    /// <summary>The department's fund 部门基金 (ATT-6).</summary>
    public static Recipient Fund { get; } = new(RecipientKind.Fund);

    /// <summary>The company, which keeps what it withholds (ATT-III.X).</summary>
    public static Recipient Company { get; } = new(RecipientKind.Company);

    /// <summary>A consultant.</summary>
    public static Recipient Of(string consultant) => new(RecipientKind.Consultant, consultant);
}

/// <summary>What kind of recipient.</summary>
internal enum RecipientKind
{
    /// <summary>置业顾问.</summary>
    Consultant,

    /// <summary>部门基金.</summary>
    Fund,

    /// <summary>公司.</summary>
    Company,
}

/// <summary>Why commission moves.</summary>
internal enum LineKind
{
    /// <summary>Earned with the subscription 计提.</summary>
    Accrued,

    /// <summary>May be paid out 应发.</summary>
    Payable,

    /// <summary>The sale moved to another unit.</summary>
    Swapped,

    /// <summary>Other people buy; nothing moves.</summary>
    Renamed,

    /// <summary>The credit is decided otherwise.</summary>
    Recredited,

    /// <summary>Taken back after a cancellation or forfeiture 追回.</summary>
    ClawedBack,

    /// <summary>Withheld from a consultant.</summary>
    Withheld,
}

/// <summary>A movement of one recipient's commission, which says why.</summary>
/// <param name="Sale">Of which sale, as it is called then.</param>
/// <param name="Recipient">Whose.</param>
/// <param name="At">When.</param>
/// <param name="Kind">Why.</param>
/// <param name="Accrued">CNY earned more, or less.</param>
/// <param name="Payable">CNY of it that may be paid out more, or is to be given back.</param>
internal sealed record CommissionLine(
    string Sale, Recipient Recipient, Instant At, LineKind Kind, decimal Accrued, decimal Payable)
{
    /// <summary>The rule that it follows from.</summary>
    public required string Rule { get; init; }

    /// <summary>The explanation.</summary>
    public required Text Text { get; init; }

    /// <summary>The ids of what it rests on: the event, and what the award rests on.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }
}
