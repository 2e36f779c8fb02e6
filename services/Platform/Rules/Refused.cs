using Ops.Platform.Texts;

namespace Ops.Platform.Rules;

/// <summary>What a refusal is about, which decides the status that a caller over HTTP sees.</summary>
public enum RefusalKind
{
    /// <summary>The state of the thing forbids it; another time it may be allowed (409).</summary>
    State,

    /// <summary>What was handed in breaks the rule, whatever the state (422).</summary>
    Input,

    /// <summary>There is no such thing, or not for this caller (404).</summary>
    Missing,

    /// <summary>It is another department's to do (403, rule CS-7).</summary>
    Forbidden,
}

/// <summary>
/// An expected "no": a value, not an exception. It names the rule that refuses and says why, with the entries that the
/// decision rests on.
/// </summary>
/// <param name="Rule">The rule's id; null where no rule but plain fact refuses (an unknown unit).</param>
/// <param name="Text">Why, as a text that a member of staff can read out.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Field">
/// The request's field at fault, as the JSON names it; null where it is not about one field.
/// </param>
public sealed record Refused(string? Rule, Text Text, RefusalKind Kind = RefusalKind.State, string? Field = null)
{
    /// <summary>
    /// The entries that the decision rests on: as paths that lead to them (<c>reservation/17</c>), or as their numbers.
    /// </summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];

    /// <summary>The code with its arguments, for whoever reads a log.</summary>
    public string Detail => Text.ToString();

    /// <summary>There is no such thing, or it is another site's: the caller is told the same.</summary>
    public static Refused NotFound(Text what) => new(null, what, RefusalKind.Missing);

    /// <summary>What was handed in breaks a rule.</summary>
    public static Refused Input(string? rule, string field, Text text) => new(rule, text, RefusalKind.Input, field);

    /// <summary>The same where what was asked for is a part of a request: its field is named from the top.</summary>
    /// <param name="part">The part's path, e.g. <c>buyers[0].customer</c>.</param>
    public Refused Under(string part) => Field is null ? this : this with { Field = $"{part}.{Field}" };
}
