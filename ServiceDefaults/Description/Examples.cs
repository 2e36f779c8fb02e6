using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// How values may look, by the names of their members: what the process's own <c>examples.json</c> says, else what is
/// the same everywhere. <c>type.member</c> stands above <c>member</c>.
/// </summary>
internal sealed class Examples(IHostEnvironment environment)
{
    private const string File = "examples.json";

    private readonly IReadOnlyList<JsonObject> _known =
        [.. Read(Assembly.Load(environment.ApplicationName)), .. Read(typeof(Examples).Assembly)];

    /// <summary>An example of a member of a type, or of a parameter; null where there is none of its kind.</summary>
    public JsonNode? Find(Type? type, string member, JsonSchemaType? kind) =>
        (type is null ? null : Find($"{type.DeclaringType?.Name}{type.Name}.{member}", kind)) ?? Find(member, kind);

    private JsonNode? Find(string name, JsonSchemaType? kind)
    {
        var known = _known.Select(one => one[name]).OfType<JsonNode>().ToList();
        if (known.Find(example => (kind & KindOf(example)) > 0) is { } found)
            return found.DeepClone();
        // A list of it, where only the one is known.
        return kind?.HasFlag(JsonSchemaType.Array) == true && known.Find(one => KindOf(one) == JsonSchemaType.String)
            is { } element
                ? new JsonArray(element.DeepClone())
                : null;
    }

    private static JsonSchemaType KindOf(JsonNode example) => example.GetValueKind() switch
    {
        JsonValueKind.Array => JsonSchemaType.Array,
        JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
        JsonValueKind.Number when example.AsValue().TryGetValue<int>(out _) =>
            JsonSchemaType.Integer | JsonSchemaType.Number,
        JsonValueKind.Number => JsonSchemaType.Number,
        _ => JsonSchemaType.String,
    };

    private static IEnumerable<JsonObject> Read(Assembly assembly)
    {
        using var file = assembly.GetManifestResourceStream(File);
        return file is null ? [] : [JsonNode.Parse(file)!.AsObject()];
    }
}
