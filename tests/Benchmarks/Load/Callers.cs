using System.Diagnostics;

namespace Ops.Benchmarks.Load;

/// <summary>So many at once, each doing one piece of work after the other until all is done.</summary>
internal static class Callers
{
    /// <param name="callers">How many at once.</param>
    /// <param name="count">The pieces of work, numbered from 0.</param>
    /// <param name="work">Gets the caller's number and the piece's.</param>
    /// <returns>How many were done in a second.</returns>
    public static async Task<double> RateAsync(int callers, int count, Func<int, int, Task> work)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (int piece; (piece = Interlocked.Increment(ref next)) < count;)
                await work(caller, piece);
        })));
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Each does the same again and again for a while. Answers how often it was done in a second.</summary>
    public static async Task<double> RateAsync(
        HttpConnection[] callers, TimeSpan duration, Func<HttpConnection, Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        var done = await Task.WhenAll(callers.Select(caller => Task.Run(async () =>
        {
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < duration; count++)
                await work(caller);
            return count;
        })));
        return done.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>
    /// So many at once, each piece of work begun at its own time, whether or not those before it are done.
    /// </summary>
    public static async Task AtRateAsync(int callers, int count, int perSecond, Func<int, int, Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await RateAsync(callers, count, async (caller, piece) =>
        {
            var wait = TimeSpan.FromSeconds((double)piece / perSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            await work(caller, piece);
        });
    }

    /// <summary>
    /// So many who come as people do, each whenever it suits them: pieces of work that begin at times apart by chance,
    /// so many a second on average. Answers for each how long it took, in milliseconds, from when it should have begun:
    /// who had to wait for a caller to be free has waited.
    /// </summary>
    public static async Task<double[]> ByChanceAsync(
        int callers, int count, int perSecond, int seed, Func<int, int, Task> work)
    {
        var chance = new Random(seed);
        var at = new TimeSpan[count];
        for (var i = 1; i < count; i++)
            at[i] = at[i - 1] + TimeSpan.FromSeconds(-Math.Log(1 - chance.NextDouble()) / perSecond);
        var times = new double[count];
        var started = Stopwatch.GetTimestamp();
        await RateAsync(callers, count, async (caller, piece) =>
        {
            if (at[piece] - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } wait)
                await Task.Delay(wait);
            await work(caller, piece);
            times[piece] = (Stopwatch.GetElapsedTime(started) - at[piece]).TotalMilliseconds;
        });
        return times;
    }

    /// <summary>A connection for each.</summary>
    public static async Task<HttpConnection[]> ConnectAsync(int callers, Uri address) =>
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => HttpConnection.OpenAsync(address)));
}
