using CsCheck;
using Ops.Platform.Rules;
using Ops.SalesControl.Units;
using Xunit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>What the parts of a unit may be called, and the code that they make.</summary>
public sealed class UnitNamesTests
{
    private static readonly Gen<string> Names = Gen.Char["013１٣AＡ东-－"].Array[1, 6].Select(name => new string(name))
        .Where(UnitNames.IsName);

    [Theory, Rule("RES-2")]
    [InlineData("101", true)]
    [InlineData("A-023", true)]
    [InlineData("东-1", true)]
    [InlineData("A－023", true)]
    [InlineData("𬒔头", true)]
    [InlineData("𠮷1", true)]
    [InlineData("1栋", true)]
    [InlineData("", false)]
    [InlineData("-1", false)]
    [InlineData("1-", false)]
    [InlineData("1/2", false)]
    [InlineData("1.2", false)]
    [InlineData("1 2", false)]
    [InlineData("1\n", false)]
    [InlineData("\uD842", false)]
    [InlineData("123456789012345678901", false)]
    public void A_name_has_letters_of_any_script_and_digits_with_hyphens_between_them(string name, bool isName) =>
        Assert.Equal(isName, UnitNames.IsName(name));

    [Fact, Rule("RES-2")]
    public void No_two_places_have_one_code()
    {
        Assert.Equal("2-1-1203", new UnitPlace("2", "1", "1203").Code);
        Assert.NotEqual(new UnitPlace("1", "A-0", "23").Code, new UnitPlace("1", "A", "0-23").Code);
        Gen.Select(Names.Array[3], Names.Array[3]).Sample((one, other) =>
        {
            var (here, there) = (new UnitPlace(one[0], one[1], one[2]), new UnitPlace(other[0], other[1], other[2]));
            return one.Select(UnitNames.Plain).SequenceEqual(other.Select(UnitNames.Plain))
                == (here.Code == there.Code);
        });
    }

    [Theory, Rule("RES-2")]
    [InlineData("２", "１", "１２０３", "2-1-1203")]
    [InlineData("2", "1", "١٢٠٣", "2-1-1203")]
    [InlineData("A－0", "1", "23", "A-0.1.23")]
    [InlineData("Ａ", "1", "0－23", "A.1.0-23")]
    [InlineData("东", "1", "𠮷1", "东-1-𠮷1")]
    public void A_code_is_of_one_width_however_the_names_are_written(
        string building, string entrance, string room, string code) =>
        Assert.Equal(code, new UnitPlace(building, entrance, room).Code);

    [Fact, Rule("RES-2")]
    public void A_code_is_the_same_in_every_width() => Gen.Select(Names.Array[3], Gen.Int).Sample((names, mixed) =>
    {
        string[] wide = [.. names.Select(name => string.Concat(name.Select((sign, i) =>
            (mixed >> i & 1) == 1 && sign is > ' ' and <= '~' ? (char)(sign - '!' + '！') : sign)))];
        var (place, other) = (new UnitPlace(names[0], names[1], names[2]), new UnitPlace(wide[0], wide[1], wide[2]));
        return place.Code == other.Code && place.Code == UnitNames.Plain(place.Code);
    });
}
