using System.Diagnostics;

namespace Ops.Benchmarks.Load;

/// <summary>Ways of asking.</summary>
internal static class Pace
{
    /// <summary>So many a second, whether or not the ones before were answered; answers when all were.</summary>
    public static async Task SteadyAsync(int perSecond, int count, Func<int, Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        var asked = new List<Task>(count);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (asked.Count < count)
        {
            for (var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * perSecond) + 1); asked.Count < due;)
                asked.Add(ask(asked.Count));
            await tick.WaitForNextTickAsync();
        }

        await Task.WhenAll(asked);
    }

    /// <summary>As fast as so many callers can, each waiting for its answer before it asks again; answers how many a second.</summary>
    public static async Task<double> FlatOutAsync(int callers, int count, Func<int, int, Task> ask)
    {
        var started = Stopwatch.GetTimestamp();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (int one; (one = Interlocked.Increment(ref next)) < count;)
                await ask(caller, one);
        })));
        return count / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>A figure below which this part of them lies.</summary>
    public static double Percentile(double[] ascending, double part) => ascending[(int)Math.Ceiling(part * ascending.Length) - 1];
}
