using OpenIddict.Abstractions;
using Ops.Identity.Accounts;
using Ops.Identity.Tokens;
using Ops.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Opening;

/// <summary>
/// The API reference's client where the reference is open (decision 100), with its redirect under the public address;
/// in a demo also the developer's, and its machines.
/// </summary>
internal sealed class FirstClients(
    IOpenIddictApplicationManager clients, IConfiguration configuration, IHostEnvironment environment,
    TokenSettings settings)
{
    /// <summary>Registers those that are not there.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        if (ApiReference.IsOpen(configuration, environment))
        {
            var redirect = new Uri(settings.Issuer, "/docs/");
            await RegisterAsync(ForPeople("api-reference", "Ops API reference", redirect), cancellationToken);
        }

        // The portal has a secret, which both are told.
        if (configuration["Portal:Secret"] is { Length: > 0 } shared)
        {
            var portal = ForPeople("portal", "Ops", new Uri(settings.Issuer, "/session/signed-in"));
            (portal.ClientType, portal.ClientSecret) = (ClientTypes.Confidential, shared);
            portal.PostLogoutRedirectUris.Add(new Uri(settings.Issuer, "/session/signed-out"));
            await RegisterAsync(portal, cancellationToken);
        }

        if (DemoPassword.Of(environment, configuration) is not { } password)
            return;

        var developer = ForPeople("developer", "make token", new Uri("http://127.0.0.1/signed-in"));
        // A developer's afternoon: longer than a person's own tokens, which are good for minutes.
        developer.Settings[Settings.TokenLifetimes.AccessToken] = TimeSpan.FromHours(12).ToString();
        await RegisterAsync(developer, cancellationToken);
        foreach (var entry in DemoFile.Read().Machines)
        {
            var secret = Convert.ToHexStringLower(Demo.SecretOf(password, entry.Client));
            var machine = new MachineSecret(entry.Client, secret, entry.Post, entry.Sites);
            await RegisterAsync(RegisterMachine.Describe(machine, entry.Name), cancellationToken);
        }
    }

    private static OpenIddictApplicationDescriptor ForPeople(string id, string name, Uri redirect) => new()
    {
        ClientId = id,
        DisplayName = name,
        ClientType = ClientTypes.Public,
        ConsentType = ConsentTypes.Implicit,
        RedirectUris = { redirect },
        Permissions =
        {
            Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession,
            Permissions.Endpoints.Revocation, Permissions.GrantTypes.AuthorizationCode,
            Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
            Permissions.Prefixes.Scope + Holders.Audience,
        },
        Requirements = { Requirements.Features.ProofKeyForCodeExchange },
    };

    /// <summary>A client that is there already only takes a new redirect: the public address has changed.</summary>
    private async Task RegisterAsync(OpenIddictApplicationDescriptor client, CancellationToken cancellationToken)
    {
        if (await clients.FindByClientIdAsync(client.ClientId!, cancellationToken) is not { } known)
        {
            await clients.CreateAsync(client, cancellationToken);
            return;
        }

        var redirects = await clients.GetRedirectUrisAsync(known, cancellationToken);
        if (!client.RedirectUris.SetEquals(redirects.Select(uri => new Uri(uri))))
            await clients.UpdateAsync(known, client, cancellationToken);
    }
}
