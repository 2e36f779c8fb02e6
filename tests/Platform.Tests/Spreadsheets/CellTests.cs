using System.Globalization;
using CsCheck;
using NodaTime;
using Ops.Platform.Spreadsheets;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Spreadsheets;

/// <summary>Headings, numbers and days as people write them.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData("1,000,000.00", "1000000.00")]
    [InlineData("９０．５", "90.5")]
    [InlineData("１，０００，０００", "1000000")]
    [InlineData("￥1000000", "1000000")]
    [InlineData("¥ 1,000,000", "1000000")]
    [InlineData("1000000元", "1000000")]
    [InlineData(" 1 000 000 ", "1000000")]
    [InlineData("-5", "-5")]
    [InlineData("RMB 1,000,000", "1000000")]
    [InlineData("人民币1000000元", "1000000")]
    [Case("number-with-thousands-separators")]
    [Case("numbers-and-codes-in-full-width")]
    [Case("number-with-its-unit")]
    public void A_price_is_the_number_however_it_is_written(string written, string number) => Assert.Equal(
        decimal.Parse(number, CultureInfo.InvariantCulture), CellValue.Number(written, SheetMeasure.Yuan).Number);

    [Theory]
    [InlineData("90.5㎡")]
    [InlineData("90.5 m²")]
    [InlineData("90.5M2")]
    [InlineData("90.5平方米")]
    [Case("number-with-its-unit")]
    public void An_area_may_have_its_unit_behind_it(string written) =>
        Assert.Equal(90.5m, CellValue.Number(written, SheetMeasure.SquareMetres).Number);

    [Theory]
    [InlineData("1层", 1)]
    [InlineData("-1层", -1)]
    [InlineData("１２楼", 12)]
    [InlineData("3F", 3)]
    [Case("floor-with-its-unit")]
    public void A_floor_may_have_its_unit_behind_it(string written, int floor) =>
        Assert.Equal(floor, CellValue.Number(written, SheetMeasure.Floor).Number);

    [Theory]
    [InlineData("1.25E+06", "sheet.number-rounded")]
    [InlineData("1.25e+06元", "sheet.number-rounded")]
    [InlineData("￥1.25E+06", "sheet.number-rounded")]
    [InlineData("$1000000", "sheet.number-currency")]
    [InlineData("€1", "sheet.number-currency")]
    [InlineData("1000000$", "sheet.number-currency")]
    [InlineData("1,00", "sheet.number-unreadable")]
    [InlineData("1,0000,000", "sheet.number-unreadable")]
    [InlineData("200万", "sheet.number-unreadable")]
    [InlineData("200万元", "sheet.number-unreadable")]
    [InlineData("90㎡", "sheet.number-unreadable")]
    [InlineData("٣", "sheet.number-unreadable")]
    [InlineData("1\n", null)]
    [InlineData("1;2", "sheet.number-unreadable")]
    [Case("number-in-scientific-notation")]
    [Case("number-with-its-unit")]
    public void What_is_no_price_is_refused_with_the_reason(string written, string? code) =>
        Assert.Equal(code, CellValue.Number(written, SheetMeasure.Yuan).Wrong?.Code);

    [Fact]
    [Case("number-with-thousands-separators", Generated = true)]
    [Case("numbers-and-codes-in-full-width", Generated = true)]
    [Case("number-with-its-unit", Generated = true)]
    public void Any_amount_in_any_writing_is_that_amount() =>
        (from fen in Gen.Long[0, 999_999_999_999]
         from grouped in Gen.Bool
         from wide in Gen.Bool
         from sign in Lists.OneOf("", "￥", "¥")
         from unit in Lists.OneOf("", "元", " 元", "ＲＭＢ")
         select (fen, grouped, wide, sign, unit)).Sample(one =>
         {
             var digits = (one.fen / 100m).ToString(one.grouped ? "N2" : "F2", CultureInfo.InvariantCulture);
             if (one.wide)
                 digits = string.Concat(digits.Select(sign => (char)(sign + '！' - '!')));
             var (number, wrong) = CellValue.Number(one.sign + digits + one.unit, SheetMeasure.Yuan);
             Assert.Null(wrong);
             Assert.Equal(one.fen / 100m, number);
         });

    [Fact]
    [Case("number-with-its-unit", Generated = true)]
    [Case("floor-with-its-unit", Generated = true)]
    public void Any_area_and_any_floor_is_the_number_whatever_unit_stands_behind_it() =>
        (from hundredths in Gen.Int[1, 9_999_999]
         from floor in Gen.Int[-9, 200]
         from area in Lists.OneOf("", "㎡", "m²", "m2", "平方米", "平米")
         from storey in Lists.OneOf("", "层", "楼", "F")
         from blank in Lists.OneOf("", " ", "\u3000")
         from wide in Gen.Bool
         from small in Gen.Bool
         select (hundredths, floor, area, storey, blank, wide, small)).Sample(one =>
         {
             var metres = one.hundredths / 100m;
             Assert.Equal(metres, Read(metres, one.area, SheetMeasure.SquareMetres));
             Assert.Equal(one.floor, Read(one.floor, one.storey, SheetMeasure.Floor));

             decimal? Read(decimal number, string unit, SheetMeasure measure)
             {
                 var cased = one.small ? unit.ToLowerInvariant() : unit.ToUpperInvariant();
                 var written = FormattableString.Invariant($"{number}{one.blank}{cased}");
                 return CellValue.Number(one.wide ? Wide(written) : written, measure).Number;
             }
         });

    [Fact]
    [Case("number-with-its-unit", Generated = true)]
    public void No_amount_with_the_sign_of_another_currency_is_taken_on_whichever_side_it_stands()
    {
        var currencies = Enumerable.Range(0, char.MaxValue).Select(value => (char)value).Where(sign =>
            char.GetUnicodeCategory(sign) == UnicodeCategory.CurrencySymbol && sign is not ('¥' or '￥')).ToArray();
        (from sign in Gen.Int[0, currencies.Length - 1].Select(at => currencies[at])
         from amount in Gen.Int[0, 99_999_999]
         from before in Gen.Bool
         from unit in Lists.OneOf("", "元")
         select before ? $"{sign}{amount}{unit}" : $"{amount}{sign}{unit}").Sample(written => Assert.Equal(
             "sheet.number-currency", CellValue.Number(written, SheetMeasure.Yuan).Wrong?.Code));
    }

    [Fact]
    [Case("number-in-scientific-notation", Generated = true)]
    public void No_number_that_was_rounded_to_an_exponent_is_taken_for_any_other() =>
        (from mantissa in Gen.Int[-999, 999]
         from exponent in Gen.Int[0, 30]
         from form in Lists.OneOf("E+", "e+", "E-", "e", "E")
         from measure in Gen.Int[0, 3]
         from wide in Gen.Bool
         select (Text: FormattableString.Invariant($"{mantissa / 100m}{form}{exponent:00}"), measure, wide))
        .Sample(one =>
        {
            var measure = ((SheetMeasure?[])[null, SheetMeasure.Yuan, SheetMeasure.SquareMetres, SheetMeasure.Floor])
                [one.measure];
            var written = (one.wide ? Wide(one.Text) : one.Text) + (measure?.Units[0] ?? "");
            Assert.Equal("sheet.number-rounded", CellValue.Number(written, measure).Wrong?.Code);
        });

    [Fact]
    [Case("xlsx-date-cell-refused", Generated = true)]
    public void Any_day_in_any_writing_is_that_day() =>
        (from days in Gen.Int[0, 80_000]
         from pattern in Lists.OneOf("yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyy年M月d日", "yyyy-M-d HH:mm")
         from wide in Gen.Bool
         select (days, pattern, wide)).Sample(one =>
         {
             var day = new DateTime(1900, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(one.days);
             var written = day.ToString(one.pattern, CultureInfo.InvariantCulture);
             Assert.Equal(
                 LocalDate.FromDateTime(day), CellValue.Day(one.wide ? Wide(written) : written).Day);
         });

    [Theory]
    [InlineData("2026-12-15")]
    [InlineData("2026/12/15")]
    [InlineData("2026.12.15")]
    [InlineData("2026年12月15日")]
    [InlineData("２０２６／１２／１５")]
    [InlineData("2026-12-15 00:00")]
    [InlineData("2026-12-15T08:30:00")]
    [Case("xlsx-date-cell-refused")]
    public void A_day_may_be_written_in_the_ways_of_the_country(string written) =>
        Assert.Equal(new LocalDate(2026, 12, 15), CellValue.Day(written).Day);

    [Theory]
    [InlineData("15.12.2026")]
    [InlineData("12/15/2026")]
    [InlineData("2026-13-01")]
    [InlineData("2026-02-30")]
    [InlineData("2026-12-15 或 16")]
    [InlineData("2026-12-15 16")]
    [InlineData("soon")]
    public void What_is_no_day_is_refused(string written) => Assert.NotNull(CellValue.Day(written).Wrong);

    [Theory]
    [InlineData("楼栋 ,房 号,建筑面积（㎡）,总价（元）")]
    [InlineData("楼　栋,房号(必填),建筑面积(m²),总价[元]")]
    [InlineData("BUILDING,Ｒｏｏｍ,Built Area (m2),list  price")]
    [InlineData("\"楼\n栋\",房号,建筑面积【平方米】,总价（元/套）")]
    [Case("headings-with-spaces-width-and-units")]
    public void Spaces_width_case_and_a_unit_in_brackets_do_not_matter_in_a_heading(string headings)
    {
        var list = Lists.Good($"{headings}\n1,101,90.5,5\n");

        Assert.Equal(["area", "building", "price", "room"], list.Places.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Case("headings-with-spaces-width-and-units", Generated = true)]
    [Case("numbers-and-codes-in-full-width", Generated = true)]
    public void A_heading_is_known_in_every_width_and_case_with_blanks_in_it_and_its_unit_behind_it() =>
        (from at in Gen.Int[0, Lists.Columns.Count - 1]
         from heading in Gen.Int[0, 1_000]
         from unit in Gen.Int[0, 1_000]
         from bracket in Lists.OneOf("", "()", "（）", "[]", "【】")
         from blanks in Gen.Int[0, 1 << 12]
         from wide in Gen.Bool
         from upper in Gen.Bool
         select (Column: Lists.Columns[at], heading, unit, bracket, blanks, wide, upper)).Sample(one =>
         {
             var (column, written) = (one.Column, one.Column.Headings[one.heading % one.Column.Headings.Count]);
             if (one.bracket.Length > 0)
             {
                 var inside = column.Measure is { } measure ? measure.Units[one.unit % measure.Units.Count] : "必填";
                 written = $"{written}{one.bracket[0]}{inside}{one.bracket[1]}";
             }

             written = string.Concat(written.Select((sign, i) =>
                 (one.blanks >> i % 12 & 1) == 1 ? $"{sign}{(i % 2 == 0 ? ' ' : '\u3000')}" : $"{sign}"));
             written = one.upper ? written.ToUpperInvariant() : written.ToLowerInvariant();
             written = one.wide ? Wide(written) : written;
             // Beside those that a list needs.
             string[] headings = [.. Lists.Columns.Where(other => other.Needed && other != column)
                 .Select(other => other.Headings[0]).Prepend(written)];
             var list = Lists.Good(
                 $"{string.Join(',', headings)}\n{string.Join(',', headings.Select(_ => "1"))}\n");
             Assert.Equal(0, list.Places[column.Name]);
         });

    [Fact]
    public void Everything_that_is_wrong_comes_in_one_answer_in_the_file_s_own_words()
    {
        var (_, errors) = Lists.Read("总价（万元）,楼栋,备注,楼 栋\n215,1,x,2\n215,\"1\n\",x,2\n1,2,3,4,5\n");

        Assert.Equal(
            [
                "1 总价（万元） 总价（万元） sheet.unit-unknown", "1 楼 栋 楼 栋 sheet.column-twice",
                "1 备注  sheet.column-unknown", "1 room  sheet.column-missing",
                "3   sheet.line-break"], Lists.Codes(errors).Take(5).Select(
                    error => error.Contains("line-break", StringComparison.Ordinal) ? "3   sheet.line-break" : error));
        Assert.Contains(errors, error => error.Reason.Code == "sheet.too-many-cells");
    }

    [Fact]
    public void What_the_lines_mean_is_told_by_the_file_s_heading_and_value_and_a_missing_column_once()
    {
        var (list, _) = Lists.Read("楼 栋,总价（元）\n1,abc\n1,\n");

        Assert.Equal(
            ["1 room  sheet.column-missing", "2 总价（元） abc sheet.number-unreadable"],
            Lists.Codes(list!.Wrong([
                new(2, "price", Ops.Platform.Texts.Text.Of("sheet.number-unreadable")),
                new(2, "room", Ops.Platform.Texts.Text.Of("x")), new(3, "room", Ops.Platform.Texts.Text.Of("x"))])));
    }

    [Theory]
    [InlineData("颜色,尺寸\n1,2\n")]
    [InlineData("%PDF-1.7")]
    [InlineData("x")]
    public void A_file_without_a_heading_that_is_known_says_which_are_needed(string csv) =>
        Assert.Equal(["0   sheet.no-headings"], Lists.Codes(Lists.Read(csv).Errors));

    /// <summary>What has a full-width form in that form.</summary>
    private static string Wide(string text) => string.Concat(
        text.Select(sign => sign is > ' ' and <= '~' ? (char)(sign - '!' + '！') : sign));
}
