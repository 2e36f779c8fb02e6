using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;

namespace Ops.SalesControl.Units;

/// <summary>
/// A unit with all that is open on it: the thing that changes as a whole, under the lock of its row. Its methods take the time and touch nothing else; whatever
/// is due on it is applied first (<see cref="ApplyDue"/>), then the state diagram is asked (<see cref="UnitActs"/>). A chapter a file: Listing, Reserving, Selling, Letting.
/// </summary>
internal sealed partial class Unit : Aggregate
{
    private readonly List<Reservation> _reservations = [];
    private readonly List<Subscription> _sales = [];
    private readonly List<Lease> _leases = [];

    private Unit()
    {
    }

    public Unit(Guid id, string project, UnitDescription description, Instant now, string by)
    {
        Id = id;
        Project = project;
        Code = description.Code;
        (Building, Entrance, Floor, Room, Kind) = (description.Building, description.Entrance, description.Floor, description.Room, description.Kind);
        (BuiltArea, InsideArea, Orientation, Layout) = (description.BuiltArea, description.InsideArea, description.Orientation, description.Layout);
        State = description.Withheld ? UnitState.Withheld : UnitState.Available;
        Since = now;
        Raise(new UnitListed(Id, Project, Code, State.ToString()), now, by);
    }

    public override string StreamKind => "unit";

    public string Project { get; private init; } = "";

    /// <summary>Building, entrance and room: <c>2-1-1203</c>.</summary>
    public string Code { get; private init; } = "";

    public string Building { get; private init; } = "";

    public string Entrance { get; private init; } = "";

    public int Floor { get; private set; }

    public string Room { get; private init; } = "";

    public UnitKind Kind { get; private set; }

    /// <summary>Square metres.</summary>
    public decimal BuiltArea { get; private set; }

    /// <summary>Square metres; null where it was not given.</summary>
    public decimal? InsideArea { get; private set; }

    /// <summary>朝向, as the list has it; null where it was not given.</summary>
    public string? Orientation { get; private set; }

    /// <summary>户型, as the list has it; null where it was not given.</summary>
    public string? Layout { get; private set; }

    /// <summary>The release batch that it comes on sale with; null where it came on sale by the list.</summary>
    public Guid? BatchId { get; private set; }

    public UnitState State { get; private set; }

    /// <summary>Since when it is in this state.</summary>
    public Instant Since { get; private set; }

    /// <summary>Until when it is held or offered; null in a state that has no end.</summary>
    public Instant? Until { get; private set; }

    /// <summary>Whose customer has it; null while nobody has.</summary>
    public string? Consultant { get; private set; }

    /// <summary>Which customer has it; null while nobody has.</summary>
    public Guid? HolderId { get; private set; }

    /// <summary>How many wait for it.</summary>
    public int Waiting { get; private set; }

    /// <summary>How many registrations the unit has had: the number of the last one, and so the order of the line.</summary>
    public int Registrations { get; private set; }

    /// <summary>The reservations that were loaded: at least the holder, its renewal and the first in line.</summary>
    public IReadOnlyList<Reservation> Reservations => _reservations;

    /// <summary>The sales that were loaded: at least the one that stands, where sales were asked for.</summary>
    public IReadOnlyList<Subscription> Sales => _sales;

    /// <summary>The leases that were loaded: at least the open one, where leases were asked for.</summary>
    public IReadOnlyList<Lease> Leases => _leases;

    /// <summary>Null where an act may be done in the state that the unit is in; the refusal otherwise.</summary>
    public Refused? Forbids(UnitAct act) =>
        act.IsAllowedIn(State) ? null : new Refused(act.Rule, $"{Code} is {State.Say()}: it cannot be {act.Done}.") { Evidence = [Stream] };

    /// <summary>Into a state; one that the diagram does not know is a mistake of ours, and nothing is written.</summary>
    private void Enter(UnitAct act, UnitState state, Instant at, Instant? until = null, string? consultant = null, Guid? holder = null)
    {
        if (!act.Moves.TryGetValue(State, out var to) || !to.Contains(state))
            throw new InvalidOperationException($"{Code}: {act.Name} does not lead from {State} to {state}.");
        (State, Since, Until, Consultant, HolderId) = (state, at, until, consultant, holder);
    }
}

/// <summary>What a unit is used for.</summary>
internal enum UnitKind
{
    /// <summary>住宅.</summary>
    Home,

    /// <summary>商铺.</summary>
    Shop,

    /// <summary>车位.</summary>
    Parking,
}

/// <summary>A unit as the project's list describes it.</summary>
internal sealed record UnitDescription(
    string Building, string Entrance, int Floor, string Room, UnitKind Kind, decimal BuiltArea, decimal? InsideArea, decimal? ListPrice, bool Withheld)
{
    /// <summary>朝向.</summary>
    public string? Orientation { get; init; }

    /// <summary>户型.</summary>
    public string? Layout { get; init; }

    public string Code => $"{Building}-{Entrance}-{Room}";
}
