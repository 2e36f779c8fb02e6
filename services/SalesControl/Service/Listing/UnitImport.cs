using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.Platform.Texts;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Listing;

/// <summary>What is there when a list comes.</summary>
/// <param name="Units">The project's units, by the key of their names.</param>
/// <param name="Keys">The keys of the places that the list names.</param>
/// <param name="Batches">The project's release batches.</param>
/// <param name="Prices">The prices in force, by unit.</param>
/// <param name="Proposed">The prices of the newest version that names a unit and is not in force yet.</param>
/// <param name="Kinds">The kinds of units.</param>
internal sealed record WhatIsThere(
    IReadOnlyDictionary<string, Unit> Units, IReadOnlyDictionary<UnitPlace, string> Keys, IReadOnlyList<Batch> Batches,
    IReadOnlyDictionary<Guid, decimal> Prices, IReadOnlyDictionary<Guid, decimal> Proposed,
    KnownKinds Kinds);

/// <summary>
/// What a list of units would do, line by line, without doing it: the preview shows it, the import does it. A list
/// describes; it sells, withholds and puts on sale nothing that is there.
/// </summary>
internal sealed class UnitImport
{
    private readonly List<(UnitLine Line, string Key, Guid? Batch)> _added = [];
    private readonly List<(Unit Unit, UnitDescription Description)> _described = [];
    private readonly Dictionary<Guid, decimal> _priced = [];
    private readonly List<ChangedUnit> _changed = [];
    private readonly List<SheetError> _errors = [];

    private UnitImport()
    {
    }

    /// <summary>Units that are new, with the key of their names and the batch that they come on sale with.</summary>
    public IReadOnlyList<(UnitLine Line, string Key, Guid? Batch)> Added => _added;

    /// <summary>Units that are there and are described anew.</summary>
    public IReadOnlyList<(Unit Unit, UnitDescription Description)> Described => _described;

    /// <summary>New prices of units that are there.</summary>
    public IReadOnlyDictionary<Guid, decimal> Priced => _priced;

    /// <summary>What changes, of units that are there.</summary>
    public IReadOnlyList<ChangedUnit> Changed => _changed;

    /// <summary>How many are there and stay as they are.</summary>
    public int Unchanged { get; private set; }

    /// <summary>What is wrong, line by line.</summary>
    public IReadOnlyList<SheetError> Errors => _errors;

    /// <summary>Reads a list against what is there.</summary>
    [Rule("RES-2", "lists of units")]
    [Rule("CS-4", "lists of units")]
    public static UnitImport Of(SentList list, WhatIsThere there)
    {
        var import = new UnitImport();
        var named = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in list.Lines)
        {
            var (read, wrong) = UnitColumns.Take(list, line, there.Kinds);
            import._errors.AddRange(wrong);
            if (read is null)
                continue;
            var key = there.Keys[read.Unit.Place];
            if (!named.TryAdd(key, read.Line))
                import.Wrong(read, "room", Text.Of("units.twice", ("unit", read.Unit.Code), ("line", named[key])));
            else if (there.Units.TryGetValue(key, out var unit))
                import.Compare(read, unit, list, there);
            else
                import.Add(read, key, there.Batches);
        }

        return import;
    }

    private void Add(UnitLine line, string key, IReadOnlyList<Batch> batches)
    {
        var batch = line.Batch is { } code ? batches.FirstOrDefault(one => IsCalled(one, code)) : null;
        if (line.State is not (null or UnitState.Available or UnitState.Withheld))
            Wrong(line, "state", Text.Of("units.state-of-new"));
        else if (line.Batch is not null && line.State == UnitState.Available)
            Wrong(line, "state", Text.Of("units.withheld-until-opening", ("batch", line.Batch)));
        else if (line.Batch is not null && batch is null)
            Wrong(line, "batch", Text.Of("units.batch-unknown", ("batch", line.Batch)));
        else if (batch is not null && batch.State != BatchState.Planned)
            Wrong(line, "batch", Text.Of("units.batch-begun", ("batch", line.Batch)));
        else
            _added.Add((line, key, batch?.Id));
    }

    private void Compare(UnitLine line, Unit unit, SentList list, WhatIsThere there)
    {
        var before = unit.AsListed(there.Prices.TryGetValue(unit.Id, out var price) ? price : null);
        // A column that the list has not leaves what is there.
        var after = line.Unit with
        {
            InsideArea = list.Places.ContainsKey("inside area") ? line.Unit.InsideArea : before.InsideArea,
            Orientation = list.Places.ContainsKey("orientation") ? line.Unit.Orientation : before.Orientation,
            Layout = list.Places.ContainsKey("layout") ? line.Unit.Layout : before.Layout,
            ListPrice = line.Unit.ListPrice ?? before.ListPrice,
        };
        var columns = unit.ChangedBy(after);
        // A price that a draft proposes already is proposed once.
        var priced = after.ListPrice != before.ListPrice
            && !(there.Proposed.TryGetValue(unit.Id, out var proposed) && proposed == after.ListPrice);
        var errors = _errors.Count;
        foreach (var refusal in columns.Select(column => unit.RefusesChangeOf([column])).OfType<Refused>())
            Wrong(line, refusal.Field!, refusal.Text);
        RefuseWhatNoListChanges(line, unit, priced, there);
        if (_errors.Count > errors)
            return;

        if (columns.Count > 0)
            _described.Add((unit, after));
        if (priced)
        {
            _priced.Add(unit.Id, after.ListPrice!.Value);
            columns = [.. columns, "list price"];
        }

        if (columns.Count == 0)
        {
            Unchanged++;
            return;
        }

        _changed.Add(new ChangedUnit(unit.Code, line.Line, [.. columns.Select(column => new ChangedColumn(
            UnitColumns.All.Heading(column), UnitColumns.CellText(before, column, there.Kinds),
            UnitColumns.CellText(after, column, there.Kinds)))]));
    }

    /// <summary>What was sold keeps its price; states and batches are changed elsewhere.</summary>
    private void RefuseWhatNoListChanges(UnitLine line, Unit unit, bool priced, WhatIsThere there)
    {
        var state = ("state", (object?)Text.NameOf(unit.State));
        if (priced && unit.State.IsSold())
            Wrong(line, "list price", Text.Of("units.sold-price", ("unit", unit.Code), state));
        if ((line.State, unit.State) is (UnitState.Withheld, UnitState.Available)
            or (UnitState.Available, UnitState.Withheld))
        {
            Wrong(line, "state", Text.Of("units.state-elsewhere", ("unit", unit.Code), state));
        }

        if (line.Batch is { } code
            && !(there.Batches.FirstOrDefault(b => b.Id == unit.BatchId) is { } batch && IsCalled(batch, code)))
            Wrong(line, "batch", Text.Of("units.batch-elsewhere", ("unit", unit.Code)));
    }

    private static bool IsCalled(Batch batch, string code) => HalfWidth.Comparer.Equals(batch.Code, code);

    private void Wrong(UnitLine line, string column, Text reason) =>
        _errors.Add(new SheetError(line.Line, column, reason));
}

/// <summary>A unit that is there and that a list changes.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Line">The line as people count.</param>
/// <param name="Columns">What changes; a price is changed by the draft of a price list.</param>
internal sealed record ChangedUnit(string Unit, int Line, IReadOnlyList<ChangedColumn> Columns);

/// <summary>A column of a unit that changes.</summary>
/// <param name="Column">The column's heading, in the reader's language.</param>
/// <param name="From">What stands there; null for nothing.</param>
/// <param name="To">What the list says; null for nothing.</param>
internal sealed record ChangedColumn(string Column, string? From, string? To);
