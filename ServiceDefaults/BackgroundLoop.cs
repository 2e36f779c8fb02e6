using Microsoft.Extensions.Hosting;

namespace Ops.ServiceDefaults;

/// <summary>
/// What a service does by itself as long as it runs, turn after turn. A turn that fails is not caught in it:
/// <see cref="Loops"/> logs it, tells it at <c>/health</c> and goes on.
/// </summary>
/// <param name="loops">What runs it.</param>
/// <param name="every">What lies between two turns when nothing wakes it.</param>
public abstract class BackgroundLoop(Loops loops, TimeSpan every) : BackgroundService
{
    private volatile TaskCompletionSource _woken = NewSignal();

    /// <summary>What runs it, and may run another that is a part of it.</summary>
    protected Loops Loops => loops;

    /// <summary>Whether there is nothing more to do: then it ends.</summary>
    protected virtual bool IsOver => false;

    /// <summary>Has the next turn come at once. Any number of signals are one; one during a turn is kept.</summary>
    public void Wake() => _woken.TrySetResult();

    /// <summary>One turn.</summary>
    protected abstract Task TurnAsync(CancellationToken stoppingToken);

    /// <summary>Waits for the next turn, after one that was well.</summary>
    protected virtual async Task RestAsync(CancellationToken stoppingToken)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(_woken.Task, Task.Delay(every, loops.Time, rest.Token));
        await rest.CancelAsync();
    }

    /// <summary>What is done when the loop has ended.</summary>
    protected virtual Task EndAsync() => Task.CompletedTask;

    /// <inheritdoc />
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await loops.RunAsync(
            GetType().Name,
            async token =>
            {
                _woken = NewSignal();
                await TurnAsync(token);
                return !IsOver;
            },
            RestAsync,
            stoppingToken);
        await EndAsync();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
