using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Npgsql;
using Ops.Portal.SignIn;

namespace Ops.Portal.Calls;

/// <summary>
/// Calls a service as whoever looks at the page, in their language. The portal has no rights of its own: without their
/// token there is no call.
/// </summary>
public sealed class ServiceCalls
{
    private readonly SessionWatch _state;
    private readonly SessionBook _sessions;
    private readonly BusinessNow _now;

    internal ServiceCalls(SessionWatch state, SessionBook sessions, BusinessNow now) =>
        (_state, _sessions, _now) = (state, sessions, now);

    /// <summary>A request with their token.</summary>
    /// <exception cref="SignedOutException">They are signed in no more.</exception>
    public async Task<HttpRequestMessage> RequestAsync(CancellationToken cancellationToken)
    {
        var user = (await _state.GetAuthenticationStateAsync()).User;
        if (SignInFeature.SessionOf(user) is not { } session
            || await AccessAsync(session, cancellationToken) is not { } token)
            throw Over();
        var request = new HttpRequestMessage();
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.AcceptLanguage.Add(new StringWithQualityHeaderValue(CultureInfo.CurrentUICulture.Name));
        return request;
    }

    // What keeps the tokens, or who gives them, may be away like any service.
    private async Task<string?> AccessAsync(Guid session, CancellationToken cancellationToken)
    {
        try
        {
            return await _sessions.AccessAsync(session, cancellationToken);
        }
        catch (Exception away) when (away is NpgsqlException or InvalidOperationException)
        {
            throw new HttpRequestException("The session's tokens cannot be read.", away);
        }
    }

    /// <summary>
    /// Looks at an answer before the generated code reads it: what is no success is a problem in the reader's language,
    /// and a service that does not take the token any more has ended the session.
    /// </summary>
    /// <exception cref="SignedOutException">They are signed in no more.</exception>
    /// <exception cref="ServiceException">The service refused, or could not.</exception>
    public async Task LookAtAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        _now.Hear(answer);
        if (answer.IsSuccessStatusCode)
            return;
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
        {
            var user = (await _state.GetAuthenticationStateAsync()).User;
            if (SignInFeature.SessionOf(user) is { } session)
                await _sessions.EndAsync(session, cancellationToken);
            throw Over();
        }

        throw new ServiceException(
            $"{answer.RequestMessage?.RequestUri}: {(int)answer.StatusCode}", (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(cancellationToken),
            answer.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase), null);
    }

    // The page ends, or says above its open form what is wrong: either way nothing of it is thrown away by a fault.
    private SignedOutException Over()
    {
        _state.End();
        return new();
    }
}

/// <summary>
/// Whoever looks at the page is signed in no more: they left, were suspended, or signed out. As with a service that is
/// away nothing was read, and what was seen stays; the watch over the session decides whether the page does.
/// </summary>
public sealed class SignedOutException : HttpRequestException
{
    /// <summary>It is over.</summary>
    public SignedOutException()
        : base("The session is over.")
    {
    }
}
