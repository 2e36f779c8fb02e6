using System.Globalization;

namespace Ops.SalesControl.Board;

/// <summary>
/// How far somebody has seen a board: the database's snapshot that it was read in, how many price lists were in force
/// and how many units were taken off the list. What was committed later is exactly what that snapshot does not see,
/// whatever the order of the commits and whoever made them.
/// </summary>
/// <param name="Incarnation">The database that the snapshot is of: another's numbers mean nothing here.</param>
/// <param name="PriceLists">
/// How many published versions of the price list were in force: a list comes into force by time, without a change of
/// any unit.
/// </param>
/// <param name="TakenOff">How many units were taken off the list (RES-2): none of them is a cell any more.</param>
/// <param name="Snapshot">PostgreSQL's text of the snapshot.</param>
internal sealed record BoardCursor(string Incarnation, long PriceLists, long TakenOff, string Snapshot)
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
            && text.Split('-') is [{ Length: > 0 } incarnation, var lists, var off, var snapshot]
            && long.TryParse(lists, NumberStyles.None, CultureInfo.InvariantCulture, out var priceLists)
            && long.TryParse(off, NumberStyles.None, CultureInfo.InvariantCulture, out var takenOff)
                ? Of(incarnation, priceLists, takenOff, snapshot)
                : null;
    }

    /// <summary>A cursor of a snapshot.</summary>
    /// <returns>Null when the text is no snapshot.</returns>
    public static BoardCursor? Of(string incarnation, long priceLists, long takenOff, string snapshot)
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

        return new(incarnation, priceLists, takenOff, snapshot) { _before = before, End = end, _underWay = underWay };
    }

    /// <summary>Whether the snapshot has seen what a transaction committed.</summary>
    public bool Sees(ulong transaction) =>
        transaction < _before || (transaction < End && !_underWay.Contains(transaction));

    public bool Equals(BoardCursor? other) => other is not null
        && Incarnation == other.Incarnation && PriceLists == other.PriceLists && TakenOff == other.TakenOff
        && Snapshot == other.Snapshot;

    public override int GetHashCode() => HashCode.Combine(Incarnation, PriceLists, TakenOff, Snapshot);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Incarnation}-{PriceLists}-{TakenOff}-{Snapshot}");

    private static bool Number(string text, out ulong number) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
