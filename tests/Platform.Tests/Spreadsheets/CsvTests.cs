using System.Globalization;
using System.Text;
using CsCheck;
using Ops.Platform.Spreadsheets;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Spreadsheets;

/// <summary>CSV files as people send them.</summary>
public sealed class CsvTests
{
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    [Theory]
    [InlineData("楼栋,房号,户型\n1,101,\"南\n1,102,北\n", 2)]
    [InlineData("楼栋,房号,户型\n1,101,\"南\n1,102,北\"\n1,103,北\n", 2)]
    [InlineData("楼栋,房号,户型\n1,101,\"\"\"南\n1,102,北\n", 2)]
    [InlineData("楼栋,房号,户型\n1,101,南\n1,102,\"南\"北\n1,103,北\n", 3)]
    [InlineData("楼栋,房号,户型\n1,101,南\n1,102,5\"北\n1,103,北\n", 3)]
    [InlineData("楼栋,房号,户型,总价\r\n1,101,\"南,三房,200\r\n1,102,北\",三房\r\n1,103,北,5\r\n", 2)]
    [InlineData("楼栋,房号,户型\n\n1,101,南\n\n\n1,102,\"北\n", 6)]
    [Case("csv-unclosed-quote-swallows-rows")]
    [Case("text-after-a-closing-quote")]
    public void A_quote_that_is_not_closed_or_has_text_beside_it_is_refused_by_its_line(string csv, int line) =>
        Assert.Contains(
            Lists.Read(csv).Errors,
            error => error.Line == line && error.Reason.Code is "sheet.quote" or "sheet.line-break");

    /// <summary>
    /// Headings and a cell a line in quotes, of which one or two are lost: it is seen, or every cell is what it was but
    /// for its own quotes.
    /// </summary>
    [Fact]
    [Case("csv-unclosed-quote-swallows-rows", Generated = true)]
    public void No_list_of_which_quotes_are_lost_loses_or_moves_a_cell_unseen()
    {
        var cell = Lists.OneOf("南", "a,b", "c;d", "say \"x\"", "", "x=1", "1");
        (from cells in cell.Array[1, 6]
         from lost in Gen.Int[0, 1_000].Array[1, 2]
         from separator in Lists.OneOf(",", ";", "\t")
         from ignored in Gen.Bool
         select (cells, lost, separator, ignored)).Sample(one =>
         {
             string[] heads = one.ignored ? ["楼栋", "房号", "户型", "备注"] : ["楼栋", "房号", "户型"];
             string[] rest = one.ignored ? ["x"] : [];
             var lines = one.cells.Select((text, i) => string.Join(
                 one.separator, ["1", i.ToString(CultureInfo.InvariantCulture), Quoted(text), .. rest]));
             var csv = $"{string.Join(one.separator, heads.Select(Quoted))}\n{string.Join('\n', lines)}\n";
             Assert.Equal(Cells(one.cells), Read(Lists.Read(csv, one.ignored).List!));
             foreach (var place in one.lost)
             {
                 int[] quotes = [.. csv.Index().Where(sign => sign.Item == '"').Select(sign => sign.Index)];
                 csv = csv.Remove(quotes[place % quotes.Length], 1);
             }

             var (list, errors) = Lists.Read(csv, one.ignored);
             if (errors.Count == 0)
                 Assert.Equal(Cells(one.cells), Read(list!));
         });

        static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

        static IEnumerable<string> Cells(string[] layouts) => layouts.Select(
            (layout, i) => Told("1", i.ToString(CultureInfo.InvariantCulture), layout));

        static IEnumerable<string> Read(SentList list) => list.Lines.Select(line => Told(
            list.Cell(line, "building"), list.Cell(line, "room"), list.Cell(line, "layout")));

        static string Told(string building, string room, string layout) =>
            $"{building}/{room}/{layout.Replace("\"", "", StringComparison.Ordinal)}";
    }

    [Theory]
    [InlineData("楼栋,房号,\"备注\n1,101,x\"\n1,102,y\n")]
    [InlineData("楼栋,房号,\"\n1,101,x\"\n1,102,y\n")]
    [InlineData("楼栋,房号,\"户型（\n1,101,x）\"\n1,102,y\n")]
    [InlineData("楼栋,房号,\"户型[南\r\n1,101,x]\"\n1,102,y\n")]
    public void A_heading_that_has_swallowed_lines_is_refused_whether_its_column_is_left_out_or_not(string csv)
    {
        foreach (var ignored in (bool[])[true, false])
            Assert.Contains(
                Lists.Read(csv, ignored).Errors, error => error.Line == 1 && error.Reason.Code == "sheet.line-break");
    }

    [Theory]
    [InlineData("\"楼\n栋\",房号,\"建筑面积\n（㎡）\"\n1,101,80\n")]
    [InlineData("\"楼栋\r\n\",\"\n房号\",建筑面积\n1,101,80\n")]
    public void A_heading_that_is_known_may_stand_in_two_lines(string csv) =>
        Assert.Equal(["101"], Lists.Good(csv).Cells("room"));

    [Fact]
    [Case("text-after-a-closing-quote", Generated = true)]
    public void No_text_beside_the_quotes_of_a_cell_is_taken() =>
        (from inside in Gen.Char["ab南,; "].Array[0, 5].Select(signs => new string(signs))
         from beside in Gen.Char["ab南1"].Array[1, 5].Select(signs => new string(signs))
         from before in Gen.Bool
         from place in Gen.Int[0, 2]
         select (Cell: before ? $"{beside}\"{inside}\"" : $"\"{inside}\"{beside}", place)).Sample(one =>
         {
             string[] cells = ["1", "101", "北"];
             cells[one.place] = one.Cell;
             Assert.Contains(
                 Lists.Read($"楼栋,房号,户型\n1,100,南\n{string.Join(',', cells)}\n1,102,北\n").Errors,
                 error => error.Line == 3 && error.Reason.Code == "sheet.quote");
         });

    [Fact]
    public void A_line_with_more_cells_than_headings_is_refused_and_one_with_fewer_ends_early() =>
        Assert.Equal(
            ["3   sheet.too-many-cells"],
            Lists.Codes(Lists.Read("楼栋,房号,总价\n1,101\n1,102,1,000,000\n1,103,5,,\n").Errors));

    [Theory]
    [InlineData("\n\n")]
    [InlineData(",,\n,,\n")]
    [InlineData("　,,\n \t,　,\n")]
    [InlineData("\r\n\r\n")]
    [Case("csv-blank-lines-at-the-end")]
    [Case("csv-rows-of-commas")]
    public void Lines_of_commas_and_blanks_are_none(string blank)
    {
        var list = Lists.Good($"{blank}楼栋,房号,户型\n1,101,\n{blank}1,102,\n{blank}");

        Assert.Equal(["101", "102"], list.Cells("room"));
    }

    [Fact]
    [Case("csv-blank-lines-at-the-end", Generated = true)]
    [Case("csv-rows-of-commas", Generated = true)]
    public void Lines_in_which_nothing_stands_are_none_wherever_and_whatever_they_are_made_of() =>
        (from separator in Lists.OneOf(",", ";", "\t")
         from blanks in Lists.OneOf("", " ", "\u3000", "S", "SS", " S\u3000S ", "SSSSSSSS").Array[1, 4].Array[3]
         from end in Lists.OneOf("\n", "\r\n")
         select (separator, blanks, end)).Sample(one =>
         {
             string Blank(int place) => string.Concat(one.blanks[place].Select(
                 line => line.Replace("S", one.separator, StringComparison.Ordinal) + one.end));
             string Line(params string[] cells) => string.Join(one.separator, cells) + one.end;
             var list = Lists.Good(
                 Blank(0) + Line("楼栋", "房号", "户型") + Line("1", "101", "") + Blank(1) + Line("1", "102", "")
                 + Blank(2));
             Assert.Equal(["101", "102"], list.Cells("room"));
         });

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    [Case("csv-separated-by-semicolons-or-tabs")]
    public void Commas_semicolons_and_tabs_separate_the_cells(char separator)
    {
        var list = Lists.Good("楼栋,房号,总价\n1,101,5\n".Replace(',', separator));

        Assert.Equal(("1", "101", $"{separator}"), (
            list.Cell(list.Lines[0], "building"), list.Cell(list.Lines[0], "room"), list.Reading.Separator));
    }

    [Theory]
    [InlineData("UTF-8", true, "UTF-8")]
    [InlineData("UTF-8", false, "UTF-8")]
    [InlineData("UTF-16LE", true, "UTF-16")]
    [InlineData("UTF-16BE", true, "UTF-16")]
    [InlineData("GB18030", false, "GB18030")]
    [Case("csv-in-gb18030")]
    public void The_mark_then_utf_8_then_gb18030_tell_the_encoding(string encoding, bool marked, string told)
    {
        var text = encoding == "GB18030" ? Gb18030 : Encoding.GetEncoding(encoding);
        byte[] file = [.. marked ? text.GetPreamble() : [], .. text.GetBytes("楼栋,房号,户型\n𬒔头,101,￥三房\n")];

        var list = Lists.Good(file);

        Assert.Equal(("𬒔头", "￥三房", told), (
            list.Cell(list.Lines[0], "building"), list.Cell(list.Lines[0], "layout"), list.Reading.Encoding));
    }

    [Fact]
    public void Bytes_of_no_encoding_are_refused() =>
        Assert.Equal(
            ["0   sheet.not-encoded"],
            Lists.Codes(Lists.Read([.. "building,room\n"u8, 0xFF, 0x41, 0x80]).Errors));

    [Fact]
    [Case("csv-in-gb18030", Generated = true)]
    [Case("csv-separated-by-semicolons-or-tabs", Generated = true)]
    public void Any_text_in_any_encoding_and_with_any_separator_is_read_as_it_was_written() =>
        (from cells in Gen.Char["楼栋一二三aZ09-. "].Array[1, 8].Array[1, 5]
         from separator in Lists.OneOf(",", ";", "\t")
         from gb in Gen.Bool
         select (cells, separator, gb)).Sample(one =>
         {
             string[] rooms = [.. one.cells.Select(cell => $"𠮷{new string(cell)}")];
             var csv = $"项目房源一览\n楼栋{one.separator}房号\n"
                 + string.Concat(rooms.Select(room => $"1{one.separator}{room}\n"));
             var list = Lists.Good(one.gb ? Gb18030.GetBytes(csv) : Encoding.UTF8.GetBytes(csv));
             Assert.Equal(rooms.Select(room => room.Trim()), list.Cells("room"));
             Assert.Equal(one.separator, list.Reading.Separator);
         });

    [Fact]
    [Case("csv-leading-zero-guard")]
    public void A_text_that_is_guarded_as_a_formula_is_that_text_and_any_other_formula_is_refused()
    {
        var (list, errors) = Lists.Read(
            "楼栋,房号,户型\n1,=\"0101\",'=1+1\n1,102,=1+1\n1,\"=\"\"0103\"\"\",=A1&B1\n1,#N/A,x\n1,1,=\"a\"&\"b\"\n");

        Assert.Equal(["0101", "102", "0103", "#N/A"], list!.Cells("room"));
        Assert.Equal("=1+1", list!.Cell(list.Lines[0], "layout"));
        Assert.Equal(
            [
                "3 户型 =1+1 sheet.formula-without-value", "4 户型 =A1&B1 sheet.formula-without-value",
                "5 房号 #N/A sheet.error", "6   sheet.quote"], Lists.Codes(errors));
    }

    [Fact]
    [Case("csv-leading-zero-guard", Generated = true)]
    public void Any_text_that_is_kept_by_a_guard_is_that_text_and_what_calculates_is_refused() =>
        (from text in Gen.Char["0123456789ABz楼 -.;"].Array[1, 12].Select(signs => $"0{new string(signs)}1")
         from quoted in Gen.Bool
         from more in Lists.OneOf("", "&\"a\"", "+1", "&A1")
         select (text, quoted, more)).Sample(one =>
         {
             var cell = $"=\"{one.text}\"{one.more}";
             cell = one.quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
             var (list, errors) = Lists.Read($"楼栋,房号,户型\n1,101,{cell}\n");
             Assert.Equal(one.more.Length > 0, errors.Count > 0);
             if (one.more.Length == 0)
                 Assert.Equal([one.text], list!.Cells("layout"));
         });

    [Theory]
    [InlineData(SheetFormat.Csv)]
    [InlineData(SheetFormat.Xlsx)]
    [Case("csv-export-leaves-fullwidth-formula-signs", Generated = true)]
    public void Whatever_text_is_written_is_read_again_and_none_begins_as_a_formula(SheetFormat format) =>
        (from signs in Lists.OneOf("=", "＝", "+", "＋", "-", "－", "@", "＠", "'", "").Array[1, 3]
         from text in Gen.Char["aB1东+-=@\"，,;(!"].Array[1, 8].Select(signs => new string(signs))
         select string.Concat(signs) + text).Where(text => !Spreadsheet.IsError(text)).Sample(text =>
         {
             var file = Spreadsheet.Write(format, ["楼栋", "房号", "户型"], [["1", "101", text]]);
             Assert.Equal([text], Lists.Good(file).Cells("layout"));
             if (format == SheetFormat.Csv)
                 Assert.DoesNotMatch("^1,101,\"?[=＝+＋\\-－@＠]", Encoding.UTF8.GetString(file).Split("\r\n")[1]);
         }, iter: 200);

    [Theory]
    [InlineData(SheetFormat.Csv)]
    [InlineData(SheetFormat.Xlsx)]
    public void What_nobody_sees_is_in_no_cell_and_is_told_by_its_place(SheetFormat format) =>
        (from hidden in Lists.OneOf("\u200b", "\u202e", "\u2066", "\ufeff", "\u00ad", "\u2060", "\U000e0041")
         from text in Gen.String[Gen.Char['a', 'z'], 1, 8]
         from at in Gen.Int[0, text.Length]
         select text.Insert(at, hidden)).Sample(text =>
        {
            var file = Spreadsheet.Write(format, ["楼栋", "房号", "户型"], [["1", "101", "a"], ["1", "102", text]]);

            Assert.Equal([$"3 户型 {text} sheet.hidden-character"], Lists.Codes(Lists.Read(file).Errors));
        });

    [Theory]
    [InlineData(SheetFormat.Csv)]
    [InlineData(SheetFormat.Xlsx)]
    [Case("csv-export-leaves-fullwidth-formula-signs")]
    public void What_begins_as_a_formula_in_either_width_is_a_text_and_is_read_again_as_it_was(SheetFormat format)
    {
        string[] texts = ["=1+1", "＝1+1", "+1", "＋1", "-1", "－1", "@SUM(1)", "＠SUM(1)", "'=1", "'＝1", "东"];

        var file = Spreadsheet.Write(
            format, ["楼栋", "房号", "户型"], texts.Select(text => (IReadOnlyList<object?>)["1", "101", text]));

        Assert.Equal(texts, Lists.Good(file).Cells("layout"));
        if (format == SheetFormat.Csv)
            Assert.All(
                Encoding.UTF8.GetString(file).Split("\r\n")[1..^2],
                line => Assert.StartsWith("1,101,'", line, StringComparison.Ordinal));
    }
}
