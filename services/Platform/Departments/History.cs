using System.Reflection;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Messaging;
using Ops.Platform.PersonalData;
using Ops.Platform.Texts;

namespace Ops.Platform.Departments;

/// <summary>The department's events by the name under which they are written down.</summary>
/// <param name="assembly">Where they are.</param>
public sealed class EventCatalogue(Assembly assembly) : IInsideEvents
{
    private readonly Dictionary<string, Type> _types = assembly.GetTypes()
        .Where(type => type.GetInterfaces().Any(one =>
            one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEvent<>)))
        .ToDictionary(type => type.Name, StringComparer.Ordinal);

    /// <summary>Every event.</summary>
    public IReadOnlyCollection<Type> All => _types.Values;

    /// <inheritdoc/>
    public IEnumerable<string> Names => _types.Keys;

    /// <summary>The rule under which an event happened: its own where it says one, otherwise its kind's.</summary>
    public string? RuleOf(LoggedEvent logged)
    {
        ArgumentNullException.ThrowIfNull(logged);
        return logged.Body.TryGetProperty("rule", out var own) && own.ValueKind == JsonValueKind.String
            ? own.GetString()
            : _types.GetValueOrDefault(logged.Type)?.GetCustomAttribute<HappensUnderAttribute>()?.Rule;
    }
}

/// <summary>What happened, as sentences for its reader.</summary>
public sealed class History(EventCatalogue events, FreeTexts freeTexts, ITexts texts)
{
    /// <summary>The members of events that hold a word of an enumeration.</summary>
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal) { "state", "kind", "outcome" };

    /// <summary>The events with their rules and sentences, in their order.</summary>
    /// <param name="logged">From the event log.</param>
    /// <param name="zone">The site's, for times in the sentences.</param>
    /// <param name="cancellationToken">Abandons the reading.</param>
    public async Task<IReadOnlyList<Told>> TellAsync(
        IReadOnlyList<LoggedEvent> logged, DateTimeZone zone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(logged);
        var ids = logged.SelectMany(one => one.Body.EnumerateObject()).Select(member => FreeTexts.IdOf(member.Value))
            .OfType<Guid>().Distinct().ToList();
        var words = await freeTexts.ReadAsync(ids, cancellationToken);
        return
        [
            .. logged.Select(one => new Told(
                one, events.RuleOf(one), texts.Render(TextOf(one, words, zone)), DetailsOf(one.Body, zone))),
        ];
    }

    /// <summary>What the event holds, as every other answer writes it: the site's time, words in camelCase.</summary>
    private static JsonElement DetailsOf(JsonElement body, DateTimeZone zone)
    {
        return JsonSerializer.SerializeToElement(Written("", body));

        object? Written(string name, JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject()
                .ToDictionary(member => member.Name, member => Written(member.Name, member.Value)),
            JsonValueKind.Array => value.EnumerateArray().Select(one => Written(name, one)).ToList(),
            JsonValueKind.String when InstantPattern.ExtendedIso.Parse(value.GetString()!) is { Success: true } at =>
                OffsetDateTimePattern.Rfc3339.Format(at.Value.InZone(zone).ToOffsetDateTime()),
            JsonValueKind.String when Words.Contains(name) =>
                JsonNamingPolicy.CamelCase.ConvertName(value.GetString()!),
            _ => value,
        };
    }

    /// <summary>
    /// The text of an event's name, its members in the places and who did it in <c>{by}</c>. Where the sentence depends
    /// on whether a member is there, the resource files have it twice: <c>HandoverAccepted</c>, and
    /// <c>HandoverAccepted.late</c> for where <c>late</c> is there.
    /// </summary>
    private Text TextOf(LoggedEvent logged, IReadOnlyDictionary<Guid, string> words, DateTimeZone zone)
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["by"] = logged.By };
        var code = logged.Type;
        foreach (var member in logged.Body.EnumerateObject())
        {
            args[member.Name] = ArgOf(member.Value, words, zone);
            if (member.Value.ValueKind != JsonValueKind.Null && texts.Has($"{logged.Type}.{member.Name}"))
                code = $"{logged.Type}.{member.Name}";
        }

        return new(code, args);
    }

    private static object? ArgOf(JsonElement value, IReadOnlyDictionary<Guid, string> words, DateTimeZone zone) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Number => value.GetDecimal(),
            JsonValueKind.String when InstantPattern.ExtendedIso.Parse(value.GetString()!) is { Success: true } at =>
                at.Value.InZone(zone).ToOffsetDateTime(),
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object when FreeTexts.IdOf(value) is { } id => words.GetValueOrDefault(id, "…"),
            JsonValueKind.Object when value.TryGetProperty("code", out _) => value.Deserialize<Text>(),
            JsonValueKind.Array => value.EnumerateArray().Select(one => ArgOf(one, words, zone)).ToList(),
            _ => value.ToString(),
        };
}

/// <summary>An event as it is told.</summary>
/// <param name="Event">The event.</param>
/// <param name="Rule">The rule under which it happened.</param>
/// <param name="Sentence">What happened, in the reader's language.</param>
/// <param name="Details">What the event holds, as answers write it.</param>
public sealed record Told(LoggedEvent Event, string? Rule, string Sentence, JsonElement Details);
