using System.Text.Json.Serialization;

namespace Ops.Platform.Texts;

/// <summary>
/// Something that a person may be shown. What is stored and sent is this: a code and its arguments. What is shown is
/// rendered from it when it is read, in the reader's language (<see cref="ITexts"/>).
/// </summary>
/// <param name="Code">Names the sentence in the resource files, e.g. <c>handover.not-yours-to-make</c>.</param>
/// <param name="Args">
/// What stands in its places, by their names: strings, numbers, times with their offset, dates, durations, and texts.
/// </param>
[JsonConverter(typeof(TextJson))]
public sealed record Text(string Code, IReadOnlyDictionary<string, object?> Args)
{
    /// <summary>The code of a sentence that is not rendered but shown as it stands.</summary>
    public const string PlainCode = "plain";

    private static readonly Dictionary<string, object?> Nothing = [];

    /// <summary>A text without places, or with these.</summary>
    public static Text Of(string code, params ReadOnlySpan<(string Name, object? Value)> args)
    {
        if (args.Length == 0)
            return new(code, Nothing);
        var named = new Dictionary<string, object?>(args.Length, StringComparer.Ordinal);
        foreach (var (name, value) in args)
            named.Add(name, value);
        return new(code, named);
    }

    /// <summary>A sentence as it stands, the same in every language: what a person wrote.</summary>
    public static Text Plain(string sentence) => Of(PlainCode, ("sentence", sentence));

    /// <summary>The name of a member of an enumeration: the text <c>{Enumeration}.{Member}</c>.</summary>
    public static Text NameOf<T>(T member)
        where T : struct, Enum =>
        Of($"{typeof(T).Name}.{member}");

    /// <summary>The name of a thing that the installation named: a department, a post (<see cref="INames"/>).</summary>
    /// <param name="kind">What kind of thing, e.g. <c>department</c>.</param>
    /// <param name="code">Its code, e.g. <c>project-sales-group</c>.</param>
    public static Text NameOf(string kind, string code) => Of($"{kind}/{code}");

    /// <summary>The same code with the same arguments.</summary>
    public bool Equals(Text? other) =>
        other is not null && Code == other.Code && Args.Count == other.Args.Count
        && Args.All(arg => other.Args.TryGetValue(arg.Key, out var value) && Equals(arg.Value, value));

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Code, Args.Count);

    /// <inheritdoc />
    public override string ToString() => Args.Count == 0 ? Code
        : Code == PlainCode ? $"{Args["sentence"]}"
        : $"{Code} ({string.Join(", ", Args.Select(arg => $"{arg.Key}: {arg.Value}"))})";
}
