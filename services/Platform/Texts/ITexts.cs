using System.Globalization;

namespace Ops.Platform.Texts;

/// <summary>Renders texts for their reader.</summary>
public interface ITexts
{
    /// <summary>
    /// In the language of whoever asks (<see cref="CultureInfo.CurrentUICulture"/>, which the request set).
    /// </summary>
    string Render(Text text) => Render(text, CultureInfo.CurrentUICulture);

    /// <summary>Several sentences, one after the other, in the language of whoever asks.</summary>
    string Render(IEnumerable<Text> sentences) => string.Join(
        Languages.Find(CultureInfo.CurrentUICulture.Name) == Languages.English ? " " : "",
        sentences.Select(Render));

    /// <summary>In a language; one that no text exists in is Chinese.</summary>
    /// <exception cref="InvalidOperationException">No resource file has the code: a mistake of ours.</exception>
    string Render(Text text, CultureInfo language);

    /// <summary>Whether a resource file has the code.</summary>
    bool Has(string code);
}

/// <summary>Names that the installation gave its own things, for the places of texts.</summary>
public interface INames
{
    /// <summary>What kind of thing it names, e.g. <c>department</c>.</summary>
    string Kind { get; }

    /// <summary>The name of a thing; null where it has none, and its code is shown.</summary>
    string? NameOf(string code, CultureInfo language);
}
