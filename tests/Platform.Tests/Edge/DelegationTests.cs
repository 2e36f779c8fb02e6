using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Tests.Registers;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Edge;

/// <summary>Standing in for somebody, with dates (CS-7): by the business clock and not by the token's.</summary>
public sealed class DelegationTests(TestServers servers)
{
    private const string Permission = "small.approval.read", Path = "/api/small/approvals";

    [Fact, Rule("CS-7")]
    public async Task A_route_is_open_to_a_stand_in_between_the_dates_and_closed_otherwise_though_the_token_is_good()
    {
        await using var service = await SmallService.StartAsync(servers);
        var (from, until) = (
            SmallService.Morning + Duration.FromHours(1), SmallService.Morning + Duration.FromHours(2));
        using var deputy = service.Client(
            "deputy-1", permissions: [], delegations: [$"{new Delegation(Permission, "manager-1", from, until)}"]);

        await IsRefusedAsync(deputy);
        service.Clock.AdvanceHours(1);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(deputy));
        service.Clock.Advance(Duration.FromHours(1) - Duration.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(deputy));
        service.Clock.Advance(Duration.FromMilliseconds(1));
        await IsRefusedAsync(deputy);
    }

    [Theory, Rule("CS-7")]
    [InlineData("small.task.own manager-1 2026-01-01T00:00:00Z 2027-01-01T00:00:00Z")]
    [InlineData("small.approval.read manager-1 2027-01-01T00:00:00Z 2026-01-01T00:00:00Z")]
    [InlineData("small.approval.read manager-1 2026-01-01 2027-01-01")]
    [InlineData("small.approval.read manager-1 2026-01-01T00:00:00Z")]
    [InlineData("small.approval.read  2026-01-01T00:00:00Z 2027-01-01T00:00:00Z")]
    [InlineData("small.approval.read")]
    [InlineData("")]
    public async Task A_delegation_of_something_else_or_one_that_cannot_be_read_opens_nothing(string delegation)
    {
        await using var service = await SmallService.StartAsync(servers);
        using var deputy = service.Client("deputy-1", permissions: [], delegations: [delegation]);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(deputy));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri(Path, UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task IsRefusedAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri(Path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("CS-7", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rule").GetString());
    }
}
