using OpenIddict.Abstractions;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>CS-7: a machine gets another secret; the last is worth nothing any more.</summary>
internal static class RekeyMachine
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("machines/{machine}/secret", RekeyAsync).AsCommand(IdentityPermissions.ManagePosts)
            .WithSummary("machine.rekey.summary")
            .AnswersOutcome<MachineSecret>().WithoutKeptAnswer();

    private static async Task<Outcome<MachineSecret>> RekeyAsync(
        string machine, Actor actor, Machines machines, IOpenIddictApplicationManager clients, AuditRegister audit,
        CancellationToken cancellationToken)
    {
        var found = await machines.LockAsync(machine, actor, cancellationToken);
        if (found.Refusal is { } refusal)
            return refusal;

        var (client, seen) = found.Value;
        var secret = Machines.NewSecret();
        await clients.UpdateAsync(client, secret, cancellationToken);
        await audit.AddAsync(new("machineRekeyed", machine), actor.Id, cancellationToken);
        return new MachineSecret(machine, secret, seen.Post, seen.Sites);
    }
}
