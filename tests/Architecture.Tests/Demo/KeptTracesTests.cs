using Ops.Demo;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests.Demo;

/// <summary>What the demo says of a trace does not depend on how long the dashboard keeps it.</summary>
public sealed class KeptTracesTests
{
    private const int Spans = 20, Seeds = 200;

    [Fact]
    [Case("demo-on-a-loaded-machine", Generated = true)]
    public async Task Spans_that_were_there_at_one_look_are_seen_however_soon_the_dashboard_drops_them()
    {
        var all = Enumerable.Range(0, Spans).Select(
            at => new Span("trace", $"service-{at % 3}", $"span-{at}", [])).ToList();
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            // They come in some order, a few at each look, and go again after one look or several.
            var (coming, there) = (new Queue<Span>(all.OrderBy(_ => random.Next())), new List<Span>());

            var seen = await Dashboard.SeenAsync(
                () =>
                {
                    there.RemoveAll(_ => random.Next(3) > 0);
                    for (var more = random.Next(4); more > 0 && coming.Count > 0; more--)
                        there.Add(coming.Dequeue());
                    return Task.FromResult<IReadOnlyList<Span>>([.. there]);
                },
                found => found.Count == Spans, TimeSpan.Zero);

            Assert.Equal(
                all.Select(span => span.Name).Order(StringComparer.Ordinal),
                seen.Select(span => span.Name).Order(StringComparer.Ordinal));
        }
    }
}
