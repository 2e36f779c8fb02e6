using System.Collections;
using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace Ops.Platform.Texts;

/// <summary>
/// Puts arguments into the places of a template: <c>{unit}</c>, <c>{dueAt:time}</c>, <c>{count:hour|hours}</c>.
/// </summary>
/// <remarks>
/// The formats are ours, one for each language, and the same on every machine: the culture data of the operating system
/// is not asked (decision 0132). A place that has no argument is a mistake of ours and is shown as it stands.
/// </remarks>
internal sealed class TextRenderer(TextCatalogue catalogue, IEnumerable<INames> names) : ITexts
{
    private readonly Dictionary<string, INames> _names = names.ToDictionary(one => one.Kind, StringComparer.Ordinal);

    public bool Has(string code) => catalogue.Find(code, Languages.Chinese) is not null;

    public string Render(Text text, CultureInfo language)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Code == Text.PlainCode)
            return $"{text.Args["sentence"]}";
        var reader = Languages.Find(language?.Name) ?? Languages.Chinese;
        if (text.Code.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
            return Name(text.Code[..slash], text.Code[(slash + 1)..], reader);
        var template = catalogue.Find(text.Code, reader)
            ?? throw new InvalidOperationException($"No resource file has the text {text.Code}.");
        return Fill(template, text.Args, reader);
    }

    /// <summary>The names of a template's places.</summary>
    internal static IEnumerable<string> PlacesOf(string template)
    {
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0;)
        {
            var close = template.IndexOf('}', open);
            if (close < 0)
                yield break;
            yield return template[(open + 1)..close].Split(':')[0];
            open = template.IndexOf('{', close);
        }
    }

    /// <summary>What the installation calls it, or the text <c>{kind}.{code}</c>: a member of an enumeration.</summary>
    private string Name(string kind, string code, CultureInfo language) =>
        (_names.TryGetValue(kind, out var found)
            ? found.NameOf(code, language)
            : catalogue.Find($"{kind}.{code}", language)) ?? code;

    internal string Fill(string template, IReadOnlyDictionary<string, object?> args, CultureInfo language)
    {
        var filled = new StringBuilder(template.Length);
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is >= 0 and var open && rest[open..].IndexOf('}') is > 0 and var length)
        {
            filled.Append(rest[..open]);
            var place = rest.Slice(open + 1, length - 1).ToString().Split(':', 2);
            filled.Append(args.TryGetValue(place[0], out var arg)
                ? Show(arg, place.ElementAtOrDefault(1), language)
                : $"{{{place[0]}}}");
            rest = rest[(open + length + 1)..];
        }

        return filled.Append(rest).ToString();
    }

    private string Show(object? arg, string? format, CultureInfo language)
    {
        if (format?.Split('|') is [var one, var several])
            return Convert.ToDecimal(arg, CultureInfo.InvariantCulture) == 1 ? one : several;
        return (arg, format) switch
        {
            (null, _) => "",
            (Text text, _) => Render(text, language),
            (string word, null) => word,
            (string word, "name") => Render(Text.Of(word), language),
            (string word, "time") => Shown.Time(OffsetDateTimePattern.ExtendedIso.Parse(word).Value, language),
            (string word, "date") => Shown.Date(LocalDatePattern.Iso.Parse(word).Value, language),
            (string word, "weekday") => Shown.Weekday(LocalDatePattern.Iso.Parse(word).Value, language),
            (string word, "duration") => Shown.Length(DurationPattern.JsonRoundtrip.Parse(word).Value, language),
            (string code, { } kind) => Name(kind, code, language),
            (LocalDate day, "weekday") => Shown.Weekday(day, language),
            (OffsetDateTime time, _) => Shown.Time(time, language),
            (LocalDate day, _) => Shown.Date(day, language),
            (Duration length, _) => Shown.Length(length, language),
            (IEnumerable many, _) =>
                Shown.List([.. many.Cast<object?>().Select(item => Show(item, format, language))], language),
            (decimal or int or long, "money") => Shown.Money(Convert.ToDecimal(arg, null), language),
            (IFormattable number, _) => number.ToString(null, CultureInfo.InvariantCulture),
            _ => arg.ToString() ?? "",
        };
    }
}
