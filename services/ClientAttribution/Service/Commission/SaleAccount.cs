using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Commission;

/// <summary>What a sale has earned so far, and for whom.</summary>
internal sealed class SaleAccount(SaleEvent.Subscribed subscribed, LocalDate day)
{
    private readonly List<(Recipient Recipient, Balance Balance)> _balances = [];

    /// <summary>The sale, as it is called now.</summary>
    public string Sale { get; set; } = subscribed.Sale;

    /// <summary>The unit now.</summary>
    public SoldUnit Unit { get; set; } = subscribed.Unit;

    /// <summary>CNY.</summary>
    public decimal Price { get; set; } = subscribed.Price;

    /// <summary>Whose credit it is.</summary>
    public Award Award { get; set; } = subscribed.Award;

    /// <summary>The day of the first subscription: whose plan and period count, also after a swap.</summary>
    public LocalDate Day => day;

    /// <summary>The plan; null where none was in effect.</summary>
    public CommissionPlan? Plan { get; set; }

    /// <summary>The credit that is counted for each consultant, with what was counted before it.</summary>
    public Dictionary<string, Credit> Credits { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether the contract is signed.</summary>
    public bool Contracted { get; set; }

    /// <summary>CNY that the buyers have paid.</summary>
    public decimal Paid { get; set; }

    /// <summary>Whether it was cancelled or forfeited.</summary>
    public bool Ended { get; set; }

    /// <summary>What each recipient has, in the order in which they came to it.</summary>
    public IReadOnlyList<(Recipient Recipient, Balance Balance)> Balances => _balances;

    /// <summary>What a recipient has; nothing where they have none yet.</summary>
    public Balance BalanceOf(Recipient recipient)
    {
        foreach (var (whose, balance) in _balances)
        {
            if (whose == recipient)
                return balance;
        }

        return new(0, 0);
    }

    /// <summary>A movement; what it makes of the recipient's balance is kept.</summary>
    public CommissionLine Move(
        SaleEvent because, LineKind kind, Recipient recipient, Balance by, string rule, Text text)
    {
        var before = BalanceOf(recipient);
        var place = _balances.FindIndex(one => one.Recipient == recipient);
        var after = (recipient, new Balance(before.Accrued + by.Accrued, before.Payable + by.Payable));
        if (place < 0)
            _balances.Add(after);
        else
            _balances[place] = after;
        return new(Sale, recipient, because.At, kind, by.Accrued, by.Payable)
        {
            Rule = rule,
            Text = text,
            Evidence = [because.Id, .. Award.Evidence],
        };
    }
}

/// <summary>What a recipient has of a sale.</summary>
/// <param name="Accrued">CNY earned.</param>
/// <param name="Payable">CNY of it that may be paid out.</param>
internal readonly record struct Balance(decimal Accrued, decimal Payable);

/// <summary>A consultant's credit for a sale.</summary>
/// <param name="Before">CNY that was counted in the period before it.</param>
/// <param name="Amount">CNY.</param>
internal readonly record struct Credit(decimal Before, decimal Amount);
