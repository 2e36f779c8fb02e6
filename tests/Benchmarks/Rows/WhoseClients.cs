extern alias clients;

using BenchmarkDotNet.Attributes;
using clients::Ops.ClientAttribution.Attribution;
using clients::Ops.ClientAttribution.Commission;
using NodaTime;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// Deciding whose client somebody is, of a history of 50 entries, and what commission follows from a month's sales.
/// </summary>
internal sealed class WhoseClients : IRow
{
    private readonly ShortRun _run = new();

    private readonly Line _client = new(
        "whose client, of 50 entries", "µs", "≤ 20 µs", (ours, _) => ours <= 20);

    private readonly Line _month = new(
        "commission of 10 000 deals", "s", "≤ 5 s", (ours, _) => ours <= 5);

    public string Name => "whose";

    public IReadOnlyList<Line> Lines => [_client, _month];

    public Task StartAsync(Bench bench) => Task.CompletedTask;

    public Task RoundAsync()
    {
        var deciding = new Deciding();
        if (deciding.WhoseClient() != AwardKind.Consultants)
            throw new WrongOutcomeException("The client of the history is nobody's.");
        if (deciding.MonthEnd() != deciding.MonthEnd())
            throw new WrongOutcomeException("The month was another one the second time.");
        var reports = _run.Of<Deciding>();
        _client.Add(ShortRun.Nanoseconds(reports[nameof(Deciding.Decide)]) / 1000);
        _month.Add(ShortRun.Nanoseconds(reports[nameof(Deciding.MonthEnd)]) / 1e9);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _run.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>What BenchmarkDotNet runs.</summary>
public class Deciding
{
    private const string Client = "client";

    private static readonly Instant Start = Instant.FromUtc(2026, 3, 2, 1, 0);

    private static readonly Question Question = new(
        Client, Start + Duration.FromDays(60),
        new(DateTimeZoneProviders.Tzdb["Asia/Shanghai"], ReferralPolicy.IntroducersConsultant));

    /// <summary>
    /// A first reception, a report a day, other consultants who meet the client, stand in and collide, a ruling and the
    /// sale; the last first, as messages may come.
    /// </summary>
    private static readonly Fact[] Facts = [.. Enumerable.Range(0, 50).Select(Tell).Reverse()];

    private static readonly SaleEvent[] Sales = [.. Enumerable.Range(0, 10_000).SelectMany(TellSale).Reverse()];

    private static readonly CommissionPlans Plans = CommissionPlans.Of(
    [
        new(
            "plan-1", "harbour-court", "home", new(2026, 1, 1), null, CountingPeriod.Month,
            [new(0, 0.3m), new(30_000_000, 0.4m), new(90_000_000, 0.5m)], 50),
    ]).Value;

    /// <summary>Whose client it is.</summary>
    [Benchmark]
    public object Decide() => AttributionDecision.Decide(Facts, Question);

    /// <summary>What may be paid out at the end of the month.</summary>
    [Benchmark]
    public decimal MonthEnd() => CommissionDecision.Lines(Sales, Plans, Question.Terms.Zone).Sum(line => line.Payable);

    internal AwardKind WhoseClient() => AttributionDecision.Decide(Facts, Question).Award.Kind;

    /// <summary>A deal is subscribed, contracted, paid twice; each tenth is cancelled.</summary>
    private static IEnumerable<SaleEvent> TellSale(int place)
    {
        var (sale, at) = ($"sale/{place}", Start + Duration.FromMinutes(4 * place));
        var award = new Award(
            AwardKind.Consultants,
            [new($"consultant-{place % 50}", 60) { StandIns = [new("stand-in", 40)] }, new($"other-{place % 7}", 40)],
            ["entry"]);
        yield return new SaleEvent.Subscribed(
            $"{sale}/1", at, sale, new("harbour-court", "home", "2-1-1203"), 2_000_000 + (place * 111), award);
        yield return new SaleEvent.Contracted($"{sale}/2", at + Duration.FromDays(2), sale);
        yield return new SaleEvent.Paid($"{sale}/3", at + Duration.FromDays(3), sale, 700_000);
        yield return new SaleEvent.Paid($"{sale}/4", at + Duration.FromDays(4), sale, 333_333.33m);
        if (place % 10 == 0)
            yield return new SaleEvent.Cancelled($"{sale}/5", at + Duration.FromDays(5), sale);
    }

    private static Fact Tell(int place)
    {
        var (id, at) = ($"fact/{place}", Start + Duration.FromDays(place));
        return place switch
        {
            49 => new Fact.Sold(id, at, Client, "sale/1", "consultant-1"),
            40 => new Fact.Ruled(
                id, at, Client, Shares.Whole("consultant-1"), ["consultant-1", "consultant-2"], "manager-1",
                Post.Manager),
            _ => (place % 5) switch
            {
                0 => new Fact.Registered(
                    id, at, Client, place == 0 ? "consultant-1" : "consultant-2", Medium.Reception),
                3 => new Fact.Away(
                    id, at, Client, "consultant-1", AwayKind.BusinessTrip,
                    at + Duration.FromDays(place % 2 == 0 ? 3 : 1)),
                _ => new Fact.Reported(id, at, Client, "consultant-1"),
            },
        };
    }
}
