using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Delegations;

/// <summary>CS-7: what one has given others to do.</summary>
internal static class ReadDelegations
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("me/delegations", ListAsync).RequirePermission(IdentityPermissions.Delegate)
            .WithSummary("delegation.list.summary")
            .Produces<IReadOnlyList<DelegationView>>();

    private static async Task<IResult> ListAsync(
        Actor actor, IdentityDb db, CompanyTime company, GivenWorkSource source, CancellationToken cancellationToken)
    {
        var giver = await db.Staff.AsNoTracking().SingleOrDefaultAsync(s => s.Number == actor.Id, cancellationToken);
        var given = await db.Delegations.AsNoTracking().Where(d => d.Staff == actor.Id)
            .OrderByDescending(d => d.GivenAt).Take(200).ToListAsync(cancellationToken);
        // A machine has no member of staff behind it, and has given nothing.
        List<DelegationView> views = [];
        foreach (var one in giver is null ? [] : given)
            views.Add(await source.ShowAsync(new GivenWork(giver!, company, one), actor, cancellationToken));
        return Results.Ok(views);
    }
}
