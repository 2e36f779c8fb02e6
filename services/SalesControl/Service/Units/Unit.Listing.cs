using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Units;

/// <content>How a unit comes on sale, and is withheld from it.</content>
internal sealed partial class Unit
{
    /// <summary>What was signed for: once a unit is sold no list changes it.</summary>
    private static readonly string[] Signed = ["floor", "kind", "built area", "inside area"];

    /// <summary>It comes on sale with a batch, until whose opening it is withheld; or, with none, no longer with one.</summary>
    [Rule("RES-2")]
    public Outcome<Unit> PlanFor(Guid? batch, Instant now, string by)
    {
        if (Forbids(UnitActs.PutOnSale) is { } refusal)
            return refusal;
        BatchId = batch;
        Raise(new UnitDescribed(Id, Project, Code, ["batch"]), now, by);
        return this;
    }

    /// <summary>A queue number of its batch chooses it, before it is on sale to everyone 选房. It is the customer's from then on.</summary>
    [Rule("RES-4")]
    public Outcome<Unit> Choose(Guid batch, Guid customer, string consultant, Instant now)
    {
        if (BatchId != batch)
            return Refused.Input("RES-4", "unit", $"{Code} is not of this batch: a queue number chooses among its own batch's units.") with { Evidence = [Stream] };
        if (Forbids(UnitActs.Choose) is { } refusal)
            return refusal;
        Enter(UnitActs.Choose, UnitState.Subscribed, now, until: null, consultant, customer);
        return this;
    }

    /// <summary>On sale to everyone 开盘.</summary>
    [Rule("RES-2")]
    public Outcome<Unit> PutOnSale(string? batch, Instant now, string by)
    {
        if (Forbids(UnitActs.PutOnSale) is { } refusal)
            return refusal;
        Enter(UnitActs.PutOnSale, UnitState.Available, now);
        Raise(new UnitPutOnSale(Id, Project, Code, batch), now, by);
        return this;
    }

    /// <summary>Not for sale any more 销控, under an approval.</summary>
    [Rule("RES-2")]
    public Outcome<Unit> Withhold(Guid change, string reason, Instant now, string by)
    {
        if (Forbids(UnitActs.Withhold) is { } refusal)
            return refusal;
        Enter(UnitActs.Withhold, UnitState.Withheld, now);
        Raise(new UnitWithheld(Id, Project, Code, change, reason), now, by);
        return this;
    }

    /// <summary>A newer list says something else of it. Nothing is raised where nothing changed.</summary>
    public Outcome<Unit> Describe(UnitDescription description, Instant now, string by)
    {
        var changed = ChangedBy(description);
        if (RefusesChangeOf(changed) is { } refusal)
            return refusal;
        if (changed.Count == 0)
            return this;
        (Floor, Kind, BuiltArea, InsideArea, Orientation, Layout) = (description.Floor, description.Kind, description.BuiltArea, description.InsideArea, description.Orientation, description.Layout);
        Raise(new UnitDescribed(Id, Project, Code, changed), now, by);
        return this;
    }

    /// <summary>Why a list may not change these columns of it: what was sold stays as it was sold, and a let shop a shop. Null where it may.</summary>
    public Refused? RefusesChangeOf(IEnumerable<string> columns)
    {
        string[] signed = State.IsSold() ? Signed : State == UnitState.Let ? ["kind"] : [];
        return columns.FirstOrDefault(signed.Contains) is { } column
            ? new Refused("RES-4", $"{Code} is {State.Say()}: its {column} is what was signed for.", Field: column) { Evidence = [Stream] }
            : null;
    }

    /// <summary>As a list has it.</summary>
    public UnitDescription AsListed(decimal? price) =>
        new(Building, Entrance, Floor, Room, Kind, BuiltArea, InsideArea, price, State == UnitState.Withheld) { Orientation = Orientation, Layout = Layout };

    /// <summary>What a list would change of it.</summary>
    public IReadOnlyList<string> ChangedBy(UnitDescription description)
    {
        List<string> changed = [];
        if (Floor != description.Floor)
            changed.Add("floor");
        if (Kind != description.Kind)
            changed.Add("kind");
        if (BuiltArea != description.BuiltArea)
            changed.Add("built area");
        if (InsideArea != description.InsideArea)
            changed.Add("inside area");
        if (!string.Equals(Orientation, description.Orientation, StringComparison.Ordinal))
            changed.Add("orientation");
        if (!string.Equals(Layout, description.Layout, StringComparison.Ordinal))
            changed.Add("layout");
        return changed;
    }
}
