using OpenIddict.Abstractions;
using OpenIddict.Server;
using Ops.Identity.Audit;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ops.Identity.Tokens;

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
        var why = Text.Of(known is null ? "audit.how.client-unknown"
            : error == Errors.InvalidClient ? "audit.how.secret-wrong"
            : "audit.how.client-may-not");
        await change.RunAsync(
            async cancellationToken =>
            {
                await audit.AddAsync(new("machineRefused", known, why), AuditRegister.Nobody, cancellationToken);
                return true;
            },
            context.CancellationToken);
    }
}
