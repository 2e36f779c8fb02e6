using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Ops.Identity.Accounts;
using Ops.Identity.Accounts.Pages;
using Ops.Identity.Audit;
using Ops.Identity.Staff;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Tokens;

/// <summary>
/// What OpenIddict leaves to us of <c>/connect</c>: who signs in, what a token says, signing out. All else it answers
/// by itself. What it says of an error is for programs, and English as the protocol is; people read
/// <see cref="RefusalTexts"/>.
/// </summary>
internal static class Endpoints
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static WebApplication MapConnect(this WebApplication app)
    {
        var connect = app.MapGroup("/connect").AllowAnonymous().ExcludeFromDescription();
        connect.MapMethods("authorize", ["GET", "POST"], AuthorizeAsync);
        connect.MapPost("token", TokenAsync);
        connect.MapMethods("end-session", ["GET", "POST"], EndSessionAsync);
        return app;
    }

    /// <summary>
    /// Whoever is signed in in this browser, and may act, is given a code; whoever is not, signs in first.
    /// </summary>
    private static async Task<IResult> AuthorizeAsync(
        HttpContext http, Holders holders, CancellationToken cancellationToken)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } refused)
            return Results.Redirect(NotAsRegistered.PathOf(http, refused.ErrorDescription));

        var request = http.GetOpenIddictServerRequest()!;
        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        // With prompt=login the person is asked once more: after that the address comes back without it.
        if (cookie.Succeeded && Session.Of(cookie.Principal) is { } session
            && !request.HasPromptValue(PromptValues.Login)
            && await holders.StaffAsync(session, request.GetScopes(), cancellationToken) is { } principal)
        {
            return Results.SignIn(principal, null, Scheme);
        }

        if (request.HasPromptValue(PromptValues.None))
            return Refuse(Errors.LoginRequired, "Nobody is signed in in this browser.");

        var again = http.Request.HasFormContentType ? http.Request.Form.ToList() : [.. http.Request.Query];
        var query = QueryString.Create(again.Where(parameter => parameter.Key != Parameters.Prompt));
        var back = QueryString.Create("returnUrl", $"/connect/authorize{query}");
        return Results.Redirect($"/account/sign-in{back}");
    }

    /// <summary>A code, a refresh token or a machine's secret becomes a token; what it says is read anew.</summary>
    private static async Task<IResult> TokenAsync(
        HttpContext http, Holders holders, MachineSignIns machines, CancellationToken cancellationToken)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType())
        {
            return await machines.WithSecretAsync(request, cancellationToken) is { } machine
                ? Results.SignIn(machine, null, Scheme)
                : Refuse(Errors.UnauthorizedClient, "This client has no post.");
        }

        var given = (await http.AuthenticateAsync(Scheme)).Principal!;
        return Session.OfGrant(given) is { } session
            && await holders.StaffAsync(session, given.GetScopes(), cancellationToken) is { } staff
            ? Results.SignIn(staff, null, Scheme)
            : Refuse(Errors.InvalidGrant, "Its holder may not act any more.");
    }

    /// <summary>Ends the browser's session.</summary>
    private static async Task<IResult> EndSessionAsync(
        HttpContext http, SignInManager<Account> signIn, UnitOfWork change, AuditRegister audit,
        CancellationToken cancellationToken)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } refused)
            return Results.Redirect(NotAsRegistered.PathOf(http, refused.ErrorDescription));

        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (cookie is { Succeeded: true, Principal: var session })
        {
            await change.RunAsync(
                async token =>
                {
                    var number = session.FindFirstValue(ClaimTypes.Name)!;
                    await audit.AddAsync(new("signedOut", number), number, token);
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

/// <summary>CS-7: machines that sign in by themselves, with what is on record of it.</summary>
internal sealed class MachineSignIns(
    Holders holders, IOpenIddictApplicationManager clients, UnitOfWork change, AuditRegister audit)
{
    /// <summary>What a token of a machine says that has shown its secret; null when it may not act.</summary>
    public async Task<ClaimsPrincipal?> WithSecretAsync(OpenIddictRequest request, CancellationToken cancellationToken)
    {
        var id = request.ClientId!;
        var client = (await clients.FindByClientIdAsync(id, cancellationToken))!;
        var name = await clients.GetDisplayNameAsync(client, cancellationToken) ?? id;
        var properties = await clients.GetPropertiesAsync(client, cancellationToken);
        if (await holders.MachineAsync(id, name, properties, request.GetScopes(), cancellationToken) is not { } machine)
            return null;

        await change.RunAsync(
            async token =>
            {
                await audit.AddAsync(
                    new("signedIn", id, Text.Of("audit.how.secret")), machine.GetClaim(Claims.Subject)!, token);
                return true;
            },
            cancellationToken);
        return machine;
    }
}
