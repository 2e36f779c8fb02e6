using System.Globalization;
using System.Text;
using CsCheck;
using NodaTime;
using Xunit;

namespace Ops.Platform.Tests.Spreadsheets;

/// <summary>Excel workbooks as people send them.</summary>
public sealed class WorkbookTests
{
    private static readonly string Head = Lists.Row(1, "楼栋", "房号", "总价", "入职日期", "户型");

    [Fact]
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
    public void A_number_is_read_as_it_shows(int style, bool dates1904, string value, string shown)
    {
        var list = Lists.Good(Lists.Workbook(
            Head + Lists.Row(2, "1", "101", "", $"<c s=\"{style}\"><v>{value}</v></c>"), dates1904));

        Assert.Equal(shown, list.Cells("day")[0]);
    }

    [Theory]
    [InlineData("1921455.0000000002", "1921455")]
    [InlineData("1921455.1600000001", "1921455.16")]
    [InlineData("89.120000000000005", "89.12")]
    [InlineData("1.25E6", "1250000")]
    [InlineData("0.1", "0.1")]
    public void A_number_has_the_15_digits_that_excel_shows(string stored, string read) => Assert.Equal(
        read, Lists.Good(Lists.Workbook(Head + Lists.Row(2, "1", "101", $"<c><v>{stored}</v></c>"))).Cells("price")[0]);

    [Fact]
    public void Every_price_comes_through_a_workbook_s_binary_numbers_as_it_was() =>
        Gen.Long[1, 999_999_999_999].Sample(fen =>
        {
            var stored = ((double)fen / 100).ToString("R", CultureInfo.InvariantCulture);
            var list = Lists.Good(Lists.Workbook(Head + Lists.Row(2, "1", "101", $"<c><v>{stored}</v></c>")));
            Assert.Equal(fen / 100m, list.Number(list.Lines[0], "price").Number);
        }, iter: 300);

    [Fact]
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
    public void A_date_of_either_system_is_the_day_that_it_was() =>
        (from days in Gen.Int[1, 60_000]
         from dates1904 in Gen.Bool
         select (days, dates1904)).Sample(one =>
         {
             var day = new LocalDate(1904, 1, 2).PlusDays(one.days);
             var serial = one.days + 1 + (one.dates1904 ? 0 : 1_462);
             var list = Lists.Good(Lists.Workbook(
                 Head + Lists.Row(2, "1", "101", "", $"<c s=\"1\"><v>{serial}</v></c>"), one.dates1904));
             Assert.Equal(day, list.Day(list.Lines[0], "day").Day);
         }, iter: 200);
}
