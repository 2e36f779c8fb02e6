// Measures ours against baselines in the same run: `make bench`, one row with ONLY=<name>, other than five rounds with
// ROUNDS=<n>.
using System.Globalization;
using System.Runtime.InteropServices;
using Ops.Benchmarks;
using Ops.Benchmarks.Load;
using Ops.Benchmarks.Rows;

// The programs that the gateway and the board are compared with and put before, each in a process of its own.
if (args is [BareServers.Upstream, ..])
    return await BareServers.RunUpstreamAsync(args[1..]);
if (args is [BareServers.Fixed, ..])
    return await BareServers.RunFixedAsync(args[1..]);
if (args is [BareServers.Yarp, ..])
    return await BareServers.RunYarpAsync(args[1..]);

var rounds = int.Parse(
    Environment.GetEnvironmentVariable("ROUNDS") is { Length: > 0 } given ? given : "3", CultureInfo.InvariantCulture);
var only = Environment.GetEnvironmentVariable("ONLY") ?? "";
List<IRow> rows = [
    new Latency(), new Throughput(), new Registering(), new Race(), new OpeningDay(), new Replicas(), new Board(),
    new Watchers(), new TenYears(), new OpenDeadlines(), new Proxying(), new CalendarAdd(), new Checks(),
    new TokenCheck(), new Tokens(), new IdentityStart(), new Lists(), new PortalBoard(), new PortalChanges(),
    new PortalCircuits(), new FirstPage(), new WhoseClients()];
if (only.Length > 0 && rows.RemoveAll(row => row.Name != only) is var _ && rows.Count == 0)
{
    Console.Error.WriteLine($"There is no row '{only}'.");
    return 2;
}

// Ctrl-C ends what was started, too: the servers are in sessions of their own and would stay.
var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

await using var bench = await Bench.StartAsync();
var wrong = false;
foreach (var row in rows)
{
    await using (row)
    {
        var measuring = MeasureAsync(row);
        if (await Task.WhenAny(measuring, interrupted.Task) == interrupted.Task)
        {
            // What was measured so far is told; the row that was cut off is not.
            ResultTable.Print(rows.TakeWhile(one => one != row).SelectMany(one => one.Lines));
            return 130;
        }

        wrong |= !await measuring;
    }
}

ResultTable.Print(rows.SelectMany(row => row.Lines));
return wrong ? 1 : 0;

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.TrySetResult();
}

async Task<bool> MeasureAsync(IRow row)
{
    Console.Error.WriteLine($"{row.Name}: starts");
    try
    {
        await row.StartAsync(bench);
        var most = Math.Min(rounds, row.MostRounds);
        for (var round = 1; round <= most; round++)
        {
            await row.RoundAsync();
            Console.Error.WriteLine($"{row.Name}: round {round} of {most}");
        }

        return true;
    }
    catch (Exception failure) when (!interrupted.Task.IsCompleted)
    {
        // The other rows are measured all the same.
        Console.Error.WriteLine($"{row.Name}: {(failure is WrongOutcomeException ? failure.Message : failure)}");
        return false;
    }
}
