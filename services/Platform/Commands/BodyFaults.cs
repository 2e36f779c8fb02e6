using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Platform.Commands;

/// <summary>
/// All that is wrong with the form of a body: what is missing, unknown, null, there twice or of another kind, each by
/// its place (<c>instalments[0].dueOn</c>). The serializer itself stops at the first.
/// </summary>
internal sealed class BodyFaults(JsonSerializerOptions json)
{
    private static readonly string[] NamesOfTimes = ["At", "Time", "Date", "Timestamp", "On"];

    private readonly List<Refused> _found = [];

    /// <summary>Whether a member is there twice: such a body cannot be read at all.</summary>
    public bool HasTwice { get; private set; }

    /// <summary>What is wrong, in the order of the body.</summary>
    public IReadOnlyList<Refused> Found => _found;

    /// <summary>Looks at a value and all that it holds.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">What it must be.</param>
    /// <param name="place">Where it stands; empty for the body itself.</param>
    public void Look(JsonElement value, Type type, string place = "")
    {
        var info = json.GetTypeInfo(type);
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object:
                LookAtMembers(value, info, place);
                break;
            case JsonTypeInfoKind.Dictionary when value.ValueKind == JsonValueKind.Object:
                foreach (var (name, member) in MembersOf(value, place))
                    LookAtElement(member, info, At(place, name));
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array:
                var number = 0;
                foreach (var element in value.EnumerateArray())
                    LookAtElement(element, info, $"{place}[{number++}]");
                break;
            case JsonTypeInfoKind.None when IsTaken(value, info):
                break;
            default:
                Add(place, MustBe(value, info, place));
                break;
        }
    }

    private void LookAtMembers(JsonElement value, JsonTypeInfo info, string place)
    {
        var missing = info.Properties
            .Where(member => member.IsRequired || member.AssociatedParameter is { HasDefaultValue: false })
            .Select(member => member.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, member) in MembersOf(value, place))
        {
            missing.Remove(name);
            if (info.Properties.FirstOrDefault(one => one.Name == name) is not { } known)
                _found.Add(Unknown(At(place, name), name));
            else if (member.ValueKind != JsonValueKind.Null)
                Look(member, known.PropertyType, At(place, name));
            else if (!MayBeNull(known))
                Add(At(place, name), MustBe(member, json.GetTypeInfo(known.PropertyType), At(place, name)));
        }

        foreach (var name in info.Properties.Select(member => member.Name).Where(missing.Contains))
            Add(At(place, name), Text.Of("problem.member-missing", ("name", name)));
    }

    private void LookAtElement(JsonElement element, JsonTypeInfo list, string place)
    {
        if (element.ValueKind == JsonValueKind.Null)
            Add(place, Text.Of("problem.element-null", ("name", place)));
        else
            Look(element, list.ElementType!, place);
    }

    private List<(string Name, JsonElement Value)> MembersOf(JsonElement value, string place)
    {
        List<(string Name, JsonElement Value)> members = [];
        foreach (var member in value.EnumerateObject())
        {
            string name;
            try
            {
                name = member.Name;
            }
            catch (InvalidOperationException)
            {
                // Half of a surrogate pair.
                Add(place, Text.Of("problem.character-unstorable"));
                continue;
            }

            if (members.Any(other => other.Name == name))
            {
                HasTwice = true;
                Add(At(place, name), Text.Of("problem.member-twice", ("name", name)));
            }

            members.Add((name, member.Value));
        }

        return members;
    }

    private static bool MayBeNull(JsonPropertyInfo member) =>
        (!member.PropertyType.IsValueType || Nullable.GetUnderlyingType(member.PropertyType) is not null)
        && (member.AssociatedParameter?.IsNullable ?? member.IsSetNullable);

    private static bool IsTaken(JsonElement value, JsonTypeInfo info)
    {
        try
        {
            value.Deserialize(info);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>No caller supplies a time: the server's is recorded.</summary>
    [Rule("T-6", "no caller says when")]
    private static Refused Unknown(string place, string name) => NamesOfTimes.Any(time =>
        name.EndsWith(time, StringComparison.Ordinal) || name.Equals(time, StringComparison.OrdinalIgnoreCase))
            ? Refused.Input("T-6", place, Text.Of("problem.time-not-taken", ("name", name)))
            : Refused.Input(null, place, Text.Of("problem.member-unknown", ("name", name)));

    private static Text MustBe(JsonElement value, JsonTypeInfo info, string place)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        if (type.IsEnum)
        {
            var words = Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);
            return Text.Of("problem.must-be-one-of", ("name", place), ("values", string.Join(", ", words)));
        }

        if (type == typeof(string))
            return Text.Of(
                value.ValueKind == JsonValueKind.String ? "problem.character-unstorable" : "problem.must-be-text",
                ("name", place));
        var code = info.Kind switch
        {
            JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary => "problem.must-be-object",
            JsonTypeInfoKind.Enumerable => "problem.must-be-list",
            _ when type == typeof(int) || type == typeof(long) => "problem.must-be-whole-number",
            _ when type == typeof(decimal) || type == typeof(double) => "problem.must-be-number",
            _ when type == typeof(bool) => "problem.must-be-yes-or-no",
            _ when type == typeof(Guid) => "problem.must-be-id",
            _ when type == typeof(LocalDate) => "problem.must-be-day",
            _ when type == typeof(OffsetDateTime) || type == typeof(Instant) => "problem.must-be-time",
            _ => "problem.member-wrong",
        };
        return Text.Of(code, ("name", place));
    }

    private void Add(string place, Text what) => _found.Add(Refused.Input(null, place, what));

    private static string At(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";
}
