using Ops.Identity.Contracts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>CS-7: the machines that there are at one's sites.</summary>
internal static class ListMachines
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("machines", ListAsync).RequirePermission(IdentityPermissions.ManagePosts)
            .WithSummary("machine.list.summary").Produces<IReadOnlyList<MachineView>>();

    private static async Task<IResult> ListAsync(
        Actor actor, Machines machines, CancellationToken cancellationToken) =>
        Results.Ok(await machines.ListAsync(actor, cancellationToken));
}
