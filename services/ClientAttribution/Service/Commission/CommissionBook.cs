using NodaTime;

namespace Ops.ClientAttribution.Commission;

/// <summary>The sales while their events are gone through, and each consultant's credit by plan and period.</summary>
internal sealed class CommissionBook(CommissionPlans plans, DateTimeZone zone)
{
    private readonly Dictionary<string, SaleAccount> _bySale = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Consultant, string Plan, LocalDate Period), decimal> _counted = [];
    private readonly List<SaleAccount> _accounts = [];

    /// <summary>The sales, in the order of their subscriptions.</summary>
    public IReadOnlyList<SaleAccount> Accounts => _accounts;

    /// <summary>The lines so far.</summary>
    public List<CommissionLine> Lines { get; } = [];

    /// <summary>Whose commission is withheld (ATT-III.X).</summary>
    public HashSet<string> Withheld { get; } = new(StringComparer.Ordinal);

    /// <summary>Opens a sale's account.</summary>
    public SaleAccount Open(SaleEvent.Subscribed subscribed)
    {
        var account = new SaleAccount(subscribed, subscribed.At.InZone(zone).Date);
        account.Plan = PlanOf(account);
        _accounts.Add(account);
        _bySale.Add(subscribed.Sale, account);
        return account;
    }

    /// <summary>A sale that still stands; null for none.</summary>
    public SaleAccount? Find(string sale) =>
        _bySale.TryGetValue(sale, out var account) && !account.Ended ? account : null;

    /// <summary>A sale goes on under another name.</summary>
    public void Rename(SaleAccount account, string sale)
    {
        _bySale.Remove(account.Sale);
        _bySale.Add(sale, account);
        account.Sale = sale;
    }

    /// <summary>The plan of what the account is about now, on the day of its first subscription.</summary>
    public CommissionPlan? PlanOf(SaleAccount account) =>
        plans.Find(account.Unit.Project, account.Unit.Product, account.Day);

    /// <summary>Counts a consultant's credit for a sale in the period of its day.</summary>
    /// <param name="account">The sale, with its plan.</param>
    /// <param name="consultant">Whose.</param>
    /// <param name="amount">CNY.</param>
    /// <param name="before">What it comes after; null for all that was counted in the period.</param>
    public Credit Count(SaleAccount account, string consultant, decimal amount, decimal? before = null)
    {
        var key = KeyOf(account, consultant);
        var counted = _counted.GetValueOrDefault(key);
        _counted[key] = counted + amount;
        return account.Credits[consultant] = new(before ?? counted, amount);
    }

    /// <summary>Takes back what was counted for a sale.</summary>
    public void Uncount(SaleAccount account)
    {
        foreach (var (consultant, credit) in account.Credits)
            _counted[KeyOf(account, consultant)] -= credit.Amount;
        account.Credits.Clear();
    }

    private static (string, string, LocalDate) KeyOf(SaleAccount account, string consultant) =>
        (consultant, account.Plan!.Id, account.Plan.PeriodOf(account.Day));
}
