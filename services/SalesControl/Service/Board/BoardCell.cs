using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults.Description;

namespace Ops.SalesControl.Board;

/// <summary>A unit as it stands on the board: read from its own row, and rendered once for all who look.</summary>
/// <param name="Id">The unit's id.</param>
/// <param name="View">What is shown; its holder with it.</param>
/// <param name="Price">CNY, as the list in force has it (CS-4).</param>
/// <param name="ChangedIn">The transaction that changed the unit last.</param>
/// <param name="RenamedIn">The transaction that corrected the holder's name last; 0 where none did.</param>
internal sealed record BoardCell(Guid Id, BoardCell.Shown View, decimal? Price, ulong ChangedIn, ulong RenamedIn)
{
    /// <summary>A unit on the board.</summary>
    /// <param name="Building">The building.</param>
    /// <param name="Entrance">The entrance.</param>
    /// <param name="Floor">The floor.</param>
    /// <param name="Room">The room.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="Kind">The code of its kind.</param>
    /// <param name="State">Its state of sale, as it was recorded last.</param>
    /// <param name="Since">Since when, to the second.</param>
    /// <param name="Until">Until when it is held or offered, to the second.</param>
    /// <param name="Consultant">Whose customer has it.</param>
    /// <param name="Holder">Which customer has it, by name; left out for who may not see that.</param>
    /// <param name="Waiting">How many wait for it.</param>
    /// <param name="BuiltArea">Square metres.</param>
    /// <param name="InsideArea">Square metres.</param>
    /// <param name="Layout">户型.</param>
    /// <param name="Orientation">朝向.</param>
    /// <param name="Batch">The release batch that it comes on sale with.</param>
    /// <param name="Price">The price in force (CS-4).</param>
    /// <param name="Version">
    /// How many times the unit was changed: of two pictures of it, the one with the higher is the later.
    /// </param>
    [LeavesOutNulls]
    internal sealed record Shown(
        string Building, string Entrance, int Floor, string Room, string Unit, string Kind, UnitState State,
        OffsetDateTime Since, OffsetDateTime? Until, string? Consultant, string? Holder, int Waiting,
        decimal BuiltArea, decimal? InsideArea, string? Layout, string? Orientation, string? Batch, Money? Price,
        long Version);

    /// <summary>The place on the board: buildings, the top floor first, entrances, rooms.</summary>
    public static readonly Comparer<BoardCell> ByPlace = Comparer<BoardCell>.Create(static (a, b) =>
    {
        var (x, y) = (a.View, b.View);
        var order = string.CompareOrdinal(x.Building, y.Building);
        if (order == 0)
            order = y.Floor.CompareTo(x.Floor);
        if (order == 0)
            order = string.CompareOrdinal(x.Entrance, y.Entrance);
        return order != 0 ? order : string.CompareOrdinal(x.Room, y.Room);
    });

    /// <summary>As JSON, for who may not see holders.</summary>
    public required byte[] Json { get; init; }

    /// <summary>As JSON, with the holder's name.</summary>
    public required byte[] JsonWithHolder { get; init; }

    /// <summary>What tells one picture of it from another.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>The same, with the holder's name.</summary>
    public byte[] DigestWithHolder { get; private init; } = [];

    public static BoardCell Of(
        Guid id, Shown view, decimal? price, ulong changedIn, ulong renamedIn, JsonSerializerOptions json)
    {
        var full = JsonSerializer.SerializeToUtf8Bytes(view, json);
        var bare = view.Holder is null ? full : JsonSerializer.SerializeToUtf8Bytes(view with { Holder = null }, json);
        return new(id, view, price, changedIn, renamedIn)
        {
            Json = bare,
            JsonWithHolder = full,
            Digest = SHA256.HashData(bare),
            DigestWithHolder = SHA256.HashData(full),
        };
    }

    public byte[] JsonFor(bool withHolders) => withHolders ? JsonWithHolder : Json;

    public byte[] DigestFor(bool withHolders) => withHolders ? DigestWithHolder : Digest;

    /// <summary>Whether a viewer sees another picture than before.</summary>
    public bool LooksOtherThan(BoardCell? before, bool withHolders) =>
        before is null || !DigestFor(withHolders).AsSpan().SequenceEqual(before.DigestFor(withHolders));

    /// <summary>Whether the two stand in the same place.</summary>
    public bool StandsWhere(BoardCell other) => ByPlace.Compare(this, other) == 0;
}
