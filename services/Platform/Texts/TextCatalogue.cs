using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Ops.Platform.Texts;

/// <summary>
/// Every text of a process, from the resource files beside the features: each <c>Texts.resx</c> (zh-CN) with its
/// <c>Texts.en.resx</c>, of each assembly that was named and of those of ours that it refers to.
/// </summary>
public sealed class TextCatalogue
{
    private const string File = "Texts.resources", Ours = "Ops.";

    private readonly Dictionary<CultureInfo, Dictionary<string, string>> _byLanguage =
        Languages.All.ToDictionary(language => language, _ => new Dictionary<string, string>(StringComparer.Ordinal));

    /// <summary>Reads them.</summary>
    /// <exception cref="InvalidOperationException">Two files have a code in common.</exception>
    public TextCatalogue(IEnumerable<TextSource> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        var assemblies = new HashSet<Assembly>();
        foreach (var source in sources)
            Follow(source.Assembly, assemblies);
        foreach (var assembly in assemblies)
        {
            foreach (var file in assembly.GetManifestResourceNames().Where(IsTexts))
                Add(new ResourceManager(file[..^".resources".Length], assembly));
        }
    }

    /// <summary>The template of a code in a language; null where there is none.</summary>
    public string? Find(string code, CultureInfo language) =>
        (Languages.Find(language?.Name) is { } known ? _byLanguage[known] : _byLanguage[Languages.Chinese])
        .GetValueOrDefault(code);

    /// <summary>Every code of a language with its template.</summary>
    public IReadOnlyDictionary<string, string> Of(CultureInfo language) => _byLanguage[language];

    private static void Follow(Assembly assembly, HashSet<Assembly> found)
    {
        if (!found.Add(assembly))
            return;
        foreach (var reference in assembly.GetReferencedAssemblies()
            .Where(reference => reference.Name!.StartsWith(Ours, StringComparison.Ordinal)))
            Follow(Assembly.Load(reference), found);
    }

    private static bool IsTexts(string name) =>
        name == File || name.EndsWith($".{File}", StringComparison.Ordinal);

    private void Add(ResourceManager file)
    {
        foreach (var language in Languages.All)
        {
            // Chinese is the file without a language in its name.
            var culture = language == Languages.Chinese ? CultureInfo.InvariantCulture : language;
            if (file.GetResourceSet(culture, createIfNotExists: true, tryParents: false) is not { } set)
                continue;
            foreach (var entry in set.Cast<DictionaryEntry>())
            {
                if (!_byLanguage[language].TryAdd((string)entry.Key, (string)entry.Value!))
                {
                    throw new InvalidOperationException(
                        $"The text {entry.Key} stands in two files, {file.BaseName} is one.");
                }
            }
        }
    }
}

/// <summary>An assembly that has texts.</summary>
/// <param name="Assembly">The assembly.</param>
public sealed record TextSource(Assembly Assembly);
