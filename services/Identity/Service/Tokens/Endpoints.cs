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
        var session = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var number = session.Succeeded ? session.Principal.FindFirstValue(ClaimTypes.Name) : null;
        // With prompt=login the person is asked once more: after that the address comes back without it.
        if (number is not null && !request.HasPromptValue(PromptValues.Login)
            && await holders.StaffAsync(number, request.GetScopes(), session.Principal!.FindFirstValue(SignIns.SecondFactor), cancellationToken) is { } principal)
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
    private static async Task<IResult> TokenAsync(HttpContext http, Holders holders, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
        {
            var client = (await clients.FindByClientIdAsync(request.ClientId!, cancellationToken))!;
            return await holders.MachineAsync(
                request.ClientId!, await clients.GetDisplayNameAsync(client, cancellationToken) ?? request.ClientId!, await clients.GetPropertiesAsync(client, cancellationToken), request.GetScopes(), cancellationToken) is { } machine
                ? Results.SignIn(machine, null, Scheme)
                : Refuse(Errors.UnauthorizedClient, "This client has no post.");
        }

        var given = (await http.AuthenticateAsync(Scheme)).Principal!;
        if (await holders.StaffAsync(given.GetClaim(Claims.Subject)!, given.GetScopes(), given.GetClaim(SignIns.SecondFactor), cancellationToken) is not { } staff)
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
