using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>
/// What no route takes. The routes are found in the service itself, so that a new one that is not tried fails the test.
/// </summary>
public sealed class EveryCommandTests(TestServers servers)
{
    private const string Prefix = "/api/clients/";

    [Fact, Rule("CS-7"), Rule("ATT-II.5")]
    public async Task Each_is_refused_to_another_site_with_an_old_version_and_with_a_time_of_its_own_and_then_taken()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        using var elsewhere = stage.Host.Service.Client(
            ClientsHost.Everything, "consultant-1", "sales-supervisor", "project-sales-group", ["other-site"]);
        List<string> wrong = [], tried = [];
        foreach (var (route, make) in EveryCommand.All)
        {
            var command = await make(stage, route);
            tried.Add(route);
            var seen = command.Thing is null ? null : (await command.Who.ReadAsync(command.Thing)).ETag;
            if (seen is not null)
            {
                await ExpectAsync(command, command.Who, command.Body, null, HttpStatusCode.PreconditionRequired);
                await ExpectAsync(command, command.Who, command.Body, "\"0\"", HttpStatusCode.PreconditionFailed);
            }

            await ExpectAsync(command, elsewhere, command.Body, seen, HttpStatusCode.NotFound);
            if (command.Body is { } body)
            {
                await ExpectAsync(
                    command, command.Who, WithATime(body), seen, HttpStatusCode.UnprocessableEntity);
            }

            await ExpectAsync(
                command, command.Who, command.Body, seen, HttpStatusCode.OK, HttpStatusCode.Created);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(Commands(stage).Order(StringComparer.Ordinal), tried.Order(StringComparer.Ordinal));

        async Task ExpectAsync(
            EveryCommand command, HttpClient who, object? body, string? seen, params HttpStatusCode[] expected)
        {
            var answer = await who.SendAsync(HttpMethod.Post, command.Path, body, seen);
            if (!expected.Contains(answer.Status))
                wrong.Add($"{command.Route}: {answer.Status} and not {expected[0]}: {answer.Json}");
        }
    }

    /// <summary>The commands of the department's own folders, by their patterns behind the prefix.</summary>
    private static IEnumerable<string> Commands(EveryCommand.Stage stage) =>
        stage.Host.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
                && route.RoutePattern.RawText!.StartsWith(Prefix, StringComparison.Ordinal)
                && route.Metadata.GetMetadata<MethodInfo>() is null)
            .Select(route => route.RoutePattern.RawText![Prefix.Length..]);

    private static Dictionary<string, object?> WithATime(object body)
    {
        var members = body.GetType().GetProperties()
            .ToDictionary(member => member.Name, member => member.GetValue(body), StringComparer.Ordinal);
        members["at"] = "2026-10-12T09:00:00+08:00";
        return members;
    }
}
