using System.Globalization;
using CsCheck;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Customers;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Customers;

/// <summary>What is a phone number, however people write it.</summary>
public sealed class PhoneTests
{
    private static readonly Gen<string> Landlines = Gen.Select(
        OneOf("010", "021", "0755", "020", "028"), Gen.Int[22000000, 67999999],
        (area, number) => $"{area}-{number.ToString(CultureInfo.InvariantCulture)}")
        .Where(number => Phone.Read(number) is not null);

    [Theory, Rule("RES-4")]
    [InlineData("0755-82345678", "+8675582345678")]
    [InlineData("0755-82345678 ext 802", "+8675582345678;ext=802")]
    [InlineData("0755-82345678转801", "+8675582345678;ext=801")]
    [InlineData("0755-82345678 转 801", "+8675582345678;ext=801")]
    [InlineData("0755-82345678-801", "+8675582345678;ext=801")]
    [InlineData("０７５５－８２３４５６７８－８０１", "+8675582345678;ext=801")]
    [InlineData("(0755) 8234 5678 - 801", "+8675582345678;ext=801")]
    [InlineData("0755-82345678#801", "+8675582345678;ext=801")]
    [InlineData("0755-82345678 分机８０１", "+8675582345678;ext=801")]
    [InlineData("+86 755 8234 5678;ext=801", "+8675582345678;ext=801")]
    [InlineData("138-0000-0001", "+8613800000001")]
    [InlineData("１３８ ００００ ０００１", "+8613800000001")]
    [InlineData("+852 2345 6789", "+85223456789")]
    [InlineData("400-810-1234", "+864008101234")]
    [InlineData("8613800000001", "+8613800000001")]
    [InlineData("８６ 138 0000 0001", "+8613800000001")]
    [InlineData("86-755-82345678-801", "+8675582345678;ext=801")]
    [InlineData("008613800000001", "+8613800000001")]
    [Case("phone-extension-in-every-writing")]
    public void A_number_is_kept_in_one_form_with_its_extension(string written, string kept) =>
        Assert.Equal(kept, Phone.Read(written));

    [Theory, Rule("RES-2")]
    [InlineData("8234567")]
    [InlineData("82345678")]
    [InlineData("82345678-801")]
    [InlineData("42196396")]
    [InlineData("42196396-801")]
    [InlineData("1380000000")]
    [InlineData("138000000012")]
    [InlineData("10000000000")]
    [InlineData("23456789")]
    [InlineData("0755-8234567")]
    [InlineData("0755-82345678转801转2")]
    [InlineData("ask at the bar")]
    [InlineData("138ABCDEFGH")]
    [InlineData("𠮷13800577128转5")]
    [InlineData("1-800-FLOWERS")]
    [InlineData("电话 13800000001")]
    [InlineData("13800000001 ext")]
    [InlineData("1380000x0001#5")]
    [InlineData("12")]
    [InlineData("")]
    [InlineData(null)]
    [Case("phone-numbers-that-cannot-be")]
    public void What_cannot_be_a_number_is_none(string? written) => Assert.Null(Phone.Read(written));

    [Theory, Rule("RES-2")]
    [InlineData("82345678", "customer.phone-without-area-code")]
    [InlineData("8234567", "customer.phone-without-area-code")]
    [InlineData("82345678-801", "customer.phone-without-area-code")]
    [InlineData("75582345678", "customer.phone-without-area-code")]
    [InlineData("86345678", "customer.phone-without-area-code")]
    [InlineData("86138000000012", "customer.phone")]
    [InlineData("10000000000", "customer.phone")]
    [InlineData("138000000012", "customer.phone")]
    [Case("phone-without-area-code")]
    public void A_landline_without_its_area_code_is_refused_as_such(string written, string code)
    {
        var wrong = new CustomerForm.Validator().Validate(new CustomerForm("Customer", written)).Errors;

        Assert.Equal(code, Assert.IsType<Refused>(Assert.Single(wrong).CustomState).Text.Code);
    }

    [Fact, Rule("RES-2"), Case("phone-without-area-code", Generated = true)]
    public void No_landline_of_any_city_is_one_without_its_area_code() => Gen.Select(
        Landlines, OneOf("", "转801", "-801", " ext 5")).Sample((number, extension) =>
        {
            var wrong = new CustomerForm.Validator().Validate(
                new CustomerForm("Customer", number[(number.IndexOf('-', StringComparison.Ordinal) + 1)..] + extension))
                .Errors;
            return Phone.Read(number + extension) is not null && wrong is [{ CustomState: Refused refused }]
                && refused.Text.Code == "customer.phone-without-area-code";
        });

    [Fact, Rule("RES-4")]
    [Case("phone-extension-is-dropped", Generated = true)]
    [Case("phone-extension-in-every-writing", Generated = true)]
    public void An_extension_is_the_same_in_every_way_of_writing_it() => Gen.Select(
        Landlines, Gen.Int[1, 99999],
        OneOf("转", " 转", "轉", "转：", "-", " - ", "#", " ext ", " ext. ", "x", ";ext=", "分机", " 分机号 "))
        .Sample((number, extension, sign) =>
            Phone.Read(FormattableString.Invariant($"{number}{sign}{extension}"))
                == FormattableString.Invariant($"{Phone.Read(number)};ext={extension}"));

    [Fact, Rule("RES-4")]
    public void What_is_kept_is_read_as_itself() => Gen.Select(Landlines, Gen.Int[1, 9999]).Sample(
        (number, extension) => Phone.Read(FormattableString.Invariant($"{number}-{extension}")) is { } kept
            && Phone.Read(kept) == kept);

    [Fact, Rule("RES-2")]
    [Case("phone-numbers-that-cannot-be", Generated = true)]
    public void A_mobile_number_with_a_digit_less_or_more_is_none() => Gen.Select(
        Gen.Int[0, 99999999], Gen.Int[3, 10], Gen.Bool).Sample((number, place, more) =>
        {
            var mobile = FormattableString.Invariant($"138{number:00000000}");
            return Phone.Read(more ? mobile.Insert(place, "5") : mobile.Remove(place, 1)) is null;
        });

    [Fact, Rule("RES-2")]
    [Case("phone-numbers-that-cannot-be", Generated = true)]
    public void A_number_with_a_letter_that_is_not_an_extension_s_is_none() => Gen.Select(
        Gen.Int[0, 99999999], OneOf("A", "b", "X", "z", "Ａ", "ｘ", "é", "张", "𠮷", "ABC", "e x"), Gen.Int[0, 11],
        Gen.Bool, OneOf("", "", " ext 5", "转5")).Sample((number, letters, place, isInstead, extension) =>
        {
            var mobile = FormattableString.Invariant($"138{number:00000000}");
            var written = isInstead && place + letters.Length <= mobile.Length
                ? mobile.Remove(place, letters.Length).Insert(place, letters)
                : mobile.Insert(place, letters);
            return Phone.Read(written + extension) is null;
        });

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);
}
