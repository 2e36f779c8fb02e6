using NodaTime;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Units;

/// <content>How a unit comes on sale, and is withheld from it.</content>
internal sealed partial class Unit
{
    /// <summary>It comes on sale with a batch: until that opens it is withheld.</summary>
    public Outcome<Unit> PlanFor(Guid batch)
    {
        if (Forbids(UnitActs.PutOnSale) is { } refusal)
            return refusal;
        BatchId = batch;
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
    /// <returns>What changed, as the list's columns are called.</returns>
    public IReadOnlyList<string> Describe(UnitDescription description, Instant now, string by)
    {
        var changed = ChangedBy(description);
        if (changed.Count == 0)
            return changed;
        (Floor, Kind, BuiltArea, InsideArea, Orientation, Layout) = (description.Floor, description.Kind, description.BuiltArea, description.InsideArea, description.Orientation, description.Layout);
        Raise(new UnitDescribed(Id, Project, Code, changed), now, by);
        return changed;
    }

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
