using System.Text;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Units;

/// <summary>Where a unit is, as the company writes it: building, entrance and room.</summary>
internal sealed record UnitPlace(string Building, string Entrance, string Room)
{
    /// <summary>
    /// The unit's code: <c>2-1-1203</c>, of one width and with ASCII digits, however the names are written. Where a
    /// name has a hyphen of its own, points stand between them (<c>A.1.A-023</c>), so that no two places have one code.
    /// </summary>
    public string Code
    {
        get
        {
            string[] names = [UnitNames.Plain(Building), UnitNames.Plain(Entrance), UnitNames.Plain(Room)];
            return string.Join(names.Any(name => name.Contains('-', StringComparison.Ordinal)) ? '.' : '-', names);
        }
    }
}

/// <summary>
/// RES-2: what the parts of a unit are called. They are shown as the company writes them; which unit is meant is
/// decided by their normal form, so that <c>1栋</c> and <c>１</c> are one building where the project says so.
/// </summary>
internal static class UnitNames
{
    /// <summary>How many characters a name has at most.</summary>
    public const int Longest = 20;

    /// <summary>Letters, of whatever script, and digits that have one form, with hyphens between them.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= Longest
        && text.EnumerateRunes().All(rune => Rune.IsLetter(rune) || IsDigit(rune) || IsHyphen(rune))
        && !IsHyphen(text.EnumerateRunes().First()) && !IsHyphen(text.EnumerateRunes().Last());

    /// <summary>A name as it stands in a code: of half width, its digits those of ASCII.</summary>
    public static string Plain(string name) => string.Concat(HalfWidth.Of(name).EnumerateRunes().Select(
        rune => Rune.IsDigit(rune) ? new Rune('0' + (int)Rune.GetNumericValue(rune)) : rune));

    /// <summary>
    /// The key of each place of a project: the names in their normal form, without the suffixes that the project has.
    /// The database makes it (<c>unit_key</c>): it knows Unicode on every machine, .NET only where ICU is installed.
    /// </summary>
    public static async Task<IReadOnlyDictionary<UnitPlace, string>> KeysAsync(
        this SalesControlDb db, string project, IEnumerable<UnitPlace> places, CancellationToken cancellationToken)
    {
        UnitPlace[] all = [.. places.Distinct()];
        string[] buildings = [.. all.Select(place => place.Building)];
        string[] entrances = [.. all.Select(place => place.Entrance)];
        string[] rooms = [.. all.Select(place => place.Room)];
        var keys = await db.Database.SqlQuery<string>($"""
            SELECT unit_key(named.building, named.entrance, named.room, array_to_string(p.building_suffixes, '|'),
                array_to_string(p.entrance_suffixes, '|'), array_to_string(p.room_suffixes, '|')) AS "Value"
            FROM unnest({buildings}, {entrances}, {rooms}) WITH ORDINALITY AS named (building, entrance, room, number)
                JOIN projects p ON p.code = {project}
            ORDER BY number
            """).ToListAsync(cancellationToken);
        return all.Zip(keys).ToDictionary(one => one.First, one => one.Second);
    }

    /// <summary>Digits that <c>plain_text</c> folds as codes do: ASCII, full width, Arabic and Persian.</summary>
    private static bool IsDigit(Rune rune) =>
        HalfWidth.Of(rune.ToString()) is [>= '0' and <= '9'] or [>= '٠' and <= '٩'] or [>= '۰' and <= '۹'];

    private static bool IsHyphen(Rune rune) => rune.Value is '-' or '－';
}
