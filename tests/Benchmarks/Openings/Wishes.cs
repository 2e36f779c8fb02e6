namespace Ops.Benchmarks.Openings;

/// <summary>Somebody's wish on the day of a release.</summary>
/// <param name="Consultant">Which consultant brings the form, from 0.</param>
/// <param name="Customer">Whose wish it is, from 0.</param>
/// <param name="Unit">For which unit, from 0: the first is wished for most.</param>
internal sealed record Wish(int Consultant, int Customer, int Unit);

/// <summary>
/// Wishes as they fall on the day of a release: by Zipf's law with the exponent 1, so that of 1 000 units the first is
/// wished for by 13 % of all, the second by half as many, the third by a third. The same seed gives the same wishes.
/// </summary>
internal static class Wishes
{
    public static Wish[] Make(int seed, int count, int units, int customers, int consultants)
    {
        var chance = new Random(seed);
        var upTo = new double[units];
        var sum = 0.0;
        for (var rank = 1; rank <= units; rank++)
            upTo[rank - 1] = sum += 1.0 / rank;

        var wishes = new Wish[count];
        for (var i = 0; i < count; i++)
        {
            var found = Array.BinarySearch(upTo, chance.NextDouble() * sum);
            wishes[i] = new(i % consultants, chance.Next(customers), Math.Min(found < 0 ? ~found : found, units - 1));
        }

        return wishes;
    }
}

/// <summary>A lot of units that come on sale at once, and who wishes for which.</summary>
/// <param name="Number">Which lot it is: its units, customers and forms are its own.</param>
/// <param name="Units">How many units.</param>
/// <param name="Wishes">The wishes, in the order in which they are brought.</param>
internal sealed record Lot(int Number, int Units, Wish[] Wishes)
{
    /// <summary>More than any lot has of anything.</summary>
    private const int Room = 20_000;

    /// <summary>Its first unit's number.</summary>
    public int First => (Number * Room) + 1;

    public static string Consultant(int number) => $"consultant-{number + 1}";

    public int UnitOf(Wish wish) => First + wish.Unit;

    public int CustomerOf(Wish wish) => First + wish.Customer;

    public string PhoneOf(Wish wish) => $"+86138{CustomerOf(wish):00000000}";

    /// <summary>The number of a wish's form and receipt.</summary>
    public int FormOf(int wish) => First + wish;

    public string KeyOf(int wish) => $"opening-{FormOf(wish)}";
}

/// <summary>What somebody was told who brought a form.</summary>
/// <param name="Registered">Whether it was registered; it was refused when not.</param>
/// <param name="Reservation">The reservation; of a refusal the one that it rests on.</param>
/// <param name="Place">The place in the line, from 1; 0 for the holder.</param>
internal sealed record Told(bool Registered, Guid Reservation, int Place);
