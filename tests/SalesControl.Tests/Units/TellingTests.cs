using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;
using Xunit;

namespace Ops.SalesControl.Tests.Units;

/// <summary>Every event of a unit's stream has a sentence for people.</summary>
public class TellingTests
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web).ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>Those that name a unit, and the merge, which each unit concerned says.</summary>
    public static TheoryData<string> OfAUnit =>
        [.. SalesControlEvents.Subscribers.Keys.Where(type => type.GetProperty("UnitId") is not null || type == typeof(CustomersMerged)).Select(type => type.Name).Order(StringComparer.Ordinal)];

    [Theory, Rule("RES-4")]
    [MemberData(nameof(OfAUnit))]
    public void Every_event_of_a_unit_has_a_sentence_and_the_rule_that_it_happened_under(string name)
    {
        var type = SalesControlEvents.Subscribers.Keys.Single(one => one.Name == name);
        var body = JsonSerializer.SerializeToElement(Any(type), type, Json);

        var (rule, text) = Telling.Of(new LoggedEvent(Guid.Empty, name, 1, AUnit.Start, "manager-1", null, body));

        Assert.Matches("^(RES|CS|DOC)-[0-9.]+$", rule);
        Assert.Matches("^.{16,}$", text);
        // No word is missing in it, and it names nothing by its type.
        Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
        Assert.DoesNotContain(name, text, StringComparison.Ordinal);
    }

    /// <summary>A record with something in each place.</summary>
    private static object Any(Type type) => Activator.CreateInstance(type, [.. type.GetConstructors().MaxBy(one => one.GetParameters().Length)!.GetParameters().Select(parameter => Value(parameter.ParameterType))])!;

    private static object? Value(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var one when one == typeof(string) => "word",
        var one when one == typeof(Guid) => new Guid(7, 0, 0, [0, 0, 0, 0, 0, 0, 0, 7]),
        var one when one == typeof(Instant) => AUnit.Start,
        var one when one == typeof(LocalDate) => new LocalDate(2026, 9, 28),
        var one when one == typeof(LocalTime) => new LocalTime(18, 0),
        { IsInterface: true } list => Array.CreateInstance(list.GetGenericArguments()[0], 0),
        var one => Activator.CreateInstance(one),
    };
}
