namespace Ops.AppHost.Local;

/// <summary>One terminal for all: each line with the name of who says it, in that one's colour where there are colours.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="colour">Whether it understands colours.</param>
/// <param name="names">Who will speak.</param>
internal sealed class OutputLog(TextWriter output, bool colour, IEnumerable<string> names)
{
    /// <summary>Whom the host itself speaks as.</summary>
    public const string Host = "ops";

    private static readonly int[] Colours = [36, 32, 33, 35, 34, 96, 92, 93, 95, 94];

    private readonly Lock _lock = new();
    private readonly string[] _names = [Host, .. names];

    private int Width => field == 0 ? field = _names.Max(name => name.Length) : field;

    /// <summary>The host's own word.</summary>
    public void Say(string text) => Line(Host, text);

    /// <summary>A line of a resource.</summary>
    public void Line(string name, string text)
    {
        var prefix = name.PadRight(Width) + " | ";
        var number = Array.IndexOf(_names, name);
        lock (_lock)
            output.WriteLine(colour ? $"\e[{Colours[(number + Colours.Length) % Colours.Length]}m{prefix}\e[0m{text}" : prefix + text);
    }

    /// <summary>A text as it is.</summary>
    public void Text(string text)
    {
        lock (_lock)
            output.WriteLine(text);
    }
}
