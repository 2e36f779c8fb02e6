using System.Text.Json;
using OpenIddict.Abstractions;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>
/// CS-7: a machine is withdrawn: it gets no token any more, and the last that it got ends within five minutes. Its id
/// is never given again.
/// </summary>
internal static class WithdrawMachine
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("machines/{machine}/withdraw", HandleAsync).AsCommand(IdentityPermissions.ManagePosts)
            .WithSummary("machine.withdraw.summary").AnswersOutcome<MachineView>();

    private static async Task<Outcome<MachineView>> HandleAsync(
        string machine, Actor actor, Machines machines, Withdrawal withdrawal, CancellationToken cancellationToken)
    {
        var found = await machines.LockAsync(machine, actor, cancellationToken);
        return found.Refusal is { } refusal
            ? refusal
            : await withdrawal.OfAsync(found.Value.Client, found.Value.Seen, actor, cancellationToken);
    }
}

/// <summary>Takes from a machine what it signed in with.</summary>
internal sealed class Withdrawal(
    IOpenIddictApplicationManager clients, IOpenIddictTokenManager tokens, AuditRegister audit, TimeProvider time)
{
    public async Task<MachineView> OfAsync(
        object client, MachineView seen, Actor actor, CancellationToken cancellationToken)
    {
        var at = time.GetUtcNow();
        var withdrawn = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(withdrawn, client, cancellationToken);
        // Not removed: registers name it for ever, and nobody else is to be called so.
        withdrawn.Permissions.Clear();
        withdrawn.ClientSecret = Machines.NewSecret();
        withdrawn.Properties[Holders.WithdrawnProperty] = JsonSerializer.SerializeToElement(at);
        await clients.UpdateAsync(client, withdrawn, cancellationToken);
        var id = (await clients.GetIdAsync(client, cancellationToken))!;
        await tokens.RevokeByApplicationIdAsync(id, cancellationToken);
        await audit.AddAsync(new("machineWithdrawn", seen.Client), actor.Id, cancellationToken);
        return seen with { WithdrawnAt = at };
    }
}
