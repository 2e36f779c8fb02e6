using System.Text.Json;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// A unit's history read again from its events alone, with what RES says of the order of things: who holds it, who
/// waits in which order, who yielded, whether a shop is let. It says where the history did what must not happen, and in
/// which state it ends.
/// </summary>
internal sealed class UnitReplay(string unit)
{
    /// <summary>To which state an event leads, and what must have been done.</summary>
    private static readonly Dictionary<string, (UnitState To, UnitAct[] By)> Leads = new(StringComparer.Ordinal)
    {
        [nameof(UnitPutOnSale)] = (UnitState.Available, [UnitActs.PutOnSale]),
        [nameof(UnitWithheld)] = (UnitState.Withheld, [UnitActs.Withhold]),
        [nameof(ReservationRegistered)] = (UnitState.Pending, [UnitActs.Reserve, UnitActs.TakeUp]),
        [nameof(ReservationApproved)] = (UnitState.Reserved, [UnitActs.Approve]),
        [nameof(ReservationRenewed)] = (UnitState.Reserved, [UnitActs.Lapse]),
        [nameof(UnitOffered)] =
            (UnitState.Offered, [UnitActs.Refuse, UnitActs.GiveUp, UnitActs.LeaveLine, UnitActs.Lapse]),
        [nameof(UnitReleased)] = (UnitState.Available, [
            UnitActs.Refuse, UnitActs.GiveUp, UnitActs.LeaveLine, UnitActs.Lapse, UnitActs.Cancel, UnitActs.Forfeit,
            UnitActs.SwapAway]),
        [nameof(SalesControl.Subscriptions.SubscriptionSigned)] =
            (UnitState.Subscribed, [UnitActs.Subscribe, UnitActs.Choose, UnitActs.SwapTo]),
        [nameof(ContractSigned)] = (UnitState.Contracted, [UnitActs.Contract]),
        [nameof(UnitDelivered)] = (UnitState.Delivered, [UnitActs.Deliver]),
        [nameof(LeaseBooked)] = (UnitState.Let, [UnitActs.BookLease]),
    };

    private readonly List<string> _line = [], _wrong = [];
    private readonly HashSet<(string Waiting, string To)> _yields = [];
    private readonly HashSet<string> _paidFirst = [], _deposits = [];
    private string? _holder, _lease, _next;
    private long _version;

    /// <summary>What went wrong.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    /// <summary>In which state it is by now.</summary>
    public UnitState State { get; private set; } = UnitState.Withheld;

    /// <summary>Who waits, in order.</summary>
    public IReadOnlyList<string> Line => _line;

    /// <summary>What happened next.</summary>
    public void Happened(long version, string type, JsonElement body)
    {
        if (version != ++_version)
            Fail($"event {version} where {_version} was to come");
        if (_next is { } expected && expected != type)
            Fail($"{expected} was to follow at once, and not {type}");
        _next = null;
        string Id(string member) => body.GetProperty(member).GetString()!;

        switch (type)
        {
            case nameof(UnitListed):
                State = Enum.Parse<UnitState>(Id("state"));
                return;
            case nameof(ReservationRegistered):
                if (_holder is not null && _holder != Id("reservationId"))
                    Fail($"{Id("reservationId")} holds it beside {_holder}");
                if (_holder is null && _line.Count > 0)
                    Fail("it was registered for another while somebody waits");
                if (!_deposits.Add(Id("depositReceipt")))
                    Fail("one deposit receipt for two reservations");
                _holder = Id("reservationId");
                break;
            case nameof(WaitRecorded):
                if (State is not (UnitState.Pending or UnitState.Reserved or UnitState.Offered))
                    Fail($"somebody waits while it is {State}");
                _line.Add(Id("reservationId"));
                if (body.GetProperty("place").GetInt32() != _line.Count)
                    Fail($"place {body.GetProperty("place")} told to the one in place {_line.Count}");
                break;
            case nameof(UnitOffered):
                if (_line.Count == 0 || _line[0] != Id("reservationId"))
                    Fail(
                        $"it was offered to {Id("reservationId")}, and "
                            + $"{(_line.Count == 0 ? "nobody" : _line[0])} was first in line");
                if (_holder is not null)
                    Fail($"it was offered while {_holder} holds it");
                _line.Remove(Id("reservationId"));
                _holder = Id("reservationId");
                break;
            case nameof(LineLeft):
                if (!_line.Remove(Id("reservationId")))
                    Ends(Id("reservationId"));
                break;
            case nameof(WaitClosed):
                _line.Remove(Id("reservationId"));
                break;
            case nameof(ReservationRefused) or nameof(ReservationLapsed) or nameof(ReservationReleased)
                or nameof(OfferLapsed):
                Ends(Id("reservationId"));
                break;
            case nameof(WaitYielded):
                _yields.Add((Id("reservationId"), Id("to")));
                break;
            case nameof(SubscriptionMoneyPaid):
                _paidFirst.Add(Id("reservationId"));
                break;
            case nameof(RenewalRegistered):
                if (_holder != Id("renews"))
                    Fail("one that does not hold it goes on");
                if (!_paidFirst.Contains(Id("renews"))
                    && _line.Exists(waiting => !_yields.Contains((waiting, Id("renews")))))
                    Fail("the holder goes on past one who waits and has not yielded");
                break;
            case nameof(ReservationRenewed):
                Ends(Id("renews"));
                _holder = Id("reservationId");
                break;
            case nameof(SalesControl.Subscriptions.SubscriptionSigned):
                if (_line.Count > 0)
                    Fail("it was sold, and waits were not closed");
                if (_holder is not null
                    && (body.GetProperty("reservationId").ValueKind == JsonValueKind.Null
                        || Id("reservationId") != _holder))
                    Fail("it was sold to another than its holder");
                _holder = null;
                _next = _lease is null ? null : nameof(LetShopSold);
                break;
            case nameof(LeaseBooked):
                _lease = Id("leaseId");
                break;
            case nameof(LeaseEnded):
                if (_lease != Id("leaseId"))
                    Fail("a lease ended that was not open");
                _lease = null;
                if (State == UnitState.Let)
                    Enter(UnitState.Available, type, [UnitActs.EndLease]);
                return;
            case nameof(SaleCancelled) or nameof(SaleForfeited) or nameof(SaleSwapped):
                UnitAct[] act = [
                    type switch
                    {
                        nameof(SaleCancelled) => UnitActs.Cancel,
                        nameof(SaleForfeited) => UnitActs.Forfeit,
                        _ => UnitActs.SwapAway,
                    }];
                if (_lease is not null)
                    Enter(UnitState.Let, type, act);
                else
                    _next = nameof(UnitReleased);
                return;
        }

        if (type == nameof(UnitReleased) && _line.Count > 0)
            Fail($"it is open while {_line.Count} wait");
        if (Leads.TryGetValue(type, out var leads))
            Enter(leads.To, type, leads.By);
    }

    private void Ends(string reservation)
    {
        if (_holder != reservation)
            Fail($"{reservation} ended and {_holder ?? "nobody"} held it");
        _holder = null;
    }

    private void Enter(UnitState to, string type, UnitAct[] acts)
    {
        if (!acts.Any(act => act.Moves.TryGetValue(State, out var allowed) && allowed.Contains(to)))
            Fail($"{type} led from {State} to {to}, which the diagram does not have");
        State = to;
    }

    private void Fail(string what) => _wrong.Add($"{unit}, event {_version}: {what}");
}
