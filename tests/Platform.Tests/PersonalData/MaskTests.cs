using System.Text;
using CsCheck;
using Ops.Platform.PersonalData;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.PersonalData;

/// <summary>
/// What is a number of an identity document, and how personal data are shown to whoever has no need of them.
/// </summary>
public sealed class MaskTests
{
    [Theory]
    [InlineData("11010519491231002X", "11010519491231002X")]
    [InlineData(" 11010519491231002x ", "11010519491231002X")]
    [InlineData("440524188001010014", "440524188001010014")]
    [InlineData("110105491231002", "11010519491231002X")]
    [InlineData("110105 19491231 002x", "11010519491231002X")]
    [InlineData("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X")]
    [InlineData("110105194912310021", null)]
    [InlineData("11010519491331002X", null)]
    [InlineData("110105491331002", null)]
    [InlineData("1101054912310", null)]
    [InlineData("110105174912310021", null)]
    [InlineData("E12345678", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void An_id_number_is_eighteen_places_with_its_check_character_and_the_old_fifteen_are_the_same(
        string? written, string? read) => Assert.Equal(read, IdNumber.Read(written));

    [Fact]
    public void One_wrong_digit_of_an_id_number_is_always_noticed() =>
        Gen.Select(Gen.Int[0, 16], Gen.Int[1, 9]).Sample((place, more) =>
        {
            var number = "440524188001010014".ToCharArray();
            number[place] = (char)('0' + (number[place] - '0' + more) % 10);
            return IdNumber.Read(new string(number)) is null;
        });

    [Fact]
    [Case("resident-number-of-15-and-of-18", Generated = true)]
    public void The_old_number_of_anybody_is_the_same_document_as_the_new_one() => Gen.Select(
        Gen.Int[110000, 659999], Gen.Int[0, 36523], Gen.Int[1, 999]).Sample((region, day, sequence) =>
        {
            var born = new DateOnly(1900, 1, 1).AddDays(day);
            var old = FormattableString.Invariant($"{region}{born:yyMMdd}{sequence:000}");
            return IdNumber.Read(old) is { Length: 18 } number && IdNumber.Read(number) == number
                && IdNumber.OldForm(number) == old && IdNumber.BirthOf(number) == born;
        });

    [Fact]
    public void A_document_s_number_is_one_however_it_is_written() => Gen.Select(
        Gen.Char["ABCXYZ0123456789"].Array[5, 12], Gen.Bool, Gen.Bool, Gen.Int[1, 4]).Sample(
        (characters, wide, small, gap) =>
        {
            var number = new string(characters);
            var written = string.Concat(number.Select(c => wide ? (char)(c + '！' - '!') : c)).Insert(gap, " - ");
            return IdNumber.Plain(small ? written.ToLowerInvariant() : written) == number;
        });

    [Theory]
    [InlineData(PersonalClass.Phone, "+8613800000001", "+86138****0001")]
    [InlineData(PersonalClass.Phone, "+8675582345678;ext=802", "+86755****5678;ext=802")]
    [InlineData(PersonalClass.Phone, "12345", "****")]
    [InlineData(PersonalClass.IdNumber, "11010519491231002X", "**************002X")]
    [InlineData(PersonalClass.IdNumber, "110105491231002", "************002")]
    [InlineData(PersonalClass.IdNumber, "E12345678", "****")]
    [InlineData(PersonalClass.Name, "王小明", "王**")]
    [InlineData(PersonalClass.Name, "𠮷野", "𠮷**")]
    [InlineData(PersonalClass.Name, "王", "****")]
    [InlineData(PersonalClass.Address, "上海市静安区某某路一百号三楼", "上海市静安区****")]
    [InlineData(PersonalClass.Address, "某某路一号", "****")]
    [InlineData(PersonalClass.Photo, "photos/1.jpg", "****")]
    public void A_mask_tells_two_customers_apart_and_no_more(PersonalClass kind, string value, string shown) =>
        Assert.Equal(shown, Masks.Of(kind, value));

    [Theory]
    [InlineData("The customer asked for a call back on contract S-2026-0001", false)]
    [InlineData("to call 13800000001", true)]
    [InlineData("to call 138-0000-0001", true)]
    [InlineData("to call 138.0000.0001", true)]
    [InlineData("to call 1.3.8.0.0.0.0.0.0.0.1", true)]
    [InlineData("to check 11010519491231002X", true)]
    [InlineData("to call 138  0000  0001", true)]
    [InlineData("致电 138，0000，0001", true)]
    [InlineData("致电 138－0000－0001", true)]
    [InlineData("致电 １３８００００\n０００１", true)]
    [InlineData("A-1203 and B-1204 on 2026-12-01", false)]
    [Case("purpose-with-a-number-in-pieces")]
    public void A_purpose_holds_no_number_of_a_person(string purpose, bool holds) =>
        Assert.Equal(holds, Masks.HoldsNumber(purpose));

    [Fact]
    [Case("purpose-with-a-number-in-pieces", Generated = true)]
    public void A_number_is_held_however_its_digits_are_parted_and_none_is_where_letters_part_them()
    {
        var apart = Gen.Int[0, 0xFFFF].Select(value => new Rune(value is >= 0xD800 and < 0xE000 ? '-' : value))
            .Where(rune => !Rune.IsLetterOrDigit(rune) && !Rune.IsNumber(rune)).Array[0, 4].Select(string.Concat<Rune>);
        var digits = Gen.Int[0, 9].Select(digit => (char)('0' + digit));
        Gen.Select(digits, apart, Gen.Bool, (digit, gap, wide) => $"{(char)(wide ? digit + '０' - '0' : digit)}{gap}")
            .Array[8, 18].Select(parts => (Count: parts.Length, Text: string.Concat(parts))).Sample(one =>
            {
                Assert.Equal(one.Count >= 11, Masks.HoldsNumber($"to call {one.Text}."));
                Assert.False(Masks.HoldsNumber(string.Concat(one.Text.EnumerateRunes().Select(
                    rune => Rune.IsNumber(rune) ? $"{rune}a" : $"{rune}"))));
            });
    }
}
