using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Npgsql;

namespace Ops.Portal.SignIn;

/// <summary>
/// Who looks at a page. A page that stays open notices within seconds that its session is over, whichever replica ended
/// it, and ends; one with an open form stays, can do nothing, and goes on when the same person has signed in again.
/// </summary>
internal sealed partial class SessionWatch(
    ILoggerFactory loggers, SessionBook sessions, IOpenForm form, NextSession next)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    private readonly ILogger _log = loggers.CreateLogger<SessionWatch>();

    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the session is over and the page stays for its form.</summary>
    public bool IsOver { get; private set; }

    /// <summary>That has changed.</summary>
    public event Action? Changed;

    /// <summary>A call has found that the session is over.</summary>
    public void End()
    {
        if (!IsKept())
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
    }

    /// <summary>The browser is signed in again: where it is the same person, the page is theirs as before.</summary>
    /// <param name="sealedSession">What <see cref="NextSession.Of"/> told the browser.</param>
    public async Task GoOnAsync(string sealedSession)
    {
        var user = (await GetAuthenticationStateAsync()).User;
        if (next.SamePersons(sealedSession, user) is not { } session)
            return;
        var claims = user.Claims.Where(claim => claim.Type != "session").Append(new("session", $"{session}"));
        SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(
            new ClaimsIdentity(claims, user.Identity!.AuthenticationType, "name", "role")))));
        Tell(isOver: false);
    }

    // Where the portal's database is away nothing is known, and nobody is signed out by it: the next look tells.
    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            var isOpen = SignInFeature.SessionOf(authenticationState.User) is { } id
                && await sessions.IsOpenAsync(id, cancellationToken);
            if (isOpen)
                Tell(isOver: false);
            return isOpen || IsKept();
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            SessionNotLookedAt(_log, away);
            return true;
        }
    }

    // What was typed is only in the page: it would be lost with it.
    private bool IsKept()
    {
        Tell(isOver: form.IsOpen);
        return IsOver;
    }

    private void Tell(bool isOver)
    {
        if (isOver == IsOver)
            return;
        IsOver = isOver;
        Changed?.Invoke();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether a session goes on could not be looked up.")]
    private static partial void SessionNotLookedAt(ILogger log, Exception away);
}
