namespace Ops.Platform.Texts;

/// <summary>
/// Full-width letters, digits and signs as their ASCII kin, which is what NFKC makes of them. .NET's own normalization
/// changes nothing where no ICU is installed (InvariantGlobalization).
/// </summary>
public static class HalfWidth
{
    private const char First = '！', Last = '～', Space = '\u3000', Yen = '￥';

    /// <summary>Two spellings of a word are one where they differ in width or case alone.</summary>
    public static IEqualityComparer<string> Comparer { get; } = EqualityComparer<string>.Create(
        (one, other) => one is null || other is null
            ? one == other
            : Of(one).Equals(Of(other), StringComparison.OrdinalIgnoreCase),
        text => StringComparer.OrdinalIgnoreCase.GetHashCode(Of(text)));

    /// <summary>A text; the same where it holds none.</summary>
    public static string Of(string text) => text.AsSpan().IndexOfAnyInRange(Space, Yen) < 0
        ? text
        : string.Create(text.Length, text, (half, full) =>
        {
            for (var i = 0; i < full.Length; i++)
                half[i] = Of(full[i]);
        });

    /// <summary>A sign.</summary>
    public static char Of(char sign) => sign switch
    {
        >= First and <= Last => (char)(sign - First + '!'),
        Space => ' ',
        Yen => '¥',
        _ => sign,
    };
}
