using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>How a number shows: as a date, with zeros before it, or as another country's money.</summary>
/// <param name="IsDate">Whether it shows as a day.</param>
/// <param name="Zeros">How many digits it shows at least, where its format is nothing but zeros.</param>
/// <param name="Currency">The sign or code of a currency that is not the yuan; null for none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CellStyle(bool IsDate, int Zeros, string? Currency = null);

/// <summary>A workbook's formats of numbers, by the style that a cell names.</summary>
internal static partial class CellStyles
{
    /// <summary>The styles in their order.</summary>
    public static IReadOnlyList<CellStyle> Of(XmlReader? styles)
    {
        if (styles is null)
            return [];
        using (styles)
        {
            var formats = new Dictionary<int, string>();
            var read = new List<CellStyle>();
            var within = false;
            while (styles.Read())
            {
                if (styles.LocalName == "cellXfs")
                    within = styles.NodeType == XmlNodeType.Element && !styles.IsEmptyElement;
                if (styles.NodeType != XmlNodeType.Element)
                    continue;
                if (styles.LocalName == "numFmt")
                    formats[Number(styles, "numFmtId")] = styles.GetAttribute("formatCode") ?? "";
                else if (within && styles.LocalName == "xf")
                    read.Add(Of(Number(styles, "numFmtId"), formats));
            }

            return read;
        }
    }

    private static CellStyle Of(int format, Dictionary<int, string> formats)
    {
        // The formats that every Excel has, those of the Chinese one with them.
        if (!formats.TryGetValue(format, out var code))
            return new(format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58), 0);
        return code.Length is > 0 and <= 20 && code.Trim('0').Length == 0
            ? new(false, code.Length)
            : new(DateParts().IsMatch(NoParts().Replace(code, "")), 0, CurrencyOf(code));
    }

    /// <summary>
    /// The currency that a format writes beside the number. The yuan's sign is the yen's too, where the format says
    /// that it is Japanese.
    /// </summary>
    private static string? CurrencyOf(string code)
    {
        foreach (Match named in NamedCurrency().Matches(code))
        {
            var (sign, language) = (named.Groups["sign"].Value.Trim(), named.Groups["language"].Value);
            if (sign.Length == 0)
                continue;
            if (!SheetMeasure.Yuan.Has(HalfWidth.Of(sign)))
                return sign;
            if (language.EndsWith("411", StringComparison.Ordinal))
                return "JPY";
        }

        return NamedCurrency().Replace(code, "").FirstOrDefault(sign =>
            char.GetUnicodeCategory(sign) == UnicodeCategory.CurrencySymbol && sign is not ('¥' or '￥')) is var other
            && other != default ? other.ToString() : null;
    }

    private static int Number(XmlReader reader, string attribute) => int.TryParse(
        reader.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>What is written out in a format: quoted, behind a backslash, in brackets; and its name.</summary>
    [GeneratedRegex("""
        "[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General
        """, RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NoParts();

    /// <summary>A currency in brackets, with the language that it is written in: <c>[$€-407]</c>.</summary>
    [GeneratedRegex(
        @"\[\$(?<sign>[^\]-]*)(-(?<language>[^\]]*))?\]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex NamedCurrency();

    [GeneratedRegex("[ydmhse]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex DateParts();
}
