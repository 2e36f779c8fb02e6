using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Npgsql;

namespace Ops.Portal.SignIn;

/// <summary>
/// Who looks at a page. A page that stays open notices within seconds that its session is over, whichever replica ended
/// it.
/// </summary>
internal sealed partial class SessionWatch(ILoggerFactory loggers, SessionBook sessions)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = loggers.CreateLogger<SessionWatch>();

    // Where the portal's database is away nothing is known, and nobody is signed out by it: the next look tells.
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return SignInFeature.SessionOf(authenticationState.User) is { } id
                && await sessions.IsOpenAsync(id, cancellationToken);
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            SessionNotLookedAt(_log, away);
            return true;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a session goes on could not be looked up.")]
    private static partial void SessionNotLookedAt(ILogger log, Exception away);
}
