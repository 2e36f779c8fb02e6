using NodaTime;
using Ops.Platform.PersonalData;
using Ops.ServiceDefaults;

namespace Ops.Platform.Departments;

/// <summary>What a decision is given beside the state and the request: who, when, and new ids.</summary>
/// <param name="actor">Who asks, from the token.</param>
/// <param name="clock">Business time, asked once: when the thing is locked, so that who came later is later.</param>
/// <param name="newId">Makes an id.</param>
public sealed class Change(Actor actor, IClock clock, Func<Guid> newId)
{
    private Instant? _at;

    /// <summary>Who asks.</summary>
    public Actor Actor => actor;

    /// <summary>Business time: the same for all of the change.</summary>
    public Instant At => _at ??= clock.GetCurrentInstant();

    /// <summary>When and by whom what is decided now takes effect.</summary>
    public Occurrence Now => new(At, actor.Id);

    /// <summary>An id that was never used.</summary>
    public Guid NewId() => newId();

    /// <summary>What the actor wrote in their own words, to be kept in the vault.</summary>
    public FreeText Wrote(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return new(newId(), words.Trim());
    }
}
