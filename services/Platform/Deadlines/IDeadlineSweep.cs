using NodaTime;

namespace Ops.Platform.Deadlines;

/// <summary>What fired, for whoever moved the clock.</summary>
/// <param name="At">The instant of the mark.</param>
/// <param name="Kind">The deadline's kind.</param>
/// <param name="Key">The deadline's key.</param>
/// <param name="Rule">The rule that set it.</param>
/// <param name="Mark">Warning, Due or DueUncertain.</param>
/// <param name="OwedBy">Who owes.</param>
/// <param name="OwedTo">Whom it is owed to.</param>
/// <param name="Subject">The aggregate.</param>
public sealed record Fired(
    Instant At, string Kind, string Key, string Rule, Mark Mark, string OwedBy, string OwedTo, Guid Subject);

/// <summary>The sweeper, for whoever cannot wait for it: the simulation.</summary>
public interface IDeadlineSweep
{
    /// <summary>
    /// The earliest mark that has not fired, whether it has come or not; null when there is none. A failing handler's
    /// is left out.
    /// </summary>
    Task<Instant?> NextAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Fires what is due now and answers when nothing is left, whichever replica fired it. A handler that fails is left
    /// to its next try.
    /// </summary>
    Task FireDueAsync(CancellationToken cancellationToken);

    /// <summary>Where the list of firings stands: the mark for <see cref="FiredSinceAsync"/>.</summary>
    Task<long> MarkAsync(CancellationToken cancellationToken);

    /// <summary>What has fired after a mark, in the order of the marks' instants.</summary>
    Task<IReadOnlyList<Fired>> FiredSinceAsync(long mark, CancellationToken cancellationToken);
}
