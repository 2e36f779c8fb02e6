using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>CS-7: the machines that there are; one gets another secret, or is withdrawn: it gets no token any more, and the last that it got ends within five minutes. Its id is never given again.</summary>
internal static class ManageMachines
{
    public static void MapManageMachines(this IEndpointRouteBuilder api)
    {
        api.MapGet("machines", ListAsync).RequirePermission(IdentityPermissions.ManagePosts)
            .WithSummary("The machines, without their secrets").Produces<IReadOnlyList<View>>();
        api.MapPost("machines/{machine}/secret", RekeyAsync).AsCommand(IdentityPermissions.ManagePosts)
            .WithSummary("Give a machine another secret; the last is worth nothing any more")
            .Produces<RegisterMachine.View>().WithoutKeptAnswer();
        api.MapPost("machines/{machine}/withdraw", WithdrawAsync).AsCommand(IdentityPermissions.ManagePosts)
            .WithSummary("Withdraw a machine: it gets no token any more").Produces<View>();
    }

    /// <summary>A machine.</summary>
    /// <param name="Client">Its client id.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Post">The post that says what it may do.</param>
    /// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
    /// <param name="WithdrawnAt">Machine time from which it gets no token; null while it does.</param>
    internal sealed record View(string Client, string Name, string Post, IReadOnlyList<string> Sites, DateTimeOffset? WithdrawnAt);

    private static async Task<IResult> ListAsync(Actor actor, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        var machines = new List<View>();
        await foreach (var client in clients.ListAsync(cancellationToken: cancellationToken))
        {
            if (await ShowAsync(client, clients, cancellationToken) is { } machine && machine.Sites.Any(site => site == "*" || actor.MaySee(site)))
                machines.Add(machine);
        }

        return Results.Ok(machines.OrderBy(machine => machine.Client, StringComparer.Ordinal));
    }

    private static Task<IResult> RekeyAsync(string machine, Actor actor, IdentityDb db, IOpenIddictApplicationManager clients, AuditRegister audit, CancellationToken cancellationToken) =>
        ChangeAsync(machine, actor, db, clients, async (client, seen) =>
        {
            var secret = NewSecret();
            await clients.UpdateAsync(client, secret, cancellationToken);
            await audit.AddAsync(new("machineRekeyed", machine, null), actor.Id, cancellationToken);
            return Results.Ok(new RegisterMachine.View(machine, secret, seen.Post, seen.Sites));
        }, cancellationToken);

    private static Task<IResult> WithdrawAsync(
        string machine, Actor actor, IdentityDb db, IOpenIddictApplicationManager clients, IOpenIddictTokenManager tokens, AuditRegister audit, TimeProvider time, CancellationToken cancellationToken) =>
        ChangeAsync(machine, actor, db, clients, async (client, seen) =>
        {
            var at = time.GetUtcNow();
            var withdrawn = new OpenIddictApplicationDescriptor();
            await clients.PopulateAsync(withdrawn, client, cancellationToken);
            // Not removed: registers name it for ever, and nobody else is to be called so.
            withdrawn.Permissions.Clear();
            withdrawn.ClientSecret = NewSecret();
            withdrawn.Properties[Holders.WithdrawnProperty] = JsonSerializer.SerializeToElement(at);
            await clients.UpdateAsync(client, withdrawn, cancellationToken);
            await tokens.RevokeByApplicationIdAsync((await clients.GetIdAsync(client, cancellationToken))!, cancellationToken);
            await audit.AddAsync(new("machineWithdrawn", machine, null), actor.Id, cancellationToken);
            return Results.Ok(seen with { WithdrawnAt = at });
        }, cancellationToken);

    /// <summary>Two changes of one machine come one after the other; another site's is not found, and one that also works elsewhere is for whoever works there too.</summary>
    [Rule("CS-7")]
    private static async Task<IResult> ChangeAsync(string machine, Actor actor, IdentityDb db, IOpenIddictApplicationManager clients, Func<object, View, Task<IResult>> change, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM clients WHERE client_id = {machine} FOR UPDATE", cancellationToken);
        if (await clients.FindByClientIdAsync(machine, cancellationToken) is not { } client || await ShowAsync(client, clients, cancellationToken) is not { } seen
            || !seen.Sites.Any(site => site == "*" || actor.MaySee(site)))
        {
            return Refused.NotFound($"There is no machine {machine}.").ToProblem();
        }

        if (!seen.Sites.All(actor.MaySee))
            return new Refused("CS-7", $"{machine} works at sites that are not yours: whoever works at all of them does it.", RefusalKind.Forbidden).ToProblem();
        return seen.WithdrawnAt is not null ? new Refused(null, $"{machine} is withdrawn.").ToProblem() : await change(client, seen);
    }

    /// <summary>A client that is a machine's; null for one that people sign in with.</summary>
    private static async Task<View?> ShowAsync(object client, IOpenIddictApplicationManager clients, CancellationToken cancellationToken)
    {
        var properties = await clients.GetPropertiesAsync(client, cancellationToken);
        var id = (await clients.GetClientIdAsync(client, cancellationToken))!;
        return Holders.AppointmentOf(properties) is { } appointment
            ? new(id, await clients.GetDisplayNameAsync(client, cancellationToken) ?? id, appointment.Post, appointment.Sites, properties.TryGetValue(Holders.WithdrawnProperty, out var at) ? at.GetDateTimeOffset() : null)
            : null;
    }

    /// <summary>A secret that nobody guesses.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
