using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Rules;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Changes;

/// <summary>A kind of change of a sale: who must agree, and what is done when they have. Scoped; everything happens under the unit's lock.</summary>
internal interface IChangeKind
{
    /// <summary>The kind.</summary>
    ChangeKind Kind { get; }

    /// <summary>The rule that asks for the agreement.</summary>
    string Rule { get; }

    /// <summary>Who must agree, one agreement each.</summary>
    IReadOnlyList<Need> Needs { get; }

    /// <summary>What is asked, in a sentence without personal data: it goes on the register.</summary>
    string What(ChangeRequest change, Unit unit);

    /// <summary>What of the unit is loaded.</summary>
    UnitParts Parts { get; }

    /// <summary>Other units that it touches, to be locked with its own in the order of their ids.</summary>
    Task<IReadOnlyList<Guid>> OthersAsync(ChangeRequest change, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Guid>>([]);

    /// <summary>Why this actor's agreement does not count, beyond the permission: a discount above the actor's own limit. Null where it does.</summary>
    Refused? RefusesDecider(ChangeRequest change, Actor actor) => null;

    /// <summary>Does it, in the change of the last agreement; a refusal leaves it asked.</summary>
    Task<Refused?> DoAsync(ChangeRequest change, Unit unit, Instant now, Actor by, CancellationToken cancellationToken);
}
