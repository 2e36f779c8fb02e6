using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>A machine: a program that signs in by itself, with a post and sites like anybody else.</summary>
/// <param name="Client">Its client id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Post">The post that says what it may do.</param>
/// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
/// <param name="WithdrawnAt">Machine time from which it gets no token; null while it does.</param>
internal sealed record MachineView(
    string Client, string Name, string Post, IReadOnlyList<string> Sites, DateTimeOffset? WithdrawnAt)
{
    public bool IsSeenBy(Actor actor) => Sites.Any(site => site == "*" || actor.MaySee(site));
}

/// <summary>Its credentials, shown once.</summary>
internal sealed record MachineSecret(string Client, string Secret, string Post, IReadOnlyList<string> Sites);

/// <summary>The machines among OpenIddict's clients.</summary>
internal sealed class Machines(IdentityDb db, IOpenIddictApplicationManager clients)
{
    /// <summary>A secret that nobody guesses.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Those of the actor's sites, by their ids.</summary>
    public async Task<List<MachineView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        var machines = new List<MachineView>();
        await foreach (var client in clients.ListAsync(cancellationToken: cancellationToken))
        {
            if (await ShowAsync(client, cancellationToken) is { } machine && machine.IsSeenBy(actor))
                machines.Add(machine);
        }

        return [.. machines.OrderBy(machine => machine.Client, StringComparer.Ordinal)];
    }

    /// <summary>
    /// One that is about to be changed: two changes of one machine come one after the other. Another site's is not
    /// found, and one that also works elsewhere is for whoever works there too.
    /// </summary>
    [Rule("CS-7", "whose machine may be changed")]
    public async Task<Outcome<(object Client, MachineView Seen)>> LockAsync(
        string machine, Actor actor, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM clients WHERE client_id = {machine} FOR UPDATE", cancellationToken);
        if (await clients.FindByClientIdAsync(machine, cancellationToken) is not { } client
            || await ShowAsync(client, cancellationToken) is not { } seen || !seen.IsSeenBy(actor))
        {
            return Refused.NotFound(Text.Of("machine.unknown", ("machine", machine)));
        }

        if (!seen.Sites.All(actor.MaySee))
            return new Refused("CS-7", Text.Of("machine.other-sites", ("machine", machine)), RefusalKind.Forbidden);
        return seen.WithdrawnAt is not null
            ? new Refused(null, Text.Of("machine.withdrawn", ("machine", machine)))
            : (client, seen);
    }

    /// <summary>A client that is a machine's; null for one that people sign in with.</summary>
    private async Task<MachineView?> ShowAsync(object client, CancellationToken cancellationToken)
    {
        var properties = await clients.GetPropertiesAsync(client, cancellationToken);
        if (Holders.AppointmentOf(properties) is not { } appointment)
            return null;
        var id = (await clients.GetClientIdAsync(client, cancellationToken))!;
        var name = await clients.GetDisplayNameAsync(client, cancellationToken) ?? id;
        return new(
            id, name, appointment.Post, appointment.Sites,
            properties.TryGetValue(Holders.WithdrawnProperty, out var at) ? at.GetDateTimeOffset() : null);
    }
}
