using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;
using OpenIddict.Server;
using Ops.Identity.Audit;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ops.Identity.Tokens;

/// <summary>
/// CS-7: of all who use one code or refresh token at the same moment, the first alone is given something. OpenIddict
/// looks whether it was used and notes its use in two steps, and does not mind when another came between them; here
/// they are one statement.
/// </summary>
internal sealed class UsedOnce(IdentityDb db, TokenFamilies families, TimeProvider time)
    : IOpenIddictServerHandler<ProcessSignInContext>
{
    /// <summary>Just before OpenIddict itself notes the use: what was asked for is in order until here.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<UsedOnce>()
            .SetOrder(OpenIddictServerHandlers.RedeemTokenEntry.Descriptor.Order - 1)
            .SetType(OpenIddictServerHandlerType.Custom).Build();

    [Rule("CS-7", "a code or refresh token is good once")]
    public async ValueTask HandleAsync(ProcessSignInContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.EndpointType != OpenIddictServerEndpointType.Token)
            return;

        var asked = context.Transaction.GetProperty<ProcessAuthenticationContext>(
            typeof(ProcessAuthenticationContext).FullName!)!;
        if ((asked.AuthorizationCodePrincipal ?? asked.RefreshTokenPrincipal) is not { } used)
            return;

        var (id, now) = (Guid.Parse(used.GetTokenId()!), time.GetUtcNow().UtcDateTime);
        var first = await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>()
            .Where(token => token.Id == id && token.Status == Statuses.Valid)
            .ExecuteUpdateAsync(
                row => row.SetProperty(token => token.Status, Statuses.Redeemed)
                    .SetProperty(token => token.RedemptionDate, now),
                context.CancellationToken);
        if (first == 1)
            return;

        await families.EndAsync(used, context.Request.ClientId, context.CancellationToken);
        context.Reject(Errors.InvalidGrant, "The code or refresh token has already been used.");
    }
}

/// <summary>
/// CS-7: a code or refresh token that was used already and comes again is in two hands: its family ends, and the audit
/// register says whose it was.
/// </summary>
internal sealed class ReuseAudit(IOpenIddictTokenManager tokens, TokenFamilies families)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    /// <summary>Just before OpenIddict itself looks at what became of the token.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<ReuseAudit>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 1)
            .SetType(OpenIddictServerHandlerType.Custom).Build();

    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.EndpointType == OpenIddictServerEndpointType.Token && context.TokenId is { Length: > 0 } id
            && context.Principal is { } used && await tokens.FindByIdAsync(id, context.CancellationToken) is { } token
            && await tokens.HasStatusAsync(token, Statuses.Redeemed, context.CancellationToken))
        {
            await families.EndAsync(used, context.Request?.ClientId, context.CancellationToken);
        }
    }
}

/// <summary>What was given for one sign-in: its code, and every refresh token that came of it.</summary>
internal sealed class TokenFamilies(IdentityDb db, UnitOfWork change, AuditRegister audit)
{
    /// <summary>
    /// Ends a family, because one of it came twice. Its authorization ends too, and nothing is good without it: not
    /// even what the first use is given a moment later.
    /// </summary>
    /// <param name="used">What the code or refresh token says.</param>
    /// <param name="client">The client that sent it; null when it did not say.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    [Rule("CS-7", "refused tokens are written down")]
    public Task EndAsync(ClaimsPrincipal used, string? client, CancellationToken cancellationToken)
    {
        var what = used.GetTokenType() == TokenTypeIdentifiers.Private.AuthorizationCode
            ? "codeReplayed"
            : "refreshTokenReused";
        var entry = new AuditEntry(
            what, used.GetClaim(Claims.Subject), Text.Of("audit.how.family-ended", ("client", client)));
        var family = Guid.Parse(used.GetAuthorizationId()!);
        return change.RunAsync(
            async token =>
            {
                // Its row first: two who come at once end it one after the other.
                await db.Set<OpenIddictEntityFrameworkCoreAuthorization<Guid>>().Where(one => one.Id == family)
                    .ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, Statuses.Revoked), token);
                await db.Set<OpenIddictEntityFrameworkCoreToken<Guid>>()
                    .Where(one => one.Authorization!.Id == family && one.Status != Statuses.Revoked)
                    .ExecuteUpdateAsync(row => row.SetProperty(one => one.Status, Statuses.Revoked), token);
                await audit.AddAsync(entry, AuditRegister.Nobody, token);
                return true;
            },
            cancellationToken);
    }
}
