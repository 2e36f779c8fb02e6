using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>Every route of Identity takes whatever is sent to it, or says what is wrong with it.</summary>
public sealed class AnyInputTests(TestServers servers)
{
    [Fact]
    public async Task Whatever_is_sent_to_whatever_route_the_service_answers_and_says_what_is_wrong()
    {
        await using var authority = await Authority.StartAsync(servers);
        using var operations = await authority.BoundToAsync("*");

        var wrong = await new RandomCaller(
            operations, "/api/identity/openapi.json",
            ["consultant-1", "consultant", "harbour-court", "project-sales-group", "portal", "audit", "company"])
            .CallAsync();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        wrong = await new RandomCaller(operations, "/api/identity/openapi.json", []).WithUnknownParameterAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
