using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>CS-7: the signing keys that there are.</summary>
internal static class ListKeys
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("keys", ListAsync).RequirePermission(IdentityPermissions.ManageKeys)
            .WithSummary("key.list.summary").Produces<IReadOnlyList<KeyView>>();

    private static async Task<IResult> ListAsync(IdentityDb db, CancellationToken cancellationToken)
    {
        var keys = await db.SigningKeys.AsNoTracking().OrderBy(k => k.MadeAt).ToListAsync(cancellationToken);
        return Results.Ok(keys.Select(KeyView.Of));
    }
}

/// <summary>A signing key; machine time.</summary>
internal sealed record KeyView(
    string Key, DateTimeOffset MadeAt, string MadeBy, DateTimeOffset SignsFrom, DateTimeOffset? WithdrawnAt)
{
    public static KeyView Of(SigningKey key) => new(key.Id, key.MadeAt, key.MadeBy, key.SignsFrom, key.WithdrawnAt);
}
