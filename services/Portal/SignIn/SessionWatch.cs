using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Ops.Portal.SignIn;

/// <summary>
/// Who looks at a page. A page that stays open notices within seconds that its session is over, whichever replica ended
/// it.
/// </summary>
internal sealed class SessionWatch(ILoggerFactory loggers, SessionBook sessions)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(5);

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        SignInFeature.SessionOf(authenticationState.User) is { } id
        && await sessions.IsOpenAsync(id, cancellationToken);
}
