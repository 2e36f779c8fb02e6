namespace Ops.MessagingHost;

/// <summary>Something happened to a thing; the taker takes it.</summary>
public sealed record ThingHappened(Guid ThingId, int Number, string Text);

/// <summary>Something that a service which is not there subscribes to.</summary>
public sealed record ThingMissed(Guid ThingId, int Number);

/// <summary>Something that nobody subscribes to.</summary>
public sealed record ThingIgnored(Guid ThingId);

/// <summary>Something that the taker is named for, and has no handler for.</summary>
public sealed record ThingUnheardOf(Guid ThingId);

public static class HostEvents
{
    public const string Sender = "ThingSender";
    public const string Taker = "ThingTaker";
    public const string Absent = "AbsentTaker";

    public static IReadOnlyDictionary<Type, IReadOnlyList<string>> Subscribers { get; } =
        new Dictionary<Type, IReadOnlyList<string>>
        {
            [typeof(ThingHappened)] = [Taker],
            [typeof(ThingMissed)] = [Absent],
            [typeof(ThingIgnored)] = [],
            [typeof(ThingUnheardOf)] = [Taker],
        };
}
