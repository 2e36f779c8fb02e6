using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Registers;

/// <summary>
/// Enters what changes leave to be entered (<c>registers.enter_late</c>), many at a time: hundreds who register at one
/// moment do not wait for one chain's head. A row that waits was written in the transaction of its change, and leaves
/// in the transaction that enters it: nothing is lost and nothing entered twice, whoever is killed when. Whoever enters
/// something of their own into that chain enters first what waits.
/// </summary>
internal sealed class LateEntries(NpgsqlDataSource database, IServiceScopeFactory scopes, Loops loops)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(1))
{
    [Rule("T-6", "late entries come in by themselves")]
    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        foreach (var (register, site) in await WaitingAsync(stoppingToken))
        {
            using var activity = Telemetry
                .StartWork("enter late entries")
                ?.SetTag("ops.register", $"{register}/{site}");
            await using var scope = scopes.CreateAsyncScope();
            var book = scope.ServiceProvider.GetRequiredService<RegisterBook>();
            await scope.ServiceProvider.GetRequiredService<UnitOfWork>().RunAsync(
                async token =>
                {
                    await book.EnterLateAsync(register, site, token);
                    return true;
                },
                stoppingToken);
        }
    }

    private async Task<List<(string Register, string Site)>> WaitingAsync(CancellationToken cancellationToken)
    {
        var waiting = new List<(string, string)>();
        await using var command = database.CreateCommand("SELECT DISTINCT register, site FROM registers.late");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            waiting.Add((reader.GetString(0), reader.GetString(1)));
        return waiting;
    }
}
