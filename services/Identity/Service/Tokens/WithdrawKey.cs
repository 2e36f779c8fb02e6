using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>CS-7: a key in wrong hands is withdrawn: no token of it is taken any more.</summary>
internal static class WithdrawKey
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("keys/{key}/withdraw", HandleAsync).AsCommand(IdentityPermissions.ManageKeys)
            .WithSummary("key.withdraw.summary").AnswersOutcome<KeyView>();

    private static async Task<Outcome<KeyView>> HandleAsync(
        string key, Actor actor, IdentityDb db, SigningKeys keys, UnitOfWork change, AuditRegister audit,
        CancellationToken cancellationToken)
    {
        if (await db.SigningKeys.SingleOrDefaultAsync(k => k.Id == key, cancellationToken) is not { } found)
            return Refused.NotFound(Text.Of("key.unknown", ("key", key)));
        if (found.WithdrawnAt is not null)
            return new Refused(null, Text.Of("key.withdrawn-already", ("key", key)));

        var now = keys.Now;
        found.WithdrawnAt = now;
        // Somebody must sign from now on: where no other key does, one that does at once.
        var isSigned = await db.SigningKeys.AnyAsync(
            k => k.Id != key && k.WithdrawnAt == null && k.SignsFrom <= now, cancellationToken);
        if (!isSigned)
            db.SigningKeys.Add(keys.Make(actor.Id, isAnnounced: false));
        await audit.AddAsync(new("keyWithdrawn", key), actor.Id, cancellationToken);
        change.OnCommitted(keys.Wake);
        return KeyView.Of(found);
    }
}
