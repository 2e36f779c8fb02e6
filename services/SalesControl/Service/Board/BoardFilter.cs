using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
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

    /// <summary>home, shop or parking.</summary>
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
    public Outcome<BoardFilter> For(Actor actor)
    {
        if (PriceFrom < 0 || PriceTo < 0)
            return Refused.Input(null, PriceFrom < 0 ? "priceFrom" : "priceTo", Text.Of("board.price-negative"));
        if (PriceFrom > PriceTo)
            return Refused.Input(null, "priceTo", Text.Of("board.prices-crossed"));
        if (Known<UnitState>(State) is not { } states)
            return Refused.Input(null, "state", Text.Of("board.state-unknown", ("states", Names<UnitState>())));
        if (Known<UnitKind>(Kind) is not { } kinds)
            return Refused.Input(null, "kind", Text.Of("board.kind-unknown", ("kinds", Names<UnitKind>())));
        return new BoardFilter(Building, states, kinds, Layout, PriceFrom, PriceTo, Mine == true ? actor.Id : null);
    }

    /// <summary>The values as the API writes them; null when one is none.</summary>
    private static T[]? Known<T>(string[] texts)
        where T : struct, Enum
    {
        var known = Enum.GetValues<T>()
            .ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName($"{value}"), StringComparer.Ordinal);
        return Array.TrueForAll(texts, known.ContainsKey) ? [.. texts.Select(text => known[text])] : null;
    }

    private static IReadOnlyList<string> Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
}

/// <summary>What of a board is wanted.</summary>
internal sealed record BoardFilter(
    string[] Buildings, UnitState[] States, UnitKind[] Kinds, string[] Layouts, decimal? PriceFrom, decimal? PriceTo,
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
