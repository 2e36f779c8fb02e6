using Microsoft.AspNetCore.Mvc;
using Ops.Platform.Rules;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>What of a board is wanted, as a caller asks: each may be left out; of what may be named several times one must fit.</summary>
internal sealed class BoardQuery
{
    /// <summary>The building.</summary>
    [FromQuery]
    public string[] Building { get; init; } = [];

    /// <summary>The state of sale.</summary>
    [FromQuery]
    public UnitState[] State { get; init; } = [];

    /// <summary>home, shop or parking.</summary>
    [FromQuery]
    public UnitKind[] Kind { get; init; } = [];

    /// <summary>户型.</summary>
    [FromQuery]
    public string[] Layout { get; init; } = [];

    /// <summary>CNY, itself included. A unit without a price is not found by its price.</summary>
    [FromQuery]
    public decimal? PriceFrom { get; init; }

    /// <summary>CNY, itself included.</summary>
    [FromQuery]
    public decimal? PriceTo { get; init; }

    /// <summary>Whether only what my customers have is shown.</summary>
    [FromQuery]
    public bool Mine { get; init; }

    /// <summary>The filter, or why it is none.</summary>
    public Outcome<BoardFilter> For(Actor actor)
    {
        if (PriceFrom < 0 || PriceTo < 0)
            return Refused.Input(null, PriceFrom < 0 ? "priceFrom" : "priceTo", "A price is above nothing.");
        if (PriceFrom > PriceTo)
            return Refused.Input(null, "priceTo", "The highest price wanted is below the lowest.");
        // A number is an enumeration's value to the binder; to us it is none.
        if (State.Any(state => !Enum.IsDefined(state)))
            return Refused.Input(null, "state", $"A state is one of {string.Join(", ", Enum.GetNames<UnitState>())}.");
        if (Kind.Any(kind => !Enum.IsDefined(kind)))
            return Refused.Input(null, "kind", $"A kind is one of {string.Join(", ", Enum.GetNames<UnitKind>())}.");
        return new BoardFilter(Building, State, Kind, Layout, PriceFrom, PriceTo, Mine ? actor.Id : null);
    }
}

/// <summary>What of a board is wanted.</summary>
internal sealed record BoardFilter(string[] Buildings, UnitState[] States, UnitKind[] Kinds, string[] Layouts, decimal? PriceFrom, decimal? PriceTo, string? Consultant)
{
    public bool IsEmpty { get; } = Buildings.Length + States.Length + Kinds.Length + Layouts.Length == 0 && PriceFrom is null && PriceTo is null && Consultant is null;

    public bool Shows(BoardCell cell) =>
        (Buildings.Length == 0 || Buildings.Contains(cell.View.Building))
        && (States.Length == 0 || States.Contains(cell.View.State))
        && (Kinds.Length == 0 || Kinds.Contains(cell.View.Kind))
        && (Layouts.Length == 0 || Layouts.Contains(cell.View.Layout))
        && (PriceFrom is null || cell.Price >= PriceFrom)
        && (PriceTo is null || cell.Price <= PriceTo)
        && (Consultant is null || cell.View.Consultant == Consultant);
}
