// play                         the whole story, on an instance of its own that begins at 2026-09-28 09:00 and is
// dropped at the end seed                         the demo project into the installation at Demo__Gateway, whose demo
// staff have the password Demo__Password, once
using NodaTime;
using Ops.Demo;

var spreadsheet = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "harbour-court.xlsx"));
using var telemetry = new DemoTelemetry();
try
{
    switch (args)
    {
        case ["play", ..]:
            var log =
                args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), $"ops-demo-{Environment.ProcessId}.log");
            Console.WriteLine($"An instance of its own starts; it logs to {log}.");
            await using (
                var instance = await Instance.StartAsync(
                    new LocalDateTime(2026, 9, 28, 9, 0).WithOffset(Offset.FromHours(8)), log))
            {
                using var gateway = new GatewayClient(instance.Gateway, instance.Password);
                Console.WriteLine("\n0. A demo project of two buildings, imported from its spreadsheet");
                await Seed.RunAsync(gateway, spreadsheet, telemetry);
                await new Story(gateway, instance.VerdictOnChangedCopy, instance.Dashboard).PlayAsync();
                await new SalesStory(gateway).PlayAsync();
                await new Discretion(instance.Dashboard).CheckAsync();
            }

            Console.WriteLine("\nThe story was played to its end; the instance is dropped.");
            return 0;
        case ["seed"]:
            using (var gateway = new GatewayClient(new Uri(Setting("Demo__Gateway")), Setting("Demo__Password")))
                await Seed.RunAsync(gateway, spreadsheet, telemetry);
            return 0;
        default:
            await Console.Error.WriteLineAsync("play [LOGFILE] | seed");
            return 2;
    }
}
catch (Exception failure) when (failure is StoryEndedException or Ops.Tokens.SignInException)
{
    await Console.Error.WriteLineAsync($"    ✗ {failure.Message}");
    return 1;
}

static string Setting(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new StoryEndedException($"{name} is not set");
