using System.Globalization;

namespace Ops.SalesControl.Board;

/// <summary>
/// How far somebody has seen a board: the database's snapshot that it was read in, and how many price lists were in
/// force. What was committed later is exactly what that snapshot does not see, whatever the order of the commits and
/// whoever made them.
/// </summary>
/// <param name="Incarnation">The database that the snapshot is of: another's numbers mean nothing here.</param>
/// <param name="PriceLists">
/// How many published versions of the price list were in force: a list comes into force by time, without a change of
/// any unit.
/// </param>
/// <param name="Snapshot">PostgreSQL's text of the snapshot.</param>
internal sealed record BoardCursor(string Incarnation, long PriceLists, string Snapshot)
{
    private const int Longest = 16_000;

    private ulong _before;
    private HashSet<ulong> _underWay = [];

    /// <summary>The first transaction that the snapshot knows nothing of.</summary>
    public ulong End { get; private init; }

    /// <summary>Reads a cursor.</summary>
    /// <returns>Null when it is none.</returns>
    public static BoardCursor? Read(string? text)
    {
        return text is { Length: > 0 and <= Longest }
            && text.Split('-') is [{ Length: > 0 } incarnation, var lists, var snapshot]
            && long.TryParse(lists, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? Of(incarnation, count, snapshot)
                : null;
    }

    /// <summary>A cursor of a snapshot.</summary>
    /// <returns>Null when the text is no snapshot.</returns>
    public static BoardCursor? Of(string incarnation, long priceLists, string snapshot)
    {
        if (snapshot.Split(':') is not [var min, var max, var list]
            || !Number(min, out var before) || !Number(max, out var end) || before > end)
        {
            return null;
        }

        HashSet<ulong> underWay = [];
        foreach (var one in list.Length == 0 ? [] : list.Split(','))
        {
            if (!Number(one, out var number))
                return null;
            underWay.Add(number);
        }

        return new(incarnation, priceLists, snapshot) { _before = before, End = end, _underWay = underWay };
    }

    /// <summary>Whether the snapshot has seen what a transaction committed.</summary>
    public bool Sees(ulong transaction) =>
        transaction < _before || (transaction < End && !_underWay.Contains(transaction));

    public bool Equals(BoardCursor? other) => other is not null
        && Incarnation == other.Incarnation && PriceLists == other.PriceLists && Snapshot == other.Snapshot;

    public override int GetHashCode() => HashCode.Combine(Incarnation, PriceLists, Snapshot);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Incarnation}-{PriceLists}-{Snapshot}");

    private static bool Number(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
