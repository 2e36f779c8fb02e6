using Ops.Platform.Rules;
using Ops.Platform.Spreadsheets;
using Ops.SalesControl.Batches;

namespace Ops.SalesControl.Units.Import;

/// <summary>What is there when a list comes.</summary>
/// <param name="Units">The project's units, by code.</param>
/// <param name="Batches">The project's release batches.</param>
/// <param name="Prices">The prices in force, by unit.</param>
internal sealed record WhatIsThere(IReadOnlyDictionary<string, Unit> Units, IReadOnlyList<Batch> Batches, IReadOnlyDictionary<Guid, decimal> Prices);

/// <summary>
/// What a list of units would do, line by line, without doing it: the preview shows it, the import does it. A list describes; it sells, withholds and puts on sale nothing that is there.
/// </summary>
internal sealed class UnitImport
{
    private readonly List<(UnitLine Line, Guid? Batch)> _added = [];
    private readonly List<(Unit Unit, UnitDescription Description)> _described = [];
    private readonly Dictionary<Guid, decimal> _priced = [];
    private readonly List<ChangedUnit> _changed = [];
    private readonly List<SheetError> _errors = [];

    private UnitImport()
    {
    }

    /// <summary>Units that are new, with the batch that they come on sale with.</summary>
    public IReadOnlyList<(UnitLine Line, Guid? Batch)> Added => _added;

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
    /// <param name="lines">The file's lines, the headings first.</param>
    /// <param name="places">Which column is where.</param>
    /// <param name="there">What is there.</param>
    [Rule("RES-2")]
    [Rule("CS-4")]
    public static UnitImport Of(IReadOnlyList<SheetLine> lines, IReadOnlyDictionary<string, int> places, WhatIsThere there)
    {
        var import = new UnitImport();
        var named = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Skip(1))
        {
            var (read, wrong) = UnitColumns.Take(line, places);
            import._errors.AddRange(wrong);
            if (read is null)
                continue;
            if (!named.TryAdd(read.Unit.Code, read.Line))
                import.Wrong(read, "room", $"Unit {read.Unit.Code} stands in line {named[read.Unit.Code]} already.");
            else if (there.Units.TryGetValue(read.Unit.Code, out var unit))
                import.Compare(read, unit, places, there);
            else
                import.Add(read, there.Batches);
        }

        return import;
    }

    private void Add(UnitLine line, IReadOnlyList<Batch> batches)
    {
        var batch = line.Batch is { } code ? batches.FirstOrDefault(one => one.Code == code) : null;
        if (line.State is not (null or UnitState.Available or UnitState.Withheld))
            Wrong(line, "state", "The state is 待售 available or 销控 withheld: nobody has a unit that is new.");
        else if (line.Batch is not null && line.State == UnitState.Available)
            Wrong(line, "state", $"A unit of batch {line.Batch} is withheld until that opens.");
        else if (line.Batch is not null && batch is null)
            Wrong(line, "batch", $"There is no batch {line.Batch} in the project.");
        else if (batch is not null && batch.State != BatchState.Planned)
            Wrong(line, "batch", $"Batch {line.Batch} takes no more units: its day has begun.");
        else
            _added.Add((line, batch?.Id));
    }

    private void Compare(UnitLine line, Unit unit, IReadOnlyDictionary<string, int> places, WhatIsThere there)
    {
        var before = unit.AsListed(there.Prices.TryGetValue(unit.Id, out var price) ? price : null);
        // A column that the list has not leaves what is there.
        var after = line.Unit with
        {
            InsideArea = places.ContainsKey("inside area") ? line.Unit.InsideArea : before.InsideArea,
            Orientation = places.ContainsKey("orientation") ? line.Unit.Orientation : before.Orientation,
            Layout = places.ContainsKey("layout") ? line.Unit.Layout : before.Layout,
            ListPrice = line.Unit.ListPrice ?? before.ListPrice,
        };
        var errors = _errors.Count;
        var columns = unit.ChangedBy(after);
        foreach (var refusal in columns.Select(column => unit.RefusesChangeOf([column])).OfType<Refused>())
            Wrong(line, refusal.Field!, refusal.Detail);
        if (after.ListPrice != before.ListPrice && unit.State.IsSold())
            Wrong(line, "list price", $"{unit.Code} is {unit.State}: the price that it was sold at is not changed (CS-4).");
        if ((line.State == UnitState.Withheld && unit.State == UnitState.Available) || (line.State == UnitState.Available && unit.State == UnitState.Withheld))
            Wrong(line, "state", $"{unit.Code} is {unit.State}: ask for another state, a list does not change it.");
        if (line.Batch is not null && there.Batches.FirstOrDefault(batch => batch.Id == unit.BatchId)?.Code != line.Batch)
            Wrong(line, "batch", $"{unit.Code} is there already: put it into a batch, a list does not.");
        if (_errors.Count > errors)
            return;

        if (columns.Count > 0)
            _described.Add((unit, after));
        if (after.ListPrice != before.ListPrice)
        {
            _priced.Add(unit.Id, after.ListPrice!.Value);
            columns = [.. columns, "list price"];
        }

        if (columns.Count == 0)
            Unchanged++;
        else
            _changed.Add(new ChangedUnit(unit.Code, line.Line, [.. columns.Select(column => new ChangedColumn(column, UnitColumns.Say(before, column), UnitColumns.Say(after, column)))]));
    }

    private void Wrong(UnitLine line, string column, string reason) => _errors.Add(new SheetError(line.Line, column, reason));
}

/// <summary>A unit that is there and that a list changes.</summary>
/// <param name="Unit">Its code.</param>
/// <param name="Line">The line as people count.</param>
/// <param name="Columns">What changes; a price is changed by the draft of a price list.</param>
internal sealed record ChangedUnit(string Unit, int Line, IReadOnlyList<ChangedColumn> Columns);

/// <summary>A column of a unit that changes.</summary>
/// <param name="Column">The column.</param>
/// <param name="From">What stands there; null for nothing.</param>
/// <param name="To">What the list says; null for nothing.</param>
internal sealed record ChangedColumn(string Column, string? From, string? To);
