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
        Actor actor, IdentityDb db, CompanyTime company, CancellationToken cancellationToken)
    {
        var given = await db.Delegations.AsNoTracking().Where(d => d.Staff == actor.Id)
            .OrderByDescending(d => d.GivenAt).Take(200).ToListAsync(cancellationToken);
        return Results.Ok(given.Select(one => DelegationView.Of(one, company)));
    }
}
