using Ops.Platform.Texts;

namespace Ops.Platform.Spreadsheets;

/// <summary>Something that is wrong with a line of a list, as its sender is told.</summary>
/// <param name="Line">The line as people count.</param>
/// <param name="Column">The file's own heading; null for the whole line.</param>
/// <param name="Value">What stands there; null for nothing.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record WrongLine(int Line, string? Column, string? Value, string Reason)
{
    /// <summary>As many as are told at once.</summary>
    private const int Most = 200;

    /// <summary>The first of what is wrong, in the reader's language.</summary>
    public static IReadOnlyList<WrongLine> Of(IReadOnlyList<SheetError> errors, ITexts texts)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(texts);
        return
        [
            .. errors.Take(Most).Select(error =>
                new WrongLine(error.Line, error.Column, error.Value, texts.Render(error.Reason))),
        ];
    }
}
