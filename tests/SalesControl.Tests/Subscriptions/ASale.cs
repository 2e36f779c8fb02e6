using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Tests.Units;
using Ops.SalesControl.Units;
using static Ops.SalesControl.Tests.Units.AUnit;

namespace Ops.SalesControl.Tests.Subscriptions;

/// <summary>
/// A sale by itself, signed at the start for 1 980 000 by one buyer: what a test of a sale's rules begins with. 594 000
/// are due in seven days, the rest in thirty, the contract in seven.
/// </summary>
internal sealed class ASale
{
    public const decimal Price = 1_980_000m, First = 594_000m, Second = 1_386_000m;

    private readonly AUnit _a = new();
    private readonly List<ChangeRequest> _asked = [];

    public ASale() => Sale = _a.Subscribe(1).Value.Sale;

    public Unit Unit => _a.Unit;

    public Subscription Sale { get; }

    /// <summary>The lease that runs on the unit; none unless a test sets one.</summary>
    public Lease? Lease { get; set; }

    public SaleParts Parts => new(Unit, Sale, AUnit.SaleTerms, Lease, _asked);

    public StandingSale State => new(Parts);

    public IEnumerable<string> Happened => _a.Happened;

    public Change By(string id, Instant? at = null, string post = "general-manager", params string[] permissions) =>
        _a.By(id, at ?? Start, post, permissions);

    public Guid NewId() => _a.NewId();

    /// <summary>Money comes in; why not, where it does not.</summary>
    public Refused? Pay(decimal amount, Instant? at = null)
    {
        var (state, change) = (new PaidSale(Parts, receipt: null), By("finance-1", at));
        var paid = RecordPayment.Decide(state, new("P-1", Money.Of(amount)), change);
        if (paid.Refusal is null)
            state.Happen((IEvent<StandingSale>)paid.Value, change.Now);
        return paid.Refusal;
    }

    /// <summary>The contract is signed; why not, where it is not.</summary>
    public Refused? Contract(Instant? at = null)
    {
        var (state, change) = (new ContractedSale(Parts, contractOf: null), By("officer-1", at));
        var signed = SignContract.Decide(state, new(" C-1 "), change);
        if (signed.Refusal is null)
            state.Happen((IEvent<StandingSale>)signed.Value, change.Now);
        return signed.Refusal;
    }

    /// <summary>The unit is delivered; why not, where it is not.</summary>
    public Refused? Deliver(Instant? at = null)
    {
        var (state, change) = (new DeliveredSale(Parts, inCampaign: true), By("officer-1", at));
        var delivered = DeliverUnit.Decide(state, change);
        if (delivered.Refusal is null)
            state.Happen((IEvent<StandingSale>)delivered.Value, change.Now);
        return delivered.Refusal;
    }

    /// <summary>Something is asked for, about the sale unless a test says otherwise.</summary>
    public ChangeRequest Ask(ChangeKind kind, object details, Guid? subject = null)
    {
        var change = By("consultant-1");
        var asked = new ChangeRequest(
            new ChangeAsked(
                NewId(), Unit.Id, Unit.Project, Unit.Code, kind.ToString(), subject ?? Sale.Id,
                change.Wrote("Illness."))
            {
                Rule = "RES-4",
                Details = ChangeRequest.Write(details),
            },
            change.Now);
        _asked.Add(asked);
        return asked;
    }

    /// <summary>What was asked for is granted, and done.</summary>
    /// <param name="kind">The kind of change.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="about">What it is about, as the kind needs it.</param>
    /// <param name="at">When; at the start where not given.</param>
    public Outcome<Events<RequestedChange>> Grant(
        IChangeKind kind, ChangeRequest request, IUnitState about, Instant? at = null)
    {
        var (state, change) = (new RequestedChange(request, kind, about), By(Manager, at));
        var granted = DecideChange.Approve(state, change);
        if (granted.Refusal is null)
            state.Happen(granted.Value, change.Now);
        return granted;
    }
}
