using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Delegations;

/// <summary>Somebody, and what they have given another to do.</summary>
internal sealed class GivenWork(StaffMember giver, CompanyTime company, StaffDelegation delegation)
    : Employment(giver, company)
{
    public StaffDelegation Delegation => delegation;
}

/// <summary>A delegation as a caller sees it.</summary>
internal sealed record DelegationView(
    Guid Id, string Staff, string To, IReadOnlyList<string> Permissions, LocalDate From, LocalDate Until,
    OffsetDateTime? EndedAt)
{
    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static DelegationView Of(StaffDelegation given, CompanyTime company) => new(
        given.Id, given.Staff, given.To, given.Permissions, given.From, given.Until,
        given.EndedAt is { } at ? company.At(at) : null);
}

/// <summary>Finds what the actor has given others to do.</summary>
internal sealed class GivenWorkSource(IdentityDb db, CompanyTime company, IActions actions)
    : ISource<GivenWork>, IView<GivenWork, DelegationView>
{
    public async Task<Outcome<GivenWork>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var number = named.Actor.Id;
        var giver = access == Access.Change
            ? await db.LockStaffAsync(number, cancellationToken)
            : await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == number, cancellationToken);
        return giver is not null && await db.Delegations.SingleOrDefaultAsync(
            d => d.Id == named.Id && d.Staff == number, cancellationToken) is { } given
            ? new GivenWork(giver, company, given)
            : Refused.NotFound(Text.Of("delegation.unknown", ("id", named.Id)));
    }

    public async Task<GivenWork> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var given = await db.Delegations.SingleAsync(d => d.Id == id, cancellationToken);
        return new((await db.LockStaffAsync(given.Staff, cancellationToken))!, company, given);
    }

    public async ValueTask<DelegationView> ShowAsync(
        GivenWork state, Actor actor, CancellationToken cancellationToken) =>
        DelegationView.Of(state.Delegation, state.Company) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
}
