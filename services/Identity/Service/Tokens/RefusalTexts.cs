using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using Ops.Platform.Texts;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Ops.Identity.Tokens;

/// <summary>
/// Says in the reader's language why no token was given, as <c>detail</c> beside what OpenIddict says. That is English:
/// an <c>error_description</c> has no other characters than ASCII's (RFC 6749, 5.2).
/// </summary>
internal sealed class RefusalTexts(ITexts texts) : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    /// <summary>Into the answer, and not into its header, which has no other characters than ASCII's either.</summary>
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
            .UseScopedHandler<RefusalTexts>().SetOrder(AfterTheHeader)
            .SetType(OpenIddictServerHandlerType.Custom).Build();

    private static int AfterTheHeader =>
        OpenIddictServerAspNetCoreHandlers.AttachWwwAuthenticateHeader<ApplyTokenResponseContext>.Descriptor.Order + 1;

    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Response?.Error is { } error)
            context.Response["detail"] = texts.Render(Of(error));
        return ValueTask.CompletedTask;
    }

    private static Text Of(string error) => error switch
    {
        Errors.InvalidClient => Text.Of("authority.client-unknown"),
        Errors.UnauthorizedClient => Text.Of("authority.client-may-not"),
        Errors.InvalidGrant => Text.Of("authority.grant-over"),
        Errors.InvalidScope => Text.Of("authority.scope-unknown"),
        Errors.UnsupportedGrantType => Text.Of("authority.grant-type-unknown"),
        Errors.ServerError or Errors.TemporarilyUnavailable => Text.Of("authority.failed"),
        _ => Text.Of("authority.request-unreadable"),
    };
}
