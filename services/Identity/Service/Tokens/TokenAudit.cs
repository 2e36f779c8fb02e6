using OpenIddict.Abstractions;
using OpenIddict.Server;
using Ops.Identity.Audit;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ops.Identity.Tokens;

/// <summary>
/// CS-7: a code or refresh token that was used already and comes again is in two hands; OpenIddict ends its family, and
/// the audit register says whose it was.
/// </summary>
internal sealed class ReuseAudit(IOpenIddictTokenManager tokens, UnitOfWork change, AuditRegister audit)
    : IOpenIddictServerHandler<ValidateTokenContext>
{
    /// <summary>Just before OpenIddict itself looks at what became of the token.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenContext>()
            .UseScopedHandler<ReuseAudit>()
            .SetOrder(OpenIddictServerHandlers.Protection.ValidateTokenEntry.Descriptor.Order - 1)
            .SetType(OpenIddictServerHandlerType.Custom).Build();

    [Rule("CS-7", "refused tokens are written down")]
    public async ValueTask HandleAsync(ValidateTokenContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.EndpointType != OpenIddictServerEndpointType.Token || context.TokenId is not { Length: > 0 } id
            || context.Principal?.GetTokenType() is not { } type
            || await tokens.FindByIdAsync(id, context.CancellationToken) is not { } token
            || !await tokens.HasStatusAsync(token, Statuses.Redeemed, context.CancellationToken))
        {
            return;
        }

        var entry = new AuditEntry(
            type == TokenTypeIdentifiers.Private.AuthorizationCode ? "codeReplayed" : "refreshTokenReused",
            await tokens.GetSubjectAsync(token, context.CancellationToken),
            $"by {context.Request?.ClientId}; the whole family is ended");
        await change.RunAsync(
            async cancellationToken =>
            {
                await audit.AddAsync(entry, AuditRegister.Nobody, cancellationToken);
                return true;
            },
            context.CancellationToken);
    }
}

/// <summary>
/// CS-7: a client that could not show that it is the one is on the audit register, as a person's wrong password is.
/// </summary>
/// <typeparam name="TContext">The answer that is about to be given.</typeparam>
internal sealed class RefusalAudit<TContext>(
    IOpenIddictApplicationManager clients, UnitOfWork change, AuditRegister audit) : IOpenIddictServerHandler<TContext>
    where TContext : BaseContext
{
    /// <summary>Before the answer is sent: what is not on the register was not told.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
            .UseScopedHandler<RefusalAudit<TContext>>().SetOrder(int.MinValue + 50_000)
            .SetType(OpenIddictServerHandlerType.Custom).Build();

    [Rule("CS-7", "refused tokens are written down")]
    public async ValueTask HandleAsync(TContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Transaction.Response?.Error is not { } error
            || error is not (Errors.InvalidClient or Errors.UnauthorizedClient))
        {
            return;
        }

        // What somebody typed is nobody's name until it is known to be one.
        var given = context.Transaction.Request?.ClientId;
        var known = given is { Length: > 0 }
            && await clients.FindByClientIdAsync(given, context.CancellationToken) is not null
            ? given
            : null;
        var why = known is null ? "unknown client" : error == Errors.InvalidClient ? "wrong secret" : "may not";
        await change.RunAsync(
            async cancellationToken =>
            {
                await audit.AddAsync(new("machineRefused", known, why), AuditRegister.Nobody, cancellationToken);
                return true;
            },
            context.CancellationToken);
    }
}
