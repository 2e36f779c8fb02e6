using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>CS-7: another key is made before the last has served its time. Nothing is restarted for it.</summary>
internal static class RotateKeys
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("keys/rotate", HandleAsync).AsCommand(IdentityPermissions.ManageKeys)
            .WithSummary("key.rotate.summary")
            .Produces<KeyView>();

    private static async Task<IResult> HandleAsync(
        Actor actor, IdentityDb db, SigningKeys keys, UnitOfWork change, AuditRegister audit,
        CancellationToken cancellationToken)
    {
        var key = db.SigningKeys.Add(keys.Make(actor.Id, isAnnounced: true)).Entity;
        await audit.AddAsync(new("keyMade", key.Id), actor.Id, cancellationToken);
        change.OnCommitted(keys.Wake);
        return Results.Ok(KeyView.Of(key));
    }
}
