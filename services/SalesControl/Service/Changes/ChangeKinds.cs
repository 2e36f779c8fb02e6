using Ops.Platform.Approvals;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Changes;

/// <summary>A kind of change of a sale: who must agree, and what happens when they have.</summary>
internal interface IChangeKind
{
    /// <summary>The kind.</summary>
    ChangeKind Kind { get; }

    /// <summary>The rule that asks for the agreement.</summary>
    string Rule { get; }

    /// <summary>Who must agree, one agreement each.</summary>
    IReadOnlyList<Need> Needs { get; }

    /// <summary>What is asked, without personal data: it goes on the register.</summary>
    Text What(ChangeRequest request, Unit unit);

    /// <summary>
    /// Locks what it is about, and loads the part that it needs: where it touches several units, in the order of their
    /// ids.
    /// </summary>
    Task<IUnitState> LockAsync(ChangeRequest request, CancellationToken cancellationToken);

    /// <summary>
    /// Why this actor's agreement does not count, beyond the permission: a discount above the actor's own limit. Null
    /// where it does.
    /// </summary>
    Refused? RefusesDecider(ChangeRequest request, Actor actor);

    /// <summary>What happens with the last agreement; a refusal leaves it asked.</summary>
    Outcome<Events<RequestedChange>> Grant(RequestedChange change, Change by);
}

/// <summary>A kind of change, with what it is about and what exactly is asked.</summary>
/// <typeparam name="TState">What it is about.</typeparam>
/// <typeparam name="TDetails">What exactly is asked: without personal data.</typeparam>
internal abstract class ChangeKind<TState, TDetails>(ChangeKind kind, string rule, params string[] permissions)
    : IChangeKind
    where TState : class, IUnitState
{
    public ChangeKind Kind => kind;

    public string Rule => rule;

    public IReadOnlyList<Need> Needs { get; } = [.. permissions.Select(permission => new Need(permission))];

    public Text What(ChangeRequest request, Unit unit) => What(request.DetailsAs<TDetails>(), unit);

    public async Task<IUnitState> LockAsync(ChangeRequest request, CancellationToken cancellationToken) =>
        await LockAsync(request, request.DetailsAs<TDetails>(), cancellationToken);

    public Outcome<Events<RequestedChange>> Grant(RequestedChange change, Change by) =>
        Grant((TState)change.About, new(change.Request, change.Request.DetailsAs<TDetails>()), by)
            .Then<Events<RequestedChange>>(done =>
                new Events<RequestedChange>(new Elsewhere<RequestedChange, TState>(one => (TState)one.About, done)));

    public Refused? RefusesDecider(ChangeRequest request, Actor actor) =>
        RefusesDecider(request.DetailsAs<TDetails>(), actor);

    /// <summary>Why this actor's agreement does not count, beyond the permission.</summary>
    protected virtual Refused? RefusesDecider(TDetails details, Actor actor) => null;

    /// <summary>What is asked.</summary>
    protected abstract Text What(TDetails details, Unit unit);

    /// <summary>Locks what it is about.</summary>
    protected abstract Task<TState> LockAsync(
        ChangeRequest request, TDetails details, CancellationToken cancellationToken);

    /// <summary>What happens with the last agreement.</summary>
    protected abstract Outcome<Events<TState>> Grant(TState state, Granted<TDetails> granted, Change by);
}

/// <summary>What everybody has agreed to.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Details">What exactly.</param>
internal sealed record Granted<TDetails>(ChangeRequest Request, TDetails Details)
{
    /// <summary>The change, as events name it.</summary>
    public Guid Id => Request.Id;
}

/// <summary>What is done to a unit by a change of a kind.</summary>
internal static class ChangeKinds
{
    /// <summary>The act, as the state diagram has it.</summary>
    public static UnitAct ActOf(ChangeRequest request) => request.Kind switch
    {
        ChangeKind.LatePayment => UnitActs.Reschedule,
        ChangeKind.Swap => UnitActs.SwapAway,
        ChangeKind.ChangeOfName => UnitActs.ChangeBuyers,
        ChangeKind.Cancellation => UnitActs.Cancel,
        ChangeKind.Forfeiture => UnitActs.Forfeit,
        ChangeKind.Discount => UnitActs.Discount,
        ChangeKind.Extension => UnitActs.Extend,
        ChangeKind.TakingOff => UnitActs.TakeOff,
        _ => request.DetailsAs<Selling>().PutOnSale ? UnitActs.PutOnSale : UnitActs.Withhold,
    };

    /// <summary>What a withholding says of itself: whether it is its end.</summary>
    private sealed record Selling(bool PutOnSale);
}
