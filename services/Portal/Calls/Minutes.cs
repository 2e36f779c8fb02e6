namespace Ops.Portal.Calls;

/// <summary>
/// Says that a minute has passed, as long as a page is open: one timer for all on it that shows how long is left.
/// </summary>
internal sealed class Minutes : IDisposable
{
    private readonly ITimer _timer;

    /// <summary>Begins.</summary>
    /// <param name="time">Machine time.</param>
    public Minutes(TimeProvider time) => _timer = time.CreateTimer(
        _ => Passed?.Invoke(), null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));

    /// <summary>One has passed.</summary>
    public event Action? Passed;

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();
}
