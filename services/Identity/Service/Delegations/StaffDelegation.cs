using NodaTime;
using Ops.ServiceDefaults;

namespace Ops.Identity.Delegations;

/// <summary>
/// What one member of staff has given another to do in their place, from the beginning of a first day to the end of a
/// last 授权.
/// </summary>
internal sealed class StaffDelegation
{
    private StaffDelegation()
    {
    }

    /// <summary>As it was given (<see cref="DelegationGiven"/>).</summary>
    public StaffDelegation(DelegationGiven given, Instant at)
    {
        (Id, Staff, To, Permissions) = (given.Delegation, given.Staff, given.To, given.Permissions);
        (From, Until, GivenAt) = (given.From, given.Until, at);
    }

    public Guid Id { get; private init; }

    /// <summary>Who gave it.</summary>
    public string Staff { get; private init; } = "";

    /// <summary>The stand-in.</summary>
    public string To { get; private init; } = "";

    public IReadOnlyList<string> Permissions { get; private init; } = [];

    /// <summary>The first day.</summary>
    public LocalDate From { get; private init; }

    /// <summary>The last day.</summary>
    public LocalDate Until { get; private init; }

    public Instant GivenAt { get; private init; }

    /// <summary>When it was taken back before its last day was over.</summary>
    public Instant? EndedAt { get; internal set; }

    public Instant Begins(CompanyTime company) => company.BeginOf(From);

    /// <summary>When it is over, unless it was taken back before.</summary>
    public Instant Ends(CompanyTime company) => EndedAt ?? company.BeginOf(Until.PlusDays(1));
}
