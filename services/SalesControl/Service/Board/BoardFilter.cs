using Microsoft.AspNetCore.Mvc;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Board;

/// <summary>
/// What of a board is wanted, as a caller asks: each may be left out; of what may be named several times one must fit.
/// </summary>
internal sealed class BoardQuery
{
    /// <summary>The building.</summary>
    [FromQuery(Name = "building")]
    public string[] Building { get; init; } = [];

    /// <summary>The state of sale.</summary>
    [FromQuery(Name = "state")]
    public string[] State { get; init; } = [];

    /// <summary>The code of the kind.</summary>
    [FromQuery(Name = "kind")]
    public string[] Kind { get; init; } = [];

    /// <summary>户型.</summary>
    [FromQuery(Name = "layout")]
    public string[] Layout { get; init; } = [];

    /// <summary>CNY, itself included. A unit without a price is not found by its price.</summary>
    [FromQuery(Name = "priceFrom")]
    public decimal? PriceFrom { get; init; }

    /// <summary>CNY, itself included.</summary>
    [FromQuery(Name = "priceTo")]
    public decimal? PriceTo { get; init; }

    /// <summary>Whether only what my customers have is shown.</summary>
    [FromQuery(Name = "mine")]
    public bool? Mine { get; init; }

    /// <summary>The filter, or why it is none.</summary>
    public async Task<Outcome<BoardFilter>> ForAsync(
        Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (PriceFrom < 0 || PriceTo < 0)
            return Refused.Input(null, PriceFrom < 0 ? "priceFrom" : "priceTo", Text.Of("board.price-negative"));
        if (PriceFrom > PriceTo)
            return Refused.Input(null, "priceTo", Text.Of("board.prices-crossed"));
        var known = UnitStates.Listed.ToDictionary(
            state => new Word<UnitState>(state).ToString(), StringComparer.Ordinal);
        if (!Array.TrueForAll(State, known.ContainsKey))
            return Refused.Input(null, "state", Text.Of("board.state-unknown", ("states", known.Keys.ToList())));
        var states = Array.ConvertAll(State, state => known[state]);
        if (Kind.Length > 0 && (await db.KnownKindsAsync(cancellationToken)).Codes is var kinds
            && !Array.TrueForAll(Kind, kinds.Contains))
        {
            return Refused.Input(null, "kind", Text.Of("board.kind-unknown", ("kinds", kinds)));
        }

        return new BoardFilter(Building, states, Kind, Layout, PriceFrom, PriceTo, Mine == true ? actor.Id : null);
    }
}

/// <summary>What of a board is wanted.</summary>
internal sealed record BoardFilter(
    string[] Buildings, UnitState[] States, string[] Kinds, string[] Layouts, decimal? PriceFrom, decimal? PriceTo,
    string? Consultant)
{
    public bool IsEmpty { get; } = Buildings.Length + States.Length + Kinds.Length + Layouts.Length == 0
        && PriceFrom is null && PriceTo is null && Consultant is null;

    public bool Shows(BoardCell cell) =>
        (Buildings.Length == 0 || Buildings.Contains(cell.View.Building))
        && (States.Length == 0 || States.Contains(cell.View.State))
        && (Kinds.Length == 0 || Kinds.Contains(cell.View.Kind))
        && (Layouts.Length == 0 || Layouts.Contains(cell.View.Layout))
        && (PriceFrom is null || cell.Price >= PriceFrom)
        && (PriceTo is null || cell.Price <= PriceTo)
        && (Consultant is null || cell.View.Consultant == Consultant);
}
