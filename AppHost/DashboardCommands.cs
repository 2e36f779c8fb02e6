using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Ops.Tokens;

namespace Ops.AppHost;

/// <summary>
/// What operations do from the dashboard, through the gateway and as the demo's member of operations: with that
/// person's rights, and on the registers under that name.
/// </summary>
internal static class DashboardCommands
{
    private const string Operations = "operations-1", Clock = "/api/simulation/clock";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>On the gateway: the business clock, and how one signs in.</summary>
    public static IResourceBuilder<ProjectResource> WithOperationsCommands(
        this IResourceBuilder<ProjectResource> gateway, Installation installation) => gateway
        .WithCommand(
            "show-clock",
            TerminalTexts.Of("dashboard.show-clock"),
            context => AskAsync(context, installation, "dashboard.clock", HttpMethod.Get, Clock),
            new() { IconName = "Clock", UpdateState = WhenHealthy })
        .WithCommand(
            "move-clock",
            TerminalTexts.Of("dashboard.move-clock"),
            context => AskAsync(
                context, installation, "dashboard.moved", HttpMethod.Post, Clock, WhereTo(context.Arguments)),
            new()
            {
                Description = TerminalTexts.Of("dashboard.move-clock.about"),
                IconName = "ClockArrowDownload",
                IsHighlighted = true,
                UpdateState = WhenHealthy,
                Arguments =
                [
                    Argument("workingDays", TerminalTexts.Of("dashboard.by-days"), InputType.Number, "5"),
                    Argument(
                        "to", TerminalTexts.Of("dashboard.to-instant"), InputType.Text, "2026-10-12T09:00:00+08:00"),
                ],
            })
        .WithCommand(
            "sign-in-help",
            TerminalTexts.Of("dashboard.sign-in"),
            _ => Task.FromResult(CommandResults.Success(
                TerminalTexts.Of("dashboard.sign-in"), SignInHelp(installation), CommandResultFormat.Markdown,
                displayImmediately: true)),
            new() { IconName = "PersonKey" });

    /// <summary>On a service: what failed and waits for a person, shown and tried again.</summary>
    /// <param name="service">The service.</param>
    /// <param name="prefix">The prefix of its routes, e.g. <c>/api/sales</c>.</param>
    /// <param name="installation">The installation.</param>
    public static IResourceBuilder<ProjectResource> WithFailedMessages(
        this IResourceBuilder<ProjectResource> service, string prefix, Installation installation) => service
        .WithCommand(
            "show-failed",
            TerminalTexts.Of("dashboard.show-failed"),
            context => AskAsync(context, installation, "dashboard.failed", HttpMethod.Get, $"{prefix}/messages/failed"),
            new()
            {
                Description = TerminalTexts.Of("dashboard.show-failed.about"),
                IconName = "MailAlert",
                UpdateState = WhenHealthy,
            })
        .WithCommand(
            "replay-failed",
            TerminalTexts.Of("dashboard.replay-failed"),
            context => ReplayAsync(context, installation, prefix),
            new()
            {
                ConfirmationMessage = TerminalTexts.Of("dashboard.replay-failed.sure"),
                IconName = "ArrowRepeatAll",
                UpdateState = WhenHealthy,
            });

    private static ResourceCommandState WhenHealthy(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.HealthStatus is HealthStatus.Healthy
            ? ResourceCommandState.Enabled
            : ResourceCommandState.Disabled;

    private static InteractionInput Argument(string name, string label, InputType type, string example) =>
        new() { Name = name, Label = label, InputType = type, Placeholder = example, Required = false };

    private static JsonObject WhereTo(InteractionInputCollection arguments)
    {
        var body = new JsonObject();
        if (arguments.GetString("workingDays") is { Length: > 0 } days)
            body["workingDays"] = int.TryParse(days, CultureInfo.InvariantCulture, out var number) ? number : days;
        if (arguments.GetString("to") is { Length: > 0 } to)
            body["to"] = to;
        return body;
    }

    private static async Task<ExecuteCommandResult> ReplayAsync(
        ExecuteCommandContext context, Installation installation, string prefix)
    {
        try
        {
            using var gateway = await SignedInAsync(installation);
            var list = $"{prefix}/messages/failed";
            var told = await gateway.GetFromJsonAsync<JsonElement>(list, context.CancellationToken);
            var (failed, again) = (told.GetProperty("items"), 0);
            foreach (var item in failed.EnumerateArray())
            {
                var replay = new Uri($"{list}/{item.GetProperty("id").GetString()}/replay", UriKind.Relative);
                using var answer = await gateway.PostAsync(replay, null, context.CancellationToken);
                again += answer.IsSuccessStatusCode ? 1 : 0;
            }

            return CommandResults.Success(TerminalTexts.Of(
                "dashboard.tried-again", ("again", again), ("failed", failed.GetArrayLength())));
        }
        catch (Exception failure) when (failure is HttpRequestException or SignInException or IOException)
        {
            return CommandResults.Failure(failure.Message);
        }
    }

    private static async Task<ExecuteCommandResult> AskAsync(
        ExecuteCommandContext context, Installation installation, string title, HttpMethod method, string path,
        JsonNode? body = null)
    {
        try
        {
            using var gateway = await SignedInAsync(installation);
            using var content = body is null ? null : JsonContent.Create(body);
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using var answer = await gateway.SendAsync(request, context.CancellationToken);
            var status = (int)answer.StatusCode;
            context.Logger.LogInformation("{Method} {Path} answered {Status}", method, path, status);
            var told = JsonNode.Parse(await answer.Content.ReadAsStringAsync(context.CancellationToken));
            var shown = told?.ToJsonString(Readable) ?? "";
            if (answer.IsSuccessStatusCode)
            {
                return CommandResults.Success(
                    TerminalTexts.Of(title), shown, CommandResultFormat.Json, displayImmediately: true);
            }

            var detail = told?["detail"]?.ToString() ?? TerminalTexts.Of("dashboard.answered", ("status", status));
            return CommandResults.Failure(detail, shown, CommandResultFormat.Json);
        }
        catch (Exception failure)
            when (failure is HttpRequestException or SignInException or IOException or JsonException)
        {
            return CommandResults.Failure(failure.Message);
        }
    }

    private static async Task<HttpClient> SignedInAsync(Installation installation)
    {
        var demo = DemoInstallation.Of(installation.Folder);
        var signIn = new SignIn(demo.Gateway, demo.Password, TimeProvider.System);
        var token = await demo.TokenAsync(Operations, signIn, TimeProvider.System);
        var client = new HttpClient { BaseAddress = installation.Gateway, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        client.DefaultRequestHeaders.AcceptLanguage.Add(new(TerminalLanguage.Current.Name));
        return client;
    }

    private static string SignInHelp(Installation installation)
    {
        var page = installation.Gateway;
        var staff = DemoStaff.All.Select(one =>
            $"| {one.Number} | {DemoStaff.Posts[one.Post]} {one.Post} | {string.Join(", ", one.Sites)} |");
        return TerminalTexts.Of(
            "dashboard.sign-in.help", ("page", page),
            ("password", DemoInstallation.Of(installation.Folder).Password), ("staff", string.Join('\n', staff)));
    }
}
