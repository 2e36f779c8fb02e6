using System.Diagnostics;

namespace Ops.TestSupport;

/// <summary>Waits on a condition, never on time.</summary>
public static class Wait
{
    /// <summary>
    /// How long a test waits for anything: an answer, a start, a condition. Whoever waits longer would not get it: two
    /// cores that build something else at the same time are slower by ten times, and a test that passes never waits for
    /// it.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Asks again and again until it is so.</summary>
    /// <exception cref="TimeoutException">It was not so for as long as anything is waited for.</exception>
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

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string)" />
    public static Task UntilAsync(Func<bool> condition, string what) =>
        UntilAsync(() => Task.FromResult(condition()), what);
}
