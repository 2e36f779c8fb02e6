using System.Text.Json;
using CsCheck;
using Ops.Platform.Registers;
using Xunit;

namespace Ops.Platform.Tests.Registers;

/// <summary>
/// RFC 8785 with the RFC's own examples, and what we refuse to write because two programs could write it differently.
/// </summary>
public sealed class CanonicalTextTests
{
    [Fact]
    public void Members_stand_in_the_order_of_their_UTF16_code_units_as_in_RFC_8785_3_2_3()
    {
        const string input = """
            {"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
            "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}
            """;
        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\"," +
            "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\"," +
            "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            Canonical(input));
    }

    [Fact]
    public void Strings_and_literals_are_written_as_in_RFC_8785_3_2_2() =>
        Assert.Equal(
            "{\"literals\":[null,true,false],\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}",
            Canonical(
                """{"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}"""
            ));

    [Theory]
    [InlineData("""[ 56 , { "d" : true , "10" : null , "1" : [ ] } ]""", """[56,{"1":[],"10":null,"d":true}]""")]
    [InlineData(
        """{"1":{"f":{"f":"hi","F":5},"\n":56},"10":{},"":"empty","a":{},"111":[{"e":"yes","E":"no"}],"A":{}}""",
        """{"":"empty","1":{"\n":56,"f":{"F":5,"f":"hi"}},"10":{},"111":[{"E":"no","e":"yes"}],"A":{},"a":{}}"""
    )]
    [InlineData(
        """{"peach":"p","péché":"é","pêche":"ê","sin":"s"}""",
        """{"peach":"p","péché":"é","pêche":"ê","sin":"s"}"""
    )]
    [InlineData("""{"text":"A\u030a"}""", "{\"text\":\"A\u030a\"}")]
    [InlineData("-0", "0")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("-9007199254740992", "-9007199254740992")]
    [InlineData("\"\\b\\t\\f\\u007f\\u001f\"", "\"\\b\\t\\f\u007f\\u001f\"")]
    public void The_published_test_vectors_come_out_to_the_letter(string input, string expected) =>
        Assert.Equal(expected, Canonical(input));

    [Theory]
    [InlineData("1.5")]
    [InlineData("1e3")]
    [InlineData("9007199254740993")]
    [InlineData("""{"a":1,"a":2}""")]
    public void What_two_programs_could_write_differently_is_refused(string input) =>
        Assert.Throws<ArgumentException>(() => Canonical(input));

    [Fact]
    public void Half_a_surrogate_pair_is_refused() => Assert.ThrowsAny<Exception>(() => Canonical("\"\\ud83d\""));

    [Fact]
    public void A_canonical_text_read_and_written_again_is_itself() =>
        Gen.Dictionary(Gen.String[Gen.Char[' ', '\ud7ff'], 0, 8], Gen.String[Gen.Char['\0', '\ud7ff'], 0, 8])
            .Sample(members =>
            {
                var once = CanonicalJson.Write(JsonSerializer.SerializeToElement(members));
                return Canonical(once) == once
                    && JsonSerializer.Deserialize<Dictionary<string, string>>(once)!.Count == members.Count;
            });

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return CanonicalJson.Write(document.RootElement);
    }
}
