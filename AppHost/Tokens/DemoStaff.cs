using System.Reflection;
using System.Text.Json;

namespace Ops.Tokens;

/// <summary>A member of the demo's staff.</summary>
/// <param name="Number">The staff number.</param>
/// <param name="Post">The post.</param>
/// <param name="Sites">Where.</param>
internal sealed record DemoStaff(string Number, string Post, IReadOnlyList<string> Sites)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>All of them, and the machine; as Identity's first day has them.</summary>
    public static IReadOnlyList<DemoStaff> All { get; } =
    [
        .. Read("demo.json").GetProperty("staff").Deserialize<List<DemoStaff>>(Json)!,
        new(SignIn.Machine, "crm-client", ["*"]),
    ];

    /// <summary>The posts' names, in the terminal's language.</summary>
    public static IReadOnlyDictionary<string, string> Posts { get; } =
        Read("organisation.json").GetProperty("posts").EnumerateArray().ToDictionary(
            post => post.GetProperty("code").GetString()!,
            post => post.GetProperty(TerminalLanguage.Current.Name == "en" ? "nameEn" : "name").GetString()!,
            StringComparer.Ordinal);

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!).RootElement;
}
