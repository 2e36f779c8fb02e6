using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.SalesControl.Units;

/// <summary>
/// A unit: the lock under which everything of it changes, what it is, and its state of sale, which moves as the state
/// diagram says (<see cref="UnitActs"/>). Who reserves, buys or rents it stands in the states that its use cases load.
/// </summary>
internal sealed class Unit : Aggregate
{
    /// <summary>Stands in the code of no unit of a list.</summary>
    private const char OffTheList = '~';

    private Unit()
    {
    }

    public Unit(Guid id, string project, UnitDescription description, Instant now)
    {
        Id = id;
        Project = project;
        Code = description.Code;
        Describe(description);
        State = description.Withheld ? UnitState.Withheld : UnitState.Available;
        Since = now;
    }

    public override string StreamKind => "unit";

    public string Project { get; private init; } = "";

    /// <summary>
    /// Building, entrance and room as they were first listed: <c>2-1-1203</c>. It stays when they are spelt otherwise.
    /// </summary>
    public string Code { get; private set; } = "";

    /// <summary>
    /// Building, entrance and room in their normal form: which unit of the project it is. Null for one that was listed
    /// a second time before there was such a form.
    /// </summary>
    public string? NameKey { get; internal set; }

    public string Building { get; private set; } = "";

    public string Entrance { get; private set; } = "";

    public int Floor { get; private set; }

    public string Room { get; private set; } = "";

    /// <summary>The code of its kind (<see cref="UnitKind"/>).</summary>
    public string Kind { get; private set; } = "";

    /// <summary>Square metres.</summary>
    public decimal BuiltArea { get; private set; }

    /// <summary>Square metres; null where it was not given.</summary>
    public decimal? InsideArea { get; private set; }

    /// <summary>朝向, as the list has it; null where it was not given.</summary>
    public string? Orientation { get; private set; }

    /// <summary>户型, as the list has it; null where it was not given.</summary>
    public string? Layout { get; private set; }

    /// <summary>The release batch that it comes on sale with; null where it came on sale by the list.</summary>
    public Guid? BatchId { get; internal set; }

    public UnitState State { get; private set; }

    /// <summary>Since when it is in this state.</summary>
    public Instant Since { get; private set; }

    /// <summary>Until when it is held or offered; null in a state that has no end.</summary>
    public Instant? Until { get; internal set; }

    /// <summary>Whose customer has it; null while nobody has.</summary>
    public string? Consultant { get; internal set; }

    /// <summary>Which customer has it; null while nobody has.</summary>
    public Guid? HolderId { get; internal set; }

    /// <summary>How many wait for it.</summary>
    public int Waiting { get; internal set; }

    /// <summary>
    /// How many registrations the unit has had: the number of the last one, and so the order of the line (RES-4).
    /// </summary>
    public int Registrations { get; internal set; }

    /// <summary>Null where an act may be done in the state that the unit is in; the refusal otherwise.</summary>
    public Refused? Forbids(UnitAct act) =>
        act.IsAllowedIn(State) ? null : Refuse(
            act.Rule, "unit.act-forbidden", ("unit", Code), ("state", Text.NameOf(State)), ("act", act.Done));

    /// <summary>A refusal that rests on the unit.</summary>
    public Refused Refuse(string rule, string code, params ReadOnlySpan<(string Name, object? Value)> args) =>
        new(rule, Text.Of(code, args)) { Evidence = [Path] };

    /// <summary>
    /// Into another state; a way that no act of the diagram has is a mistake of ours, and nothing is written.
    /// </summary>
    internal void Enter(UnitState state, Instant at, Held? held = null)
    {
        if (!UnitActs.All.Any(act => act.Moves.TryGetValue(State, out var to) && to.Contains(state)))
            throw new InvalidOperationException($"{Code}: nothing leads from {State} to {state}.");
        (State, Since, Until, Consultant, HolderId) = (state, at, held?.Until, held?.Consultant, held?.Customer);
    }

    /// <summary>Where it can be looked at: what rests on a unit says so by this, as nobody knows its id.</summary>
    public string Path => PathOf(Project, Code);

    /// <summary>The same of one that is known by its code alone.</summary>
    public static string PathOf(string project, string code) =>
        $"/api/sales/projects/{Uri.EscapeDataString(project)}/units/{Uri.EscapeDataString(code)}";

    /// <summary>The code under which it is, or was, on the list: what people know it by.</summary>
    public string ListedAs => Code.Split(OffTheList)[0];

    /// <summary>
    /// Off the list: its names and its code are another's to have, and it keeps one by which it is still found.
    /// </summary>
    internal void TakeOff(Instant at)
    {
        Enter(UnitState.TakenOff, at);
        (Code, NameKey, BatchId) = ($"{Code}{OffTheList}{$"{Id:N}"[^8..]}", null, null);
    }

    /// <summary>As a list says; another spelling of where it is names the same place.</summary>
    internal void Describe(UnitDescription description)
    {
        (Building, Entrance, Room) = (description.Building, description.Entrance, description.Room);
        (Floor, Kind, BuiltArea) = (description.Floor, description.Kind, description.BuiltArea);
        (InsideArea, Orientation, Layout) = (description.InsideArea, description.Orientation, description.Layout);
    }
}

/// <summary>Who has a unit.</summary>
/// <param name="Consultant">Whose customer it is.</param>
/// <param name="Customer">Which customer.</param>
/// <param name="Until">Until when; null for no end.</param>
internal sealed record Held(string? Consultant, Guid? Customer, Instant? Until = null);

/// <summary>A unit with whatever part of it: what happens to the unit itself happens to any of these.</summary>
internal interface IUnitState : IState
{
    /// <summary>The unit.</summary>
    Unit Unit { get; }

    /// <summary>Whose customer it is about, a consultant's number; null where it is about nobody's.</summary>
    string? Consultant => null;
}

/// <summary>A unit that is shown, with what must be known to say what can be done to it.</summary>
internal interface IUnitOnShow : IUnitState
{
    /// <summary>Whether a published price is in force (CS-4).</summary>
    bool HasPrice { get; }

    /// <summary>Whose rules the unit's kind follows.</summary>
    KindRules Follows { get; }
}

/// <summary>A unit by itself, for what is not about who has it.</summary>
internal sealed class UnitAlone(Unit unit, string? consultant = null) : IUnitState
{
    public Unit Unit => unit;

    public string? Consultant => consultant;

    public Aggregate Root => unit;
}
