using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ops.ServiceDefaults.Description;

// As TextProblem and the framework send it (RFC 9457), for the description alone, which says in both languages what
// each member is.
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record Problem(string Title, int Status, string Detail, string TraceId)
{
    public string Type { get; init; } = "";

    public string Rule { get; init; } = "";

    public string Code { get; init; } = "";

    public IReadOnlyDictionary<string, JsonElement> Args { get; init; } = new Dictionary<string, JsonElement>();

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    public IReadOnlyList<string> Evidence { get; init; } = [];
}
