// One PostgreSQL and one RabbitMQ for all test modules of a run: writes their names, as shell exports, to the file that
// is given, and ends them when its standard input is closed.
using Ops.TestSupport;

await using var servers = await PrivateServers.StartAnyAsync();
await File.WriteAllTextAsync(args[0], $"""
    export {PrivateServers.PostgresVariable}='{servers.Postgres}'
    export {PrivateServers.RabbitMqVariable}='{servers.RabbitMq}'
    export {PrivateServers.ManagementVariable}='{servers.Management}'

    """);
while (await Console.In.ReadLineAsync() is not null)
{
}
