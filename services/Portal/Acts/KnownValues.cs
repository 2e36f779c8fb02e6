namespace Ops.Portal.Acts;

/// <summary>What can be chosen for a member of a request that is a code to its service.</summary>
/// <param name="Options">The codes, each with what it is called.</param>
/// <param name="IsAll">Whether there are no others; otherwise they are suggested.</param>
public sealed record Known(IReadOnlyList<(string Value, string Name)> Options, bool IsAll = true);

/// <summary>What a page knows of its forms' members, by their names; cascaded to all of them.</summary>
/// <param name="members">What can be chosen for each.</param>
public sealed class KnownValues(IReadOnlyDictionary<string, Known> members)
{
    /// <summary>What can be chosen for a member; null where the page does not know.</summary>
    public Known? Of(string member) => members.GetValueOrDefault(member);
}
