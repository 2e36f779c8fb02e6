using System.Runtime.InteropServices;
using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>A file as lines of cells, before anybody asks what its columns are.</summary>
/// <param name="Lines">The lines in which something stands.</param>
internal sealed record SheetContent(IReadOnlyList<SheetLine> Lines)
{
    /// <summary>As what it was read.</summary>
    public SheetFormat Format { get; init; }

    /// <summary>The encoding of a text.</summary>
    public string? Encoding { get; init; }

    /// <summary>What separates the cells of a text.</summary>
    public string? Separator { get; init; }

    /// <summary>The tab of a workbook.</summary>
    public string? Sheet { get; init; }

    /// <summary>How many lines with something in them do not show in the workbook.</summary>
    public int HiddenLines { get; init; }

    /// <summary>Which columns do not show in the workbook.</summary>
    public IReadOnlySet<int> HiddenPlaces { get; init; } = new HashSet<int>();

    /// <summary>Cells that are merged into one.</summary>
    public IReadOnlyList<MergedCells> Merged { get; init; } = [];
}

/// <summary>Cells that are merged into one.</summary>
/// <param name="Line">The first line.</param>
/// <param name="LastLine">The last line.</param>
/// <param name="Place">The first place.</param>
/// <param name="LastPlace">The last place.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MergedCells(int Line, int LastLine, int Place, int LastPlace);

/// <summary>A file cannot be read at all.</summary>
/// <param name="reason">Why.</param>
internal sealed class UnreadableSheetException(Text reason) : Exception(reason.Code)
{
    public UnreadableSheetException(string code)
        : this(Text.Of(code))
    {
    }

    public Text Reason => reason;
}
