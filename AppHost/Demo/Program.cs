// play [LOGFILE]   the whole story, on an instance of its own that begins at 2026-09-28 09:00 and is dropped at the end
// seed             the demo project into the installation at Demo__Gateway, whose demo staff have the password
//                  Demo__Password, once
// Both speak Chinese; English where LANG is en.
using NodaTime;
using Ops.Demo;
using Ops.Tokens;

var spreadsheet = await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "harbour-court.xlsx"));
var texts = new StoryTexts(TerminalLanguage.Current);
using var telemetry = new DemoTelemetry();
try
{
    switch (args)
    {
        case ["play", ..]:
            var log =
                args.Length > 1 ? args[1] : Path.Combine(Path.GetTempPath(), $"ops-demo-{Environment.ProcessId}.log");
            Console.WriteLine(texts.Of("story.starts", ("log", log)));
            await using (
                var instance = await Instance.StartAsync(
                    new LocalDateTime(2026, 9, 28, 9, 0).WithOffset(Offset.FromHours(8)), log))
            {
                using var gateway = new GatewayClient(instance.Gateway, instance.Password, texts);
                Console.WriteLine($"\n{texts.Of("story.seed.title")}");
                await Seed.RunAsync(gateway, spreadsheet, telemetry);
                await new Story(gateway, instance.VerdictOnChangedCopy, instance.Dashboard).PlayAsync();
                await new SalesStory(gateway).PlayAsync();
                await new Discretion(instance.Dashboard, texts).CheckAsync();
            }

            Console.WriteLine($"\n{texts.Of("story.ended")}");
            return 0;
        case ["seed"]:
            using (
                var gateway = new GatewayClient(
                    new Uri(Setting("Demo__Gateway")), Setting("Demo__Password"), texts))
                await Seed.RunAsync(gateway, spreadsheet, telemetry);
            return 0;
        default:
            await Console.Error.WriteLineAsync("play [LOGFILE] | seed");
            return 2;
    }
}
catch (Exception failure) when (failure is StoryEndedException or SignInException)
{
    await Console.Error.WriteLineAsync($"    ✗ {failure.Message}");
    return 1;
}

static string Setting(string name) =>
    Environment.GetEnvironmentVariable(name) ?? throw new StoryEndedException($"{name} is not set");
