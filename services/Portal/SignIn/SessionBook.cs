using System.Text.Json;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Portal.Storage;

namespace Ops.Portal.SignIn;

/// <summary>
/// The sessions of all replicas. A refresh token is good once, and whoever uses it a second time ends the whole
/// sign-in: so of all who want a new access token at the same moment one asks for it, under the row's lock, and the
/// others find it there.
/// </summary>
internal sealed class SessionBook(
    IServiceScopeFactory scopes, IDataProtectionProvider ring, IOptionsMonitor<OpenIdConnectOptions> authority,
    TimeProvider time)
{
    /// <summary>So long before its end an access token is renewed: a call takes a moment.</summary>
    private static readonly Duration Margin = Duration.FromSeconds(30);

    private readonly IDataProtector _seal = ring.CreateProtector("portal-tokens");

    /// <summary>Somebody has signed in.</summary>
    /// <returns>The session's id.</returns>
    public async Task<Guid> BeginAsync(
        string staff, OpenIdConnectMessage given, CancellationToken cancellationToken)
    {
        var session = new Session(Guid.CreateVersion7(time.GetUtcNow()), staff, Now);
        Put(session, given, given.IdToken, given.RefreshToken);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        db.Sessions.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        return session.Id;
    }

    /// <summary>Whether it goes on.</summary>
    public async Task<bool> IsOpenAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<PortalDb>(), Now);
        return await db.Sessions.AnyAsync(s => s.Id == id && s.EndsAt > now, cancellationToken);
    }

    /// <summary>An access token that is good for a while; null where the session is over.</summary>
    [Rule("CS-7", "the portal acts with the token of who is signed in, and with nothing else")]
    public async Task<string?> AccessAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        var found = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (found is null)
            return null;
        return IsFresh(found) ? Read(found).Access : await RenewAsync(db, id, cancellationToken);
    }

    /// <summary>The session is over: nothing is kept of it.</summary>
    /// <returns>Its tokens, for whoever tells the authority; null where it was over already.</returns>
    public async Task<Tokens?> EndAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PortalDb>();
        var found = await db.Sessions.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
        if (found is null)
            return null;
        await db.Sessions.Where(s => s.Id == id).ExecuteDeleteAsync(cancellationToken);
        return Read(found);
    }

    /// <summary>
    /// Tells the authority that nothing is to be renewed any more. Where it is away the tokens are gone here all the
    /// same.
    /// </summary>
    public async Task RevokeAsync(Tokens tokens, CancellationToken cancellationToken)
    {
        var client = authority.Get(OpenIdConnectDefaults.AuthenticationScheme);
        var known = await client.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        using var form = FormOf(client, ("token", tokens.Refresh), ("token_type_hint", "refresh_token"));
        using var answer = await client.Backchannel.PostAsync(
            new Uri(known.RevocationEndpoint), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>What has ended by itself is not kept.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<PortalDb>(), Now);
        await db.Sessions.Where(s => s.EndsAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    private bool IsFresh(Session session) => session.AccessUntil - Margin > Now;

    private async Task<string?> RenewAsync(PortalDb db, Guid id, CancellationToken cancellationToken)
    {
        await using var change = await db.Database.BeginTransactionAsync(cancellationToken);
        var session = await db.Sessions.FromSql($"SELECT * FROM sessions WHERE id = {id} FOR UPDATE")
            .SingleOrDefaultAsync(cancellationToken);
        if (session is null)
            return null;
        // From here on nobody's leaving the page abandons it: a token that was taken and not kept ends the sign-in.
        cancellationToken = CancellationToken.None;
        // Whoever came first has it renewed.
        var tokens = Read(session);
        if (IsFresh(session))
            return tokens.Access;

        if (await RefreshAsync(tokens.Refresh, cancellationToken) is { } given)
            Put(session, given, given.IdToken ?? tokens.Identity, tokens.Refresh);
        else
            db.Sessions.Remove(session);
        await db.SaveChangesAsync(cancellationToken);
        await change.CommitAsync(cancellationToken);
        return db.Entry(session).State == EntityState.Detached ? null : Read(session).Access;
    }

    /// <summary>New tokens; null where the authority gives none any more.</summary>
    /// <exception cref="HttpRequestException">The authority is away.</exception>
    private async Task<OpenIdConnectMessage?> RefreshAsync(string refresh, CancellationToken cancellationToken)
    {
        var client = authority.Get(OpenIdConnectDefaults.AuthenticationScheme);
        var known = await client.ConfigurationManager!.GetConfigurationAsync(cancellationToken);
        using var form = FormOf(
            client, ("grant_type", OpenIdConnectGrantTypes.RefreshToken), ("refresh_token", refresh));
        using var answer = await client.Backchannel.PostAsync(
            new Uri(known.TokenEndpoint), form, cancellationToken);
        if (answer.StatusCode == System.Net.HttpStatusCode.BadRequest)
            return null;
        answer.EnsureSuccessStatusCode();
        return new OpenIdConnectMessage(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static FormUrlEncodedContent FormOf(
        OpenIdConnectOptions client, params IEnumerable<(string Name, string Value)> members) =>
        new(members.Append(("client_id", client.ClientId!)).Append(("client_secret", client.ClientSecret!))
            .Select(member => KeyValuePair.Create(member.Item1, member.Item2)));

    /// <summary>Keeps what was given; an authority that does not change its refresh tokens sends none again.</summary>
    private void Put(Session session, OpenIdConnectMessage given, string identity, string refresh)
    {
        var seconds = int.Parse(given.ExpiresIn, System.Globalization.CultureInfo.InvariantCulture);
        var tokens = new Tokens(given.AccessToken, given.RefreshToken ?? refresh, identity);
        session.Take(
            _seal.Protect(JsonSerializer.SerializeToUtf8Bytes(tokens)), Now + Duration.FromSeconds(seconds),
            session.StartedAt + SignInSettings.Longest);
    }

    private Tokens Read(Session session) =>
        JsonSerializer.Deserialize<Tokens>(_seal.Unprotect(session.Tokens))!;
}
