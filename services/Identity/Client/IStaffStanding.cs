using Ops.Platform.Texts;

namespace Ops.Identity.Client;

/// <summary>
/// Whether a member of staff may act, as this service knows it. Asked in memory; nothing waits for it.
/// </summary>
public interface IStaffStanding
{
    /// <summary>Why somebody may not act: they left, or are suspended; null for whoever may, or is not known.</summary>
    Text? BarredBecause(string staff);
}
