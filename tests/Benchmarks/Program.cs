// Measures Ops beside raw baselines in the same run, and prints one table. Goals that are missed are told; a wrong outcome fails.
using System.Globalization;
using Ops.Benchmarks;
using Ops.Benchmarks.Load;
using Ops.Benchmarks.Rows;
using Ops.TestSupport;

// The bench starts itself again as the small programs that proxies are measured with.
if (args is ["upstream", .. var upstream])
    return await Proxied.RunUpstreamAsync(upstream);
if (args is ["yarp", var to, .. var yarp])
    return await Proxied.RunBareYarpAsync(to, yarp);

var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
var rounds = int.TryParse(settings["rounds"], CultureInfo.InvariantCulture, out var wanted) ? wanted : 5;
IRow[] rows = [new WorkingDays(), new OpenDeadlines(), new Throughput(), new Latency(), new Registering(), new Race(), new Gateway()];
if (settings["only"] is { Length: > 0 } only && (rows = [.. rows.Where(row => only.Split(',').Contains(row.Name, StringComparer.OrdinalIgnoreCase))]).Length == 0)
{
    Console.Error.WriteLine($"There is no row {only}.");
    return 2;
}

await using var servers = await PrivateServers.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
{
    ["max_connections"] = "500",
    // By which the time between two commits in two databases is read, from the one clock of their server.
    ["track_commit_timestamp"] = "on",
});
Environment.SetEnvironmentVariable(PrivateServers.PostgresVariable, servers.Postgres);
Environment.SetEnvironmentVariable(PrivateServers.RabbitMqVariable, servers.RabbitMq.ToString());
Environment.SetEnvironmentVariable(PrivateServers.ManagementVariable, servers.Management.ToString());
await using var module = new TestServers();
await module.InitializeAsync();

var lines = new List<Line>();
foreach (var row in rows)
{
    Console.Error.WriteLine($"{row.Name} …");
    try
    {
        lines.AddRange(await row.RunAsync(new Bench(module, rounds)));
    }
    catch (WrongOutcomeException wrong)
    {
        Console.Error.WriteLine($"{row.Name}: {wrong.Message}");
        return 1;
    }
}

Console.WriteLine($"{Environment.ProcessorCount} cores, {rounds} rounds, ours and the baseline in turns.\n\n{Line.Header}\n{string.Join('\n', lines)}");
return 0;
