using System.Globalization;
using System.Text;
using CsCheck;
using NodaTime;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Spreadsheets;

/// <summary>Excel workbooks as people send them.</summary>
public sealed class WorkbookTests
{
    private static readonly string Head = Lists.Row(1, "楼栋", "房号", "总价", "入职日期", "户型");

    [Fact]
    [Case("xlsx-formulas-looked-for-in-another-sheet")]
    [Case("xlsx-hidden-first-sheet-is-imported")]
    public void The_first_tab_that_shows_is_read_and_looked_through_whatever_the_files_are_called()
    {
        string Sheet(string building, string price) =>
            $"<sheetData>{Head}{Lists.Row(2, building, "101", price)}</sheetData>";
        const string Formula = "<c><f>1+1</f><v>2</v></c>", Value = "<c><v>3</v></c>";

        var list = Lists.Good(Lists.Workbook([
            ("旧", "state=\"hidden\"", Sheet("8", Formula)), ("更旧", "state=\"veryHidden\"", Sheet("9", Formula)),
            ("房源", "", Sheet("1", Value)), ("算", "", Sheet("7", Formula))]));

        Assert.Equal(("1", "房源"), (list.Cells("building")[0], list.Reading.Sheet));
        Assert.Equal(["2 总价 2 sheet.formula"], Lists.Codes(Lists.Read(Lists.Workbook([
            ("房源", "", Sheet("1", Formula)), ("算", "", Sheet("7", Value))])).Errors));
        Assert.Equal(["0   sheet.missing"], Lists.Codes(Lists.Read(Lists.Workbook([
            ("房源", "state=\"hidden\"", Sheet("1", Value))])).Errors));
    }

    [Fact]
    [Case("xlsx-formulas-looked-for-in-another-sheet", Generated = true)]
    [Case("xlsx-hidden-first-sheet-is-imported", Generated = true)]
    public void Of_any_tabs_the_first_that_shows_is_the_one_that_is_read_and_the_one_that_is_looked_through() =>
        (from states in Lists.OneOf("", "state=\"hidden\"", "state=\"veryHidden\"", "state=\"visible\"")
             .Array[1, 12]
         from formulas in Gen.Bool.Array[12]
         select (states, formulas)).Sample(one =>
         {
             string[] prices = [.. one.formulas.Select(
                 isFormula => isFormula ? "<c><f>1+1</f><v>2</v></c>" : "<c><v>3</v></c>")];
             var file = Lists.Workbook([.. one.states.Select((state, i) => (
                 $"tab{i}", state, $"<sheetData>{Head}{Lists.Row(2, $"{i + 1}", "101", prices[i])}</sheetData>"))]);
             var shown = Array.FindIndex(one.states, state => !state.Contains("idden", StringComparison.Ordinal));

             var (list, errors) = Lists.Read(file);

             string[] expected = shown < 0 ? ["0   sheet.missing"]
                 : one.formulas[shown] ? ["2 总价 2 sheet.formula"] : [];
             Assert.Equal(expected, Lists.Codes(errors));
             if (shown >= 0)
                 Assert.Equal(($"{shown + 1}", $"tab{shown}"), (list!.Cells("building")[0], list!.Reading.Sheet));
         }, iter: 200);

    [Fact]
    [Case("xlsx-error-cells-are-taken-as-text", Generated = true)]
    public void No_error_and_no_yes_or_no_is_taken_wherever_it_stands_and_as_whatever_it_is_stored() =>
        (from wrong in Gen.Int[0, 7].Select(at => ((string[])[
            "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "TRUE"])[at])
         from place in Gen.Int[0, 4]
         from asText in Gen.Bool
         from line in Gen.Int[2, 6]
         select (wrong, place, asText, line)).Sample(one =>
         {
             var isYes = one.wrong == "TRUE";
             var rows = Enumerable.Range(2, 5).Select(line =>
             {
                 string[] cells = ["1", $"{100 + line}", "<c><v>5</v></c>", "<c s=\"1\"><v>46461</v></c>", "南"];
                 if (line == one.line)
                 {
                     cells[one.place] = isYes ? "<c t=\"b\"><v>1</v></c>"
                         : one.asText ? one.wrong : $"<c t=\"e\"><v>{one.wrong}</v></c>";
                 }

                 return Lists.Row(line, cells);
             });

             var errors = Lists.Read(Lists.Workbook(Head + string.Concat(rows))).Errors;

             var heading = ((string[])["楼栋", "房号", "总价", "入职日期", "户型"])[one.place];
             Assert.Equal(
                 [$"{one.line} {heading} {one.wrong} {(isYes ? "sheet.boolean" : "sheet.error")}"],
                 Lists.Codes(errors));
         }, iter: 200);

    [Fact]
    [Case("xlsx-many-empty-formatted-rows", Generated = true)]
    public void Rows_that_are_only_formatted_are_none_however_many_and_wherever_they_stand() =>
        (from gaps in Gen.Int[0, 1_000].Array[1, 6]
         from cells in Gen.Int[0, 10]
         from style in Gen.Int[0, 5]
         select (gaps, cells, style)).Sample(one =>
         {
             var (rows, number) = (new StringBuilder(Head), 2);
             foreach (var gap in one.gaps)
             {
                 for (var last = number + gap; number < last; number++)
                 {
                     var styled = string.Concat(Enumerable.Range(0, one.cells).Select(
                         i => $"<c r=\"{(char)('A' + i)}{number}\" s=\"{one.style}\"/>"));
                     rows.Append(
                         CultureInfo.InvariantCulture, $"<row r=\"{number}\" s=\"{one.style}\">{styled}</row>");
                 }

                 rows.Append(Lists.Row(number, "1", $"{number}"));
                 number++;
             }

             Assert.Equal(one.gaps.Length, Lists.Good(Lists.Workbook(rows.ToString())).Lines.Count);
         }, iter: 20);

    [Fact]
    [Case("styled-last-row", Generated = true)]
    public void A_styled_last_row_and_last_column_cost_nothing_wherever_they_stand() =>
        (from row in Gen.Int[3, 1_048_576]
         from column in Lists.OneOf("A", "Z", "AAA", "XFD")
         from style in Gen.Int[0, 5]
         select (row, column, style)).Sample(one => Assert.Equal(
             ["101"],
             Lists.Good(Lists.Workbook(Head + Lists.Row(2, "1", "101")
                 + $"<row r=\"{one.row}\"><c r=\"{one.column}{one.row}\" s=\"{one.style}\"/></row>"))
                 .Cells("room")), iter: 200);

    [Fact]
    [Case("zeros-of-a-format", Generated = true)]
    public void Any_number_shows_with_the_zeros_of_its_format() => Gen.Select(Gen.Int[0, 99_999], Gen.Bool).Sample(
        (number, formatted) => Assert.Equal(
            formatted ? number.ToString("0000", CultureInfo.InvariantCulture) : $"{number}",
            Lists.Good(Lists.Workbook(Head + Lists.Row(
                2, "1", $"<c s=\"{(formatted ? 4 : 0)}\"><v>{number}</v></c>"))).Cells("room")[0]), iter: 200);

    [Fact]
    [Case("rows-hidden-by-a-filter", Generated = true)]
    public void Whichever_rows_a_filter_hides_are_read_and_counted() => Gen.Bool.Array[1, 20].Sample(hidden =>
    {
        var rows = string.Concat(hidden.Select((hides, i) => Lists.Row(i + 2, "1", $"{i}").Replace(
            "<row", hides ? "<row hidden=\"1\"" : "<row", StringComparison.Ordinal)));

        var list = Lists.Good(Lists.Workbook(Head + rows));

        Assert.Equal((hidden.Length, hidden.Count(hides => hides)), (list.Lines.Count, list.Reading.HiddenLines));
    }, iter: 200);

    [Fact]
    [Case("xlsx-number-with-float-noise-refused", Generated = true)]
    public void A_price_is_what_it_was_though_a_calculation_left_noise_in_its_last_binary_place() => Gen.Select(
        Gen.Long[1, 99_999_999_999], Gen.Int[-1, 1]).Sample((fen, steps) =>
        {
            var exact = (double)fen / 100;
            var stored = steps switch
            {
                0 => exact,
                > 0 => Math.BitIncrement(exact),
                _ => Math.BitDecrement(exact),
            };
            var list = Lists.Good(Lists.Workbook(Head + Lists.Row(
                2, "1", "101", $"<c><v>{stored.ToString("G17", CultureInfo.InvariantCulture)}</v></c>")));
            Assert.Equal(fen / 100m, list.Number(list.Lines[0], "price").Number);
        }, iter: 300);

    [Theory]
    [InlineData(1, false, "46461", "2027-03-15")]
    [InlineData(2, false, "46461", "2027-03-15")]
    [InlineData(1, true, "44999", "2027-03-15")]
    [InlineData(2, false, "46461.5", "2027-03-15 12:00")]
    [InlineData(1, false, "1", "1900-01-01")]
    [InlineData(1, false, "59", "1900-02-28")]
    [InlineData(1, false, "61", "1900-03-01")]
    [InlineData(0, false, "46461", "46461")]
    [InlineData(5, false, "46461", "46461")]
    [InlineData(4, false, "101", "0101")]
    [InlineData(4, false, "12345", "12345")]
    [InlineData(4, false, "1.5", "1.5")]
    [Case("xlsx-date-cell-refused")]
    [Case("zeros-of-a-format")]
    public void A_number_is_read_as_it_shows(int style, bool dates1904, string value, string shown)
    {
        var list = Lists.Good(Lists.Workbook(
            Head + Lists.Row(2, "1", "101", "", $"<c s=\"{style}\"><v>{value}</v></c>"), dates1904));

        Assert.Equal(shown, list.Cells("day")[0]);
    }

    [Theory]
    [InlineData("#,##0.00", true)]
    [InlineData("\"¥\"#,##0.00", true)]
    [InlineData("[$￥-804]#,##0.00;[Red][$￥-804]-#,##0.00", true)]
    [InlineData("[$CNY] #,##0", true)]
    [InlineData("[$-804]General", true)]
    [InlineData("\"$\"#,##0", false)]
    [InlineData("\\$#,##0", false)]
    [InlineData("[$€-407]#,##0.00", false)]
    [InlineData("[$USD] #,##0", false)]
    [InlineData("[$HK$-C04]#,##0", false)]
    [InlineData("[$¥-411]#,##0", false)]
    public void Money_in_another_currency_is_none_of_ours_though_only_its_format_says_so(string format, bool isYuan)
    {
        var (list, errors) = Lists.Read(Lists.Workbook(
            Head + Lists.Row(2, "1", "101", "<c s=\"6\"><v>1000</v></c>"), format: format));

        Assert.Empty(errors);
        var (number, wrong) = list!.Number(list.Lines[0], "price");
        Assert.Equal((isYuan ? (decimal?)1000m : null, !isYuan), (number, wrong is not null));
    }

    [Fact]
    public void A_day_where_none_stands_is_what_excel_made_of_a_name_and_is_refused_by_name()
    {
        // The room 3-12.
        const string Room = "<c s=\"1\"><v>46459</v></c>", Reckoned = "<c s=\"2\"><f>A1+1</f><v>46460</v></c>";
        var rows = Head + Lists.Row(2, "1", Room) + Lists.Row(3, "1", "102", "", "<c s=\"1\"><v>46461</v></c>")
            + Lists.Row(4, "1", "<c t=\"d\"><v>2027-03-13</v></c>") + Lists.Row(5, "1", Reckoned);

        Assert.Equal(
            [
                "2 房号 2027-03-13 sheet.shown-as-day", "4 房号 2027-03-13 sheet.shown-as-day",
                "5 房号 2027-03-14 sheet.formula", "5 房号 2027-03-14 sheet.shown-as-day"],
            Lists.Codes(Lists.Read(Lists.Workbook(rows)).Errors));
        Assert.Equal(
            ["5 房号 2027-03-14 sheet.shown-as-day"],
            Lists.Codes(Lists.Read(
                Lists.Workbook(Head + Lists.Row(5, "1", Reckoned)), takeFormulas: true).Errors));
    }

    [Fact]
    public void Columns_that_do_not_show_are_read_and_named()
    {
        var list = Lists.Good(Lists.Workbook(
            Head + Lists.Row(2, "1", "101"),
            before: "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col min=\"5\" max=\"5\"/></cols>"));

        Assert.Equal(["101"], list.Cells("room"));
        Assert.Equal(["房号", "总价"], list.Reading.HiddenColumns);
    }

    [Theory]
    [InlineData("1921455.0000000002", "1921455")]
    [InlineData("1921455.1600000001", "1921455.16")]
    [InlineData("89.120000000000005", "89.12")]
    [InlineData("1.25E6", "1250000")]
    [InlineData("0.1", "0.1")]
    [Case("xlsx-number-with-float-noise-refused")]
    public void A_number_has_the_15_digits_that_excel_shows(string stored, string read) => Assert.Equal(
        read, Lists.Good(Lists.Workbook(Head + Lists.Row(2, "1", "101", $"<c><v>{stored}</v></c>"))).Cells("price")[0]);

    [Fact]
    [Case("xlsx-number-with-float-noise-refused", Generated = true)]
    public void Every_price_comes_through_a_workbook_s_binary_numbers_as_it_was() =>
        Gen.Long[1, 999_999_999_999].Sample(fen =>
        {
            var stored = ((double)fen / 100).ToString("R", CultureInfo.InvariantCulture);
            var list = Lists.Good(Lists.Workbook(Head + Lists.Row(2, "1", "101", $"<c><v>{stored}</v></c>")));
            Assert.Equal(fen / 100m, list.Number(list.Lines[0], "price").Number);
        }, iter: 300);

    [Fact]
    [Case("xlsx-error-cells-are-taken-as-text")]
    public void Errors_booleans_and_formulas_are_named_by_their_cells_and_a_formula_s_value_is_taken_when_it_was_seen()
    {
        var rows = Head + Lists.Row(2, "1", "101", "<c t=\"e\"><v>#N/A</v></c>")
            + Lists.Row(3, "1", "102", "", "", "<c t=\"b\"><v>1</v></c>")
            + Lists.Row(4, "1", "103", "<c><f>1*2</f><v>2.0000000000000004</v></c>")
            + Lists.Row(5, "1", "104", "<c><f>1*2</f></c>") + Lists.Row(6, "1", "#REF!")
            + Lists.Row(7, "1", "105", "<c t=\"str\"><f>1/0</f><v>\n</v></c>");

        Assert.Equal(
            [
                "2 总价 #N/A sheet.error", "3 户型 TRUE sheet.boolean", "4 总价 2 sheet.formula",
                "5 总价  sheet.formula-without-value", "6 房号 #REF! sheet.error",
                "7 总价  sheet.formula-without-value"],
            Lists.Codes(Lists.Read(Lists.Workbook(rows)).Errors));

        var (list, errors) = Lists.Read(
            Lists.Workbook(Head + Lists.Row(2, "1", "103", "<c><f>1*2</f><v>2.0000000000000004</v></c>")),
            takeFormulas: true);
        Assert.Empty(errors);
        Assert.Equal(2m, list!.Number(list.Lines[0], "price").Number);
        Assert.Equal((2, "总价", "2"), (
            list.Reading.Formulas[0].Line, list.Reading.Formulas[0].Column, list.Reading.Formulas[0].Value));
    }

    [Fact]
    [Case("xlsx-many-empty-formatted-rows")]
    [Case("rows-hidden-by-a-filter")]
    [Case("styled-last-row")]
    public void Rows_that_are_only_formatted_are_none_and_hidden_rows_are_read_and_told()
    {
        var rows = new StringBuilder(Head).Append(Lists.Row(2, "1", "101"));
        for (var i = 3; i < 25_000; i++)
            rows.Append(CultureInfo.InvariantCulture, $"<row r=\"{i}\" s=\"1\"><c r=\"A{i}\" s=\"1\"/></row>");
        rows.Append("<row r=\"25000\"><c r=\"XFD25000\" s=\"1\"/></row>")
            .Append(Lists.Row(1_048_575, "1", "102").Replace("<row", "<row hidden=\"1\"", StringComparison.Ordinal));

        var list = Lists.Good(Lists.Workbook(rows.ToString()));

        Assert.Equal(["101", "102"], list.Cells("room"));
        Assert.Equal([2, 1_048_575], list.Lines.Select(line => line.Number));
        Assert.Equal(1, list.Reading.HiddenLines);
    }

    [Fact]
    [Case("xlsx-of-an-office")]
    public void Titles_above_the_headings_are_skipped_merged_or_not_and_merged_headings_and_lines_are_refused()
    {
        var rows = Lists.Row(1, "港湾华庭房源一览") + Lists.Row(3, "楼 栋", "房\n号", "总价（元）", "备注")
            + Lists.Row(4, "1", "101", "<c><v>5</v></c>", "好") + Lists.Row(5, "1", "102");
        string Merged(string area) => $"<mergeCells><mergeCell ref=\"{area}\"/></mergeCells>";

        var (list, errors) = Lists.Read(Lists.Workbook(rows, after: Merged("A1:D1")), ignoreColumns: true);
        Assert.Empty(errors);
        Assert.Equal(["101", "102"], list!.Cells("room"));
        Assert.Equal(3, list!.Reading.HeadingLine);
        Assert.Equal(["备注"], list.Reading.UnknownColumns);
        Assert.Equal(["3 备注  sheet.column-unknown"], Lists.Codes(Lists.Read(Lists.Workbook(rows)).Errors));
        Assert.Equal(["4 楼 栋  sheet.cells-merged"], Lists.Codes(
            Lists.Read(Lists.Workbook(rows, after: Merged("A4:A5")), ignoreColumns: true).Errors));
        Assert.Equal(["3 楼 栋  sheet.heading-merged"], Lists.Codes(
            Lists.Read(Lists.Workbook(rows, after: Merged("A3:B3")), ignoreColumns: true).Errors));
        Assert.Empty(Lists.Read(Lists.Workbook(rows, after: Merged("D4:D5")), ignoreColumns: true).Errors);
    }

    [Fact]
    [Case("xlsx-date-cell-refused", Generated = true)]
    public void A_date_of_either_system_is_the_day_that_it_was() =>
        (from days in Gen.Int[1, 60_000]
         from dates1904 in Gen.Bool
         from style in Gen.Int[1, 2]
         from time in Lists.OneOf("", ".25", ".5")
         select (days, dates1904, style, time)).Sample(one =>
         {
             var day = new LocalDate(1904, 1, 2).PlusDays(one.days);
             var serial = one.days + 1 + (one.dates1904 ? 0 : 1_462);
             var list = Lists.Good(Lists.Workbook(
                 Head + Lists.Row(2, "1", "101", "", $"<c s=\"{one.style}\"><v>{serial}{one.time}</v></c>"),
                 one.dates1904));
             Assert.Equal(day, list.Day(list.Lines[0], "day").Day);
         }, iter: 200);
}
