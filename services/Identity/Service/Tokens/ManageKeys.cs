using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>CS-7: the signing keys; another can be made before its time, and one in wrong hands withdrawn. Nothing is restarted for it.</summary>
internal static class ManageKeys
{
    public static void MapManageKeys(this IEndpointRouteBuilder api)
    {
        api.MapGet("keys", ListAsync).RequirePermission(IdentityPermissions.ManageKeys)
            .WithSummary("The signing keys, without their secrets").Produces<IReadOnlyList<View>>();
        api.MapPost("keys/rotate", RotateAsync).AsCommand(IdentityPermissions.ManageKeys)
            .WithSummary("Make another key now, which signs when it has been published for a while").Produces<View>();
        api.MapPost("keys/{key}/withdraw", WithdrawAsync).AsCommand(IdentityPermissions.ManageKeys)
            .WithSummary("Withdraw a key: no token of it is taken any more").Produces<View>();
    }

    /// <summary>A signing key; machine time.</summary>
    internal sealed record View(string Key, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset SignsFrom, DateTimeOffset? WithdrawnAt)
    {
        public static View Of(SigningKey key) => new(key.Id, key.MadeAt, key.MadeBy, key.SignsFrom, key.WithdrawnAt);
    }

    private static async Task<IResult> ListAsync(IdentityDb db, CancellationToken cancellationToken) =>
        Results.Ok((await db.SigningKeys.AsNoTracking().OrderBy(k => k.MadeAt).ToListAsync(cancellationToken)).Select(View.Of));

    private static async Task<IResult> RotateAsync(Actor actor, IdentityDb db, SigningKeys keys, TokenSettings settings, UnitOfWork change, AuditRegister audit, CancellationToken cancellationToken)
    {
        var key = db.SigningKeys.Add(keys.Make(actor.Id, settings.KeyAnnouncement)).Entity;
        await audit.AddAsync(new("keyMade", key.Id, null), actor.Id, cancellationToken);
        change.OnCommitted(keys.Wake);
        return Results.Ok(View.Of(key));
    }

    private static async Task<IResult> WithdrawAsync(
        string key, Actor actor, IdentityDb db, SigningKeys keys, TimeProvider time, UnitOfWork change, AuditRegister audit, CancellationToken cancellationToken)
    {
        if (await db.SigningKeys.SingleOrDefaultAsync(k => k.Id == key, cancellationToken) is not { } found)
            return Refused.NotFound($"There is no key {key}.").ToProblem();
        if (found.WithdrawnAt is not null)
            return new Refused(null, $"{key} is withdrawn already.").ToProblem();

        found.WithdrawnAt = time.GetUtcNow();
        // Somebody must sign from now on: where no other key does, one that does at once.
        if (!await db.SigningKeys.AnyAsync(k => k.Id != key && k.WithdrawnAt == null && k.SignsFrom <= found.WithdrawnAt, cancellationToken))
            db.SigningKeys.Add(keys.Make(actor.Id, TimeSpan.Zero));
        await audit.AddAsync(new("keyWithdrawn", key, null), actor.Id, cancellationToken);
        change.OnCommitted(keys.Wake);
        return Results.Ok(View.Of(found));
    }
}
