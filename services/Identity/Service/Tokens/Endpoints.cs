using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Platform.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Tokens;

/// <summary>What OpenIddict leaves to us of <c>/connect</c>: who signs in, what a token says, signing out. All else it answers by itself.</summary>
internal static class Endpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static void MapConnect(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/connect/authorize", ["GET", "POST"], AuthorizeAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapPost("/connect/token", TokenAsync).AllowAnonymous().ExcludeFromDescription();
        app.MapMethods("/connect/end-session", ["GET", "POST"], EndSessionAsync).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whoever is signed in in this browser, and may act, is given a code; whoever is not, signs in first.</summary>
    private static async Task<IResult> AuthorizeAsync(HttpContext http, Holders holders, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        // With prompt=login the person is asked once more: after that the address comes back without it.
        if (cookie.Succeeded && Session.Of(cookie.Principal) is { } session && !request.HasPromptValue(PromptValues.Login)
            && await holders.StaffAsync(session, request.GetScopes(), cancellationToken) is { } principal)
        {
            return Results.SignIn(principal, null, Scheme);
        }

        if (request.HasPromptValue(PromptValues.None))
            return Refuse(Errors.LoginRequired, "Nobody is signed in in this browser.");

        var again = http.Request.HasFormContentType ? http.Request.Form.ToList() : [.. http.Request.Query];
        var query = QueryString.Create(again.Where(parameter => parameter.Key != Parameters.Prompt));
        return Results.Redirect($"/account/sign-in{QueryString.Create("returnUrl", $"/connect/authorize{query}")}");
    }

    /// <summary>A code, a refresh token or a machine's secret becomes a token; what it says is read anew.</summary>
    private static async Task<IResult> TokenAsync(HttpContext http, Holders holders, IOpenIddictApplicationManager clients, UnitOfWork change, AuditRegister audit, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
        {
            var client = (await clients.FindByClientIdAsync(request.ClientId!, cancellationToken))!;
            if (await holders.MachineAsync(
                request.ClientId!, await clients.GetDisplayNameAsync(client, cancellationToken) ?? request.ClientId!, await clients.GetPropertiesAsync(client, cancellationToken), request.GetScopes(), cancellationToken) is not { } machine)
            {
                return Refuse(Errors.UnauthorizedClient, "This client has no post.");
            }

            await change.RunAsync(
                async token =>
                {
                    await audit.AddAsync(new("signedIn", request.ClientId, "client secret"), machine.GetClaim(Claims.Subject)!, token);
                    return true;
                },
                cancellationToken);
            return Results.SignIn(machine, null, Scheme);
        }

        var given = (await http.AuthenticateAsync(Scheme)).Principal!;
        if (Session.OfGrant(given) is not { } session || await holders.StaffAsync(session, given.GetScopes(), cancellationToken) is not { } staff)
            return Refuse(Errors.InvalidGrant, "Its holder may not act any more.");

        return Results.SignIn(staff, null, Scheme);
    }

    /// <summary>Ends the browser's session.</summary>
    private static async Task<IResult> EndSessionAsync(HttpContext http, SignInManager<Account> signIn, UnitOfWork change, AuditRegister audit, CancellationToken cancellationToken)
    {
        if (await http.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Succeeded: true, Principal: var session })
        {
            await change.RunAsync(
                async token =>
                {
                    var number = session.FindFirstValue(ClaimTypes.Name)!;
                    await audit.AddAsync(new("signedOut", number, null), number, token);
                    return true;
                },
                cancellationToken);
            await signIn.SignOutAsync();
        }

        // What the browser has kept of us goes, too (OWASP Secure Headers).
        http.Response.Headers["Clear-Site-Data"] = "\"cache\", \"cookies\", \"storage\"";

        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/account/signed-out" }, [Scheme]);
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [Scheme]);
}
