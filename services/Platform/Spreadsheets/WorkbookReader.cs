using System.IO.Compression;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;

namespace Ops.Platform.Spreadsheets;

/// <summary>
/// An Excel workbook: its first tab that shows, by the workbook's own relations, looked through and read in one pass.
/// </summary>
internal sealed class WorkbookReader
{
    /// <summary>What may be unpacked of what is read, 20 000 units are some 15 MB; and what all may be.</summary>
    private const long MostUnpacked = 32L * 1024 * 1024, MostInAll = 200L * 1024 * 1024;

    private const int MostParts = 1_000;

    private readonly ZipArchive _archive;
    private long _unpacked;

    private WorkbookReader(ZipArchive archive) => _archive = archive;

    public static SheetContent Read(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        if (archive.Entries.Count > MostParts || archive.Entries.Sum(entry => entry.Length) > MostInAll)
            throw new UnreadableSheetException("sheet.too-large");
        using var stream = new MemoryStream(file, writable: false);
        using var document = SpreadsheetDocument.Open(stream, isEditable: false);
        return new WorkbookReader(archive).Read(
            document.WorkbookPart ?? throw new UnreadableSheetException("sheet.unreadable"));
    }

    private SheetContent Read(WorkbookPart book)
    {
        var (name, sheet, dates1904) = Find(book);
        var cells = new SheetCells(
            book.SharedStringTablePart is { } strings ? ReadStrings(strings) : [],
            CellStyles.Of(book.WorkbookStylesPart is { } styles ? Open(styles) : null), dates1904);
        using var reader = Open(sheet);
        return cells.Read(reader) with { Format = SheetFormat.Xlsx, Sheet = name };
    }

    /// <summary>The first worksheet whose tab shows, and whether its days are counted from 1904.</summary>
    private (string Name, WorksheetPart Sheet, bool Dates1904) Find(WorkbookPart book)
    {
        var dates1904 = false;
        using var reader = Open(book);
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
                continue;
            if (reader.LocalName == "workbookPr")
                dates1904 = reader.GetAttribute("date1904") is "1" or "true" or "on";
            if (reader.LocalName != "sheet" || reader.GetAttribute("state") is "hidden" or "veryHidden")
                continue;
            var name = reader.GetAttribute("name") ?? "";
            while (reader.MoveToNextAttribute())
            {
                // A tab may be a chart, too.
                if (reader.LocalName == "id" && reader.Prefix.Length > 0
                    && book.TryGetPartById(reader.Value, out var part) && part is WorksheetPart sheet)
                {
                    return (name, sheet, dates1904);
                }
            }
        }

        throw new UnreadableSheetException("sheet.missing");
    }

    private List<string> ReadStrings(SharedStringTablePart part)
    {
        var strings = new List<string>();
        using var reader = Open(part);
        var text = new CellText();
        while (reader.Read())
        {
            text.Take(reader);
            if (reader.LocalName != "si")
                continue;
            if (reader.NodeType == XmlNodeType.EndElement || reader.IsEmptyElement)
                strings.Add(text.End());
        }

        return strings;
    }

    /// <summary>A part's XML, bounded by what may be unpacked in all.</summary>
    private XmlReader Open(OpenXmlPart part)
    {
        var name = part.Uri.OriginalString.TrimStart('/');
        var length = _archive.Entries
            .FirstOrDefault(one => one.FullName.Equals(name, StringComparison.OrdinalIgnoreCase))?.Length;
        _unpacked += length ?? throw new UnreadableSheetException("sheet.unreadable");
        if (_unpacked > MostUnpacked)
            throw new UnreadableSheetException("sheet.too-large");
        return XmlReader.Create(part.GetStream(FileMode.Open, FileAccess.Read), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            MaxCharactersInDocument = MostUnpacked,
            IgnoreWhitespace = true,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });
    }
}

/// <summary>The text of a cell or of a shared string, gathered while its XML goes by.</summary>
internal sealed class CellText
{
    private readonly StringBuilder _text = new();
    private bool _takes, _phonetic;

    /// <summary>Looks at the next piece of XML; only <c>v</c> and <c>t</c> are text, and no pronunciation is.</summary>
    public void Take(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element when reader.LocalName == "rPh":
                _phonetic = !reader.IsEmptyElement;
                break;
            case XmlNodeType.EndElement when reader.LocalName == "rPh":
                _phonetic = false;
                break;
            case XmlNodeType.Element:
                _takes = !_phonetic && reader.LocalName is "v" or "t" && !reader.IsEmptyElement;
                break;
            case XmlNodeType.EndElement:
                _takes = false;
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace
                when _takes && !_phonetic && _text.Length <= Spreadsheet.MostCharacters:
                var piece = reader.Value;
                _text.Append(piece, 0, Math.Min(piece.Length, Spreadsheet.MostCharacters + 1 - _text.Length));
                break;
        }
    }

    /// <summary>The text; the next one begins.</summary>
    public string End()
    {
        var text = _text.ToString();
        _text.Clear();
        return text;
    }
}
