using System.Text;
using CsCheck;
using Ops.Platform.Rules;
using Ops.SalesControl.Units;
using Ops.TestSupport;
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
    [InlineData("١٠١", true)]
    [InlineData("१०१", false)]
    [InlineData("𝟙01", false)]
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
    [Case("names-with-hyphens", Generated = true)]
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
    [Case("same-unit-twice-by-width", Generated = true)]
    public void A_code_is_the_same_in_every_width() => Gen.Select(Names.Array[3], Gen.Int).Sample((names, mixed) =>
    {
        string[] wide = [.. names.Select(name => string.Concat(name.Select((sign, i) =>
            (mixed >> i & 1) == 1 && sign is > ' ' and <= '~' ? (char)(sign - '!' + '！') : sign)))];
        var (place, other) = (new UnitPlace(names[0], names[1], names[2]), new UnitPlace(wide[0], wide[1], wide[2]));
        return place.Code == other.Code && place.Code == UnitNames.Plain(place.Code);
    });

    [Fact, Rule("RES-2"), Case("building-with-a-rare-character-refused", Generated = true)]
    public void Every_ideograph_is_a_name_and_stands_in_a_code_wherever_it_lies_in_unicode() => Gen.OneOf(
        Gen.Int[0x3400, 0x4DBF], Gen.Int[0x4E00, 0x9FFF], Gen.Int[0x20000, 0x2A6DF], Gen.Int[0x2A700, 0x2EBE0],
        Gen.Int[0x30000, 0x3134A]).Select(value => new Rune(value)).Where(Rune.IsLetter).Sample(rune =>
            UnitNames.IsName($"{rune}") && UnitNames.IsName($"{rune}1")
                && new UnitPlace($"{rune}", "1", "101").Code == $"{rune}-1-101");
}
