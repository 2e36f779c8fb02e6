using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// What went wrong, as <see cref="TextProblem"/> and the framework send it (RFC 9457). It is for the description alone.
/// </summary>
/// <param name="Type">Where the status is defined.</param>
/// <param name="Title">What kind of thing went wrong, in the reader's language.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What went wrong here, in the reader's language.</param>
/// <param name="TraceId">By which operations find it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
internal sealed record Problem(string Type, string Title, int Status, string Detail, string TraceId)
{
    /// <summary>The rule of the company that refuses; where one does.</summary>
    public string Rule { get; init; } = "";

    /// <summary>What went wrong here, for a program.</summary>
    public string Code { get; init; } = "";

    /// <summary>The values in the detail, by their names.</summary>
    public IReadOnlyDictionary<string, JsonElement> Args { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>What is wrong with which member, parameter or header.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Errors { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>What it rests on: events and approvals.</summary>
    public IReadOnlyList<string> Evidence { get; init; } = [];
}
