using System.Diagnostics;

namespace Ops.TestSupport;

/// <summary>Waits on a condition, never on time.</summary>
public static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so for a minute.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                throw new TimeoutException($"Waited in vain for: {what}");

            await Task.Delay(20);
        }
    }
}
