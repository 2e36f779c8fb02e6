using System.Globalization;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Ops.TestSupport;
using Ops.Tokens;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary>What operations do from the dashboard: the app host's commands, carried out on the whole system.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Operations_move_the_clock_see_what_failed_try_it_again_and_are_told_how_to_sign_in()
    {
        var cancellation = TestContext.Current.CancellationToken;
        string[] settings =
        [
            $"--OPS_DATA={_folder.Path}", $"--Gateway:Port={Ports.Free()}", "--OPS_ENGINE=none", "--Demo:Project=false",
        ];
        var builder = await DistributedApplicationTestingBuilder
            .CreateAsync<Projects.Ops_AppHost>(settings, cancellation);
        await using var app = await builder.BuildAsync(cancellation);
        try
        {
            await app.StartAsync(cancellation).WaitAsync(Wait.Patience, cancellation);
            await app.ResourceNotifications.WaitForResourceHealthyAsync("gateway", cancellation)
                .WaitAsync(Wait.Patience, cancellation);
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"The gateway is not up. The log ends:\n{_folder.EndOfLog()}", failure);
        }

        var before = await NowAsync(app);
        var moved = Json(await RunAsync(app, "gateway", "move-clock", ("workingDays", "2")));
        Assert.True(moved.GetProperty("to").GetDateTimeOffset() >= before.AddDays(2).AddMinutes(-1));
        Assert.True(await NowAsync(app) >= moved.GetProperty("to").GetDateTimeOffset());

        // Time does not go back, and what is no instant is no instant: the command fails with the problem's own words.
        var past = before.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
        var back = await RunAsync(app, "gateway", "move-clock", ("to", past));
        Assert.False(back.Success);
        var told = JsonDocument.Parse(back.Data!.Value).RootElement;
        Assert.Equal(told.GetProperty("detail").GetString(), back.Message);
        Assert.False((await RunAsync(app, "gateway", "move-clock", ("to", "tomorrow"))).Success);
        Assert.False((await RunAsync(app, "gateway", "move-clock")).Success);

        foreach (var service in (string[])["salescontrol", "recordsarchive", "clientattribution", "identity"])
        {
            var failed = Json(await RunAsync(app, service, "show-failed")).GetProperty("items");
            Assert.Equal(0, failed.GetArrayLength());
            var again = await RunAsync(app, service, "replay-failed");
            Assert.Equal(TerminalTexts.Of("dashboard.tried-again", ("again", 0), ("failed", 0)), again.Message);
        }

        var help = (await RunAsync(app, "gateway", "sign-in-help")).Data!.Value;
        Assert.Contains("consultant-1", help, StringComparison.Ordinal);
        var password = await File.ReadAllTextAsync(_folder["demo-password"], cancellation);
        Assert.Contains(password.Trim(), help, StringComparison.Ordinal);
    }

    private static async Task<DateTimeOffset> NowAsync(DistributedApplication app) =>
        Json(await RunAsync(app, "gateway", "show-clock"))
            .GetProperty("services")[0].GetProperty("now").GetDateTimeOffset();

    private static JsonElement Json(ExecuteCommandResult result)
    {
        Assert.True(result.Success, result.Message);
        return JsonDocument.Parse(result.Data!.Value).RootElement;
    }

    private static Task<ExecuteCommandResult> RunAsync(
        DistributedApplication app, string resource, string command, params (string Name, string Value)[] arguments)
    {
        var inputs = arguments.Select(one => new InteractionInput
        {
            Name = one.Name,
            Value = one.Value,
            InputType = InputType.Text,
            Label = one.Name,
        });
        return app.ResourceCommands.ExecuteCommandAsync(
            resource, command, new InteractionInputCollection([.. inputs]), TestContext.Current.CancellationToken);
    }
}
