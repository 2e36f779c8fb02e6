using DocumentFormat.OpenXml.Spreadsheet;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Board;

/// <summary>How the cells of the board's workbook look: the numbers of their formats, and the formats.</summary>
internal static class BoardStyle
{
    public const uint Title = 1, Note = 2, Head = 3, Plain = 4, Amount = 5, Whole = 6;

    /// <summary>The first of the states'.</summary>
    private const uint FirstState = 7;

    private static readonly UnitState[] States = UnitStates.Listed;

    /// <summary>The format of a unit in a state.</summary>
    public static uint Of(UnitState state) => FirstState + (uint)state;

    /// <summary>All of them, in the order of their numbers.</summary>
    public static Stylesheet Sheet()
    {
        var fills = new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), FillOf("FFD9E1F2"));
        foreach (var state in States)
            fills.Append(FillOf(ColourOf(state)));
        var noBorder = new Border(
            new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder());
        var thinBorder = new Border(
            Thin(new LeftBorder()), Thin(new RightBorder()), Thin(new TopBorder()), Thin(new BottomBorder()),
            new DiagonalBorder());
        var fonts = new Fonts(FontOf(11, bold: false), FontOf(18, bold: true), FontOf(11, bold: true));
        var formats = new CellFormats(
            new CellFormat { FontId = 0, FillId = 0, BorderId = 0 },
            FormatOf(font: 1, fill: 0, border: 0), FormatOf(font: 0, fill: 0, border: 0),
            FormatOf(font: 2, fill: 2, border: 1), FormatOf(font: 0, fill: 0, border: 1),
            FormatOf(font: 0, fill: 0, border: 1, number: 4), FormatOf(font: 0, fill: 0, border: 1, number: 3));
        for (var i = 0; i < States.Length; i++)
            formats.Append(FormatOf(font: 0, fill: (uint)(3 + i), border: 1));
        return new Stylesheet(
            fonts, fills, new Borders(noBorder, thinBorder), new CellStyleFormats(new CellFormat()), formats,
            new CellStyles(new CellStyle { Name = "Normal", FormatId = 0, BuiltinId = 0 }));
    }

    /// <summary>
    /// The further a unit is sold the darker, so that a print in black and white tells it too; the word stands in each
    /// place besides.
    /// </summary>
    private static string ColourOf(UnitState state) => state switch
    {
        UnitState.Withheld => "FFBFBFBF",
        UnitState.Available => "FFF3FAEF",
        UnitState.Pending => "FFFFF2CC",
        UnitState.Reserved => "FFFFD966",
        UnitState.Offered => "FFF8CBAD",
        UnitState.Subscribed => "FFF4B183",
        UnitState.Contracted => "FFF08080",
        UnitState.Delivered => "FF6FA8DC",
        _ => "FFD9C3EC",
    };

    private static T Thin<T>(T side)
        where T : BorderPropertiesType
    {
        side.Style = BorderStyleValues.Thin;
        side.Append(new Color { Indexed = 64 });
        return side;
    }

    private static Font FontOf(double size, bool bold)
    {
        // In the order of the format's own schema.
        var font = new Font();
        if (bold)
            font.Append(new Bold());
        font.Append(new FontSize { Val = size }, new FontName { Val = "Microsoft YaHei" });
        return font;
    }

    private static Fill FillOf(string colour) => new(
        new PatternFill(new ForegroundColor { Rgb = colour }, new BackgroundColor { Indexed = 64 })
        {
            PatternType = PatternValues.Solid,
        });

    private static CellFormat FormatOf(uint font, uint fill, uint border, uint number = 0)
    {
        var centred = new Alignment
        {
            Horizontal = HorizontalAlignmentValues.Center,
            Vertical = VerticalAlignmentValues.Center,
            WrapText = true,
        };
        return new CellFormat(centred)
        {
            FontId = font,
            FillId = fill,
            BorderId = border,
            NumberFormatId = number,
            ApplyFont = true,
            ApplyFill = true,
            ApplyBorder = true,
            ApplyAlignment = true,
            ApplyNumberFormat = number > 0,
            FormatId = 0,
        };
    }
}
