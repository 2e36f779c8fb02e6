using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Ops.Tokens;

namespace Ops.AppHost;

/// <summary>What operations do from the dashboard, through the gateway and as the demo's member of operations: with their rights, and on the registers under their name.</summary>
internal static class DashboardCommands
{
    private const string Operations = "operations-1";
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>On the gateway: the business clock, and how one signs in.</summary>
    public static IResourceBuilder<ProjectResource> WithOperationsCommands(this IResourceBuilder<ProjectResource> gateway, Installation installation)
    {
        gateway.WithCommand("show-clock", "Show the business clock", context => AskAsync(context, installation, HttpMethod.Get, "/api/simulation/clock", null, "The business clock"), new()
        {
            IconName = "Clock",
            UpdateState = WhenHealthy,
        });
        gateway.WithCommand("move-clock", "Move the business clock", context => MoveClockAsync(context, installation), new()
        {
            Description = "Business time goes forward in all services together; every deadline on the way fires in its order. It never goes back.",
            IconName = "ClockArrowDownload",
            IsHighlighted = true,
            UpdateState = WhenHealthy,
            Arguments =
            [
                new InteractionInput { Name = "workingDays", Label = "By working days", InputType = InputType.Number, Placeholder = "5", Required = false },
                new InteractionInput { Name = "to", Label = "or to an instant", InputType = InputType.Text, Placeholder = "2026-10-12T09:00:00+08:00", Required = false },
            ],
        });
        return gateway.WithCommand("sign-in-help", "How to sign in", _ => Task.FromResult(CommandResults.Success("How to sign in", SignInHelp(installation), CommandResultFormat.Markdown, displayImmediately: true)), new()
        {
            IconName = "PersonKey",
        });
    }

    /// <summary>On a service: what failed and waits for a person, shown and tried again.</summary>
    /// <param name="service">The service.</param>
    /// <param name="prefix">The prefix of its routes, e.g. <c>/api/sales</c>.</param>
    /// <param name="installation">The installation.</param>
    public static IResourceBuilder<ProjectResource> WithFailedMessages(this IResourceBuilder<ProjectResource> service, string prefix, Installation installation) => service
        .WithCommand("show-failed", "Show failed messages", context => AskAsync(context, installation, HttpMethod.Get, $"{prefix}/messages/failed", null, "Failed messages and deadlines"), new()
        {
            Description = "Messages and deadlines that failed, each with its reason; only what concerns the same thing waits behind it.",
            IconName = "MailAlert",
            UpdateState = WhenHealthy,
        })
        .WithCommand("replay-failed", "Try failed messages again", context => ReplayAsync(context, installation, prefix), new()
        {
            ConfirmationMessage = "Every failed message and deadline of this service is tried again.",
            IconName = "ArrowRepeatAll",
            UpdateState = WhenHealthy,
        });

    private static ResourceCommandState WhenHealthy(UpdateCommandStateContext context) =>
        context.ResourceSnapshot.HealthStatus is Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;

    private static Task<ExecuteCommandResult> MoveClockAsync(ExecuteCommandContext context, Installation installation)
    {
        var (days, to) = (context.Arguments.GetString("workingDays"), context.Arguments.GetString("to"));
        var body = new JsonObject();
        if (days is { Length: > 0 })
            body["workingDays"] = int.TryParse(days, CultureInfo.InvariantCulture, out var number) ? number : days;
        if (to is { Length: > 0 })
            body["to"] = to;
        return AskAsync(context, installation, HttpMethod.Post, "/api/simulation/clock", body, "Business time has moved");
    }

    private static async Task<ExecuteCommandResult> ReplayAsync(ExecuteCommandContext context, Installation installation, string prefix)
    {
        try
        {
            using var gateway = await SignedInAsync(installation);
            var failed = await gateway.GetFromJsonAsync<JsonElement>($"{prefix}/messages/failed", context.CancellationToken);
            var again = 0;
            foreach (var item in failed.GetProperty("items").EnumerateArray())
            {
                using var answer = await gateway.PostAsync(new Uri($"{prefix}/messages/failed/{item.GetProperty("id").GetString()}/replay", UriKind.Relative), null, context.CancellationToken);
                again += answer.IsSuccessStatusCode ? 1 : 0;
            }

            return CommandResults.Success($"{again} of {failed.GetProperty("items").GetArrayLength()} are tried again.");
        }
        catch (Exception failure) when (failure is HttpRequestException or SignInException or IOException)
        {
            return CommandResults.Failure(failure.Message);
        }
    }

    private static async Task<ExecuteCommandResult> AskAsync(ExecuteCommandContext context, Installation installation, HttpMethod method, string path, JsonNode? body, string title)
    {
        try
        {
            using var gateway = await SignedInAsync(installation);
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
            using var answer = await gateway.SendAsync(request, context.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(context.CancellationToken);
            var shown = JsonNode.Parse(text)?.ToJsonString(Readable) ?? text;
            context.Logger.LogInformation("{Method} {Path} answered {Status}", method, path, (int)answer.StatusCode);
            return answer.IsSuccessStatusCode
                ? CommandResults.Success(title, shown, CommandResultFormat.Json, displayImmediately: true)
                : CommandResults.Failure(JsonNode.Parse(text)?["detail"]?.ToString() ?? $"It answered {(int)answer.StatusCode}.", shown, CommandResultFormat.Json);
        }
        catch (Exception failure) when (failure is HttpRequestException or SignInException or IOException or JsonException)
        {
            return CommandResults.Failure(failure.Message);
        }
    }

    private static async Task<HttpClient> SignedInAsync(Installation installation)
    {
        var demo = DemoInstallation.Of(installation.Folder);
        var token = await demo.TokenAsync(Operations, new SignIn(demo.Gateway, demo.Password, TimeProvider.System), TimeProvider.System);
        var client = new HttpClient { BaseAddress = installation.Gateway, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static string SignInHelp(Installation installation) =>
        $"""
        In a browser: [{installation.Gateway}account/sign-in]({installation.Gateway}account/sign-in), with a staff number and the demo staff's password

            {DemoInstallation.Of(installation.Folder).Password}

        In a terminal, in the project's folder: `make token ROLE=consultant` signs a member of the demo's staff in and prints the token.

        | staff number | post | sites |
        |---|---|---|
        {string.Join('\n', DemoStaff.All.Select(staff => $"| {staff.Number} | {DemoStaff.Posts[staff.Post]} {staff.Post} | {string.Join(", ", staff.Sites)} |"))}
        """;
}
