using System.Text;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Units;

/// <summary>What state of sale a unit is in.</summary>
internal enum UnitState
{
    /// <summary>Not for sale 销控.</summary>
    Withheld,

    /// <summary>Open to every consultant 待售.</summary>
    Available,

    /// <summary>Taken by a registration that is not approved yet.</summary>
    Pending,

    /// <summary>Reserved 预留: registered and approved.</summary>
    Reserved,

    /// <summary>Offered to the first in line.</summary>
    Offered,

    /// <summary>Subscribed 认购.</summary>
    Subscribed,

    /// <summary>The contract is signed 签约.</summary>
    Contracted,

    /// <summary>Delivered to its buyers 入伙.</summary>
    Delivered,

    /// <summary>A shop that is let, or whose lease is booked 出租.</summary>
    Let,

    /// <summary>Listed by mistake and taken off the list 撤出: it is no unit of the project any more.</summary>
    TakenOff,
}

/// <summary>Something that can be done to a unit: from which states, and to which it leads.</summary>
/// <param name="Code">Its code in the resource files: <c>unit.act.put-on-sale</c>.</param>
/// <param name="Name">Its name in the diagram.</param>
/// <param name="Rule">The rule that a refusal names.</param>
/// <param name="Moves">From each state in which it may be done, the states that it may lead to.</param>
internal sealed record UnitAct(
    string Code, string Name, string Rule, IReadOnlyDictionary<UnitState, UnitState[]> Moves)
{
    /// <summary>As a refusal says it: "it cannot be …".</summary>
    public Text Done => Text.Of($"unit.act.{Code}");

    /// <summary>Whether it may be done in a state.</summary>
    public bool IsAllowedIn(UnitState state) => Moves.ContainsKey(state);
}

/// <summary>
/// The state diagram of a unit: the one place that says what may be done in which state. Commands ask it before they
/// look at anything else, a unit refuses to enter a state that it does not know, the tests try every other pair, and
/// the page in the docs is drawn from it.
/// </summary>
internal static class UnitActs
{
    public static readonly UnitAct PutOnSale = new(
        "put-on-sale", "put on sale 开盘", "RES-2",
        From(UnitState.Withheld, UnitState.Available));

    public static readonly UnitAct Withhold = new(
        "withhold", "withhold 销控", "RES-2",
        From(UnitState.Available, UnitState.Withheld));

    public static readonly UnitAct TakeOff = new(
        "take-off", "take off the list 撤出", "RES-2",
        From(UnitState.Withheld, UnitState.TakenOff).And(UnitState.Available, UnitState.TakenOff));

    /// <summary>On a taken unit it is recorded as waiting.</summary>
    public static readonly UnitAct Reserve = new(
        "reserve", "register 预留", "RES-4",
        From(UnitState.Available, UnitState.Pending).Stay(UnitState.Pending, UnitState.Reserved, UnitState.Offered));

    public static readonly UnitAct Approve = new(
        "approve", "approve", "RES-2",
        From(UnitState.Pending, UnitState.Reserved));

    public static readonly UnitAct Refuse = new(
        "refuse", "refuse", "RES-2",
        From(UnitState.Pending, UnitState.Available, UnitState.Offered));

    public static readonly UnitAct Extend = new(
        "extend", "extend", "RES-1",
        Stay(UnitState.Reserved));

    public static readonly UnitAct Renew = new(
        "renew", "renew 续留", "RES-3",
        Stay(UnitState.Reserved));

    public static readonly UnitAct GiveUp = new(
        "give-up", "release early", "RES-1",
        From(UnitState.Pending, UnitState.Available, UnitState.Offered)
            .And(UnitState.Reserved, UnitState.Available, UnitState.Offered));

    public static readonly UnitAct LeaveLine = new(
        "leave-line", "leave the line", "RES-4",
        From(UnitState.Offered, UnitState.Offered, UnitState.Available).Stay(UnitState.Pending, UnitState.Reserved));

    public static readonly UnitAct Yield = new(
        "yield", "yield", "RES-4",
        Stay(UnitState.Pending, UnitState.Reserved));

    public static readonly UnitAct PayFirst = new(
        "pay-first", "pay first", "RES-4",
        Stay(UnitState.Pending, UnitState.Reserved));

    public static readonly UnitAct TakeUp = new(
        "take-up", "take the offer up", "RES-4",
        From(UnitState.Offered, UnitState.Pending));

    /// <summary>By itself, at its time. An approved renewal takes over.</summary>
    public static readonly UnitAct Lapse = new(
        "lapse", "lapse", "RES-3",
        From(UnitState.Pending, UnitState.Available, UnitState.Offered)
            .And(UnitState.Reserved, UnitState.Available, UnitState.Offered, UnitState.Reserved)
            .And(UnitState.Offered, UnitState.Available, UnitState.Offered));

    public static readonly UnitAct Discount = new(
        "discount", "grant a discount", "CS-4",
        Stay(UnitState.Available, UnitState.Pending, UnitState.Reserved, UnitState.Offered, UnitState.Let));

    public static readonly UnitAct Subscribe = new(
        "subscribe", "subscribe 认购", "RES-4",
        From(UnitState.Available, UnitState.Subscribed).And(UnitState.Pending, UnitState.Subscribed)
            .And(UnitState.Reserved, UnitState.Subscribed).And(UnitState.Offered, UnitState.Subscribed)
            .And(UnitState.Let, UnitState.Subscribed));

    /// <summary>A queue number's choice, before the unit is on sale to everyone.</summary>
    public static readonly UnitAct Choose = new(
        "choose", "choose by queue number 选房", "RES-4",
        From(UnitState.Withheld, UnitState.Subscribed));

    public static readonly UnitAct Reschedule = new(
        "reschedule", "late payment plan 延期付款", "RES-4",
        Stay(UnitState.Subscribed, UnitState.Contracted));

    public static readonly UnitAct ChangeBuyers = new(
        "change-buyers", "change of name 更名", "RES-4",
        Stay(UnitState.Subscribed, UnitState.Contracted));

    public static readonly UnitAct Pay = new(
        "pay", "pay", "RES-4",
        Stay(UnitState.Subscribed, UnitState.Contracted, UnitState.Delivered));

    public static readonly UnitAct Contract = new(
        "contract", "sign the contract 签约", "RES-4",
        From(UnitState.Subscribed, UnitState.Contracted));

    public static readonly UnitAct Deliver = new(
        "deliver", "deliver 入伙", "DOC-5.3.1",
        From(UnitState.Contracted, UnitState.Delivered));

    public static readonly UnitAct Cancel = new(
        "cancel", "cancel 退房", "RES-4",
        From(UnitState.Subscribed, UnitState.Available, UnitState.Let)
            .And(UnitState.Contracted, UnitState.Available, UnitState.Let));

    public static readonly UnitAct Forfeit = new(
        "forfeit", "forfeit 挞定", "RES-4",
        From(UnitState.Subscribed, UnitState.Available, UnitState.Let));

    public static readonly UnitAct SwapAway = new(
        "swap-away", "swap away 换房", "RES-4",
        From(UnitState.Subscribed, UnitState.Available, UnitState.Let));

    public static readonly UnitAct SwapTo = new(
        "swap-to", "swap to 换房", "RES-4",
        From(UnitState.Available, UnitState.Subscribed));

    public static readonly UnitAct BookLease = new(
        "book-lease", "book a lease 租赁预订", "DOC-5.6.1",
        From(UnitState.Available, UnitState.Let));

    public static readonly UnitAct SignLease = new(
        "sign-lease", "sign a lease 租赁合同", "DOC-5.6.1",
        Stay(UnitState.Let));

    public static readonly UnitAct RenewLease = new(
        "renew-lease", "renew a lease", "DOC-5.6.1",
        Stay(UnitState.Let));

    /// <summary>Of a shop that was sold, the lease ends under its buyer.</summary>
    public static readonly UnitAct EndLease = new(
        "end-lease", "end a lease", "DOC-5.6.1",
        From(UnitState.Let, UnitState.Available).Stay(UnitState.Subscribed, UnitState.Contracted, UnitState.Delivered));

    /// <summary>All of them, in the order of a unit's life.</summary>
    public static readonly IReadOnlyList<UnitAct> All =
    [
        PutOnSale, Withhold, TakeOff, Reserve, Approve, Refuse, Extend, Renew, GiveUp, LeaveLine, Yield, PayFirst,
        TakeUp, Lapse, Discount, Subscribe, Choose, Reschedule, ChangeBuyers, Pay, Contract, Deliver, Cancel, Forfeit,
        SwapAway, SwapTo, BookLease, SignLease, RenewLease, EndLease,
    ];

    /// <summary>
    /// The diagram in Mermaid's language: arrows between states; what leaves a state as it is, in the table of the
    /// page.
    /// </summary>
    public static string Draw()
    {
        var text = new StringBuilder("stateDiagram-v2\n");
        var arrows = All
            .SelectMany(act => act.Moves.SelectMany(move => move.Value
                .Where(to => to != move.Key || act == Lapse)
                .Select(to => (From: move.Key, To: to, act.Name))))
            .GroupBy(arrow => (arrow.From, arrow.To)).OrderBy(arrow => arrow.Key);
        foreach (var arrow in arrows)
        {
            text.Append("    ").Append(arrow.Key.From).Append(" --> ").Append(arrow.Key.To).Append(": ")
                .AppendJoin(", ", arrow.Select(one => one.Name)).Append('\n');
        }

        return text.ToString();
    }

    private static Dictionary<UnitState, UnitState[]> From(UnitState from, params UnitState[] to) =>
        new() { [from] = to };

    private static Dictionary<UnitState, UnitState[]> Stay(params UnitState[] states) =>
        states.ToDictionary(state => state, state => new[] { state });

    private static Dictionary<UnitState, UnitState[]> And(
        this Dictionary<UnitState, UnitState[]> moves, UnitState from, params UnitState[] to)
    {
        moves.Add(from, to);
        return moves;
    }

    private static Dictionary<UnitState, UnitState[]> Stay(
        this Dictionary<UnitState, UnitState[]> moves, params UnitState[] states)
    {
        foreach (var state in states)
            moves.Add(state, [state]);
        return moves;
    }
}
