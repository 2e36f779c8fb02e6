using System.Net;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>A collision is settled by agreement, else ruled, appealed once, or not accepted.</summary>
public sealed class DisputesOverHttpTests(TestServers servers)
{
    private static readonly object Half = new
    {
        shares = new[] { new { consultant = "consultant-2" }, new { consultant = "consultant-3" } },
    };

    [Fact, Rule("ATT-6"), Rule("ATT-III.1")]
    public async Task It_is_settled_when_all_parties_have_agreed_and_not_before()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var dispute = await host.DisputeAsync();
        var (second, third) = (host.Consultant("consultant-2"), host.Consultant("consultant-3"));

        var proposed = await third.ChangeAsync(dispute, "proposal", Half);
        Assert.Equal((HttpStatusCode.OK, "consultant-2"), (proposed.Status, proposed.Whose()));
        var twice = await third.ChangeAsync(dispute, "agreement");
        Assert.Equal((HttpStatusCode.Conflict, "ATT-6"), (twice.Status, twice.Rule));
        var agreed = await second.ChangeAsync(dispute, "agreement");

        Assert.Equal(("agreed", "consultant-2,consultant-3"), (agreed.Text("state"), agreed.Whose()));
        var ruling = await host.Supervisor.ChangeAsync(
            dispute, "ruling", new { shares = new[] { new { consultant = "consultant-3" } }, reason = "不同意。" });
        Assert.Equal((HttpStatusCode.Conflict, "ATT-6"), (ruling.Status, ruling.Rule));
    }

    [Fact, Rule("ATT-6")]
    public async Task It_is_ruled_by_no_party_appealed_once_and_who_does_not_accept_it_loses_the_commission()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var dispute = await host.DisputeAsync();
        object ruling = new { shares = new[] { new { consultant = "consultant-3" } }, reason = "以首次来电为准。" };
        using var party = host.Service.Client(
            ClientsHost.Everything, "consultant-2", "sales-supervisor", "project-sales-group", [ClientsHost.Project]);

        var byParty = await party.ChangeAsync(dispute, "ruling", ruling);
        Assert.Equal((HttpStatusCode.Forbidden, "ATT-6"), (byParty.Status, byParty.Rule));
        var noEntry = await host.Supervisor.ChangeAsync(
            dispute, "ruling", new { shares = new[] { new { consultant = "consultant-9" } }, reason = "给他。" });
        Assert.Equal((HttpStatusCode.Conflict, "ATT-III.6"), (noEntry.Status, noEntry.Rule));
        var ruled = await host.Lead().ChangeAsync(dispute, "ruling", ruling);
        Assert.Equal(("ruled", "consultant-3"), (ruled.Text("state"), ruled.Whose()));

        var loser = host.Consultant("consultant-2");
        var appealed = await loser.ChangeAsync(dispute, "appeal", new { reason = "我先接待。" });
        Assert.Equal("appealed", appealed.Text("state"));
        var bySame = await host.Lead().ChangeAsync(dispute, "ruling", ruling);
        Assert.Equal((HttpStatusCode.Forbidden, "ATT-6"), (bySame.Status, bySame.Rule));
        var last = await host.Supervisor.ChangeAsync(dispute, "ruling", ruling);
        Assert.Equal("ruledOnAppeal", last.Text("state"));
        var again = await loser.ChangeAsync(dispute, "appeal", new { reason = "还是不服。" });
        Assert.Equal((HttpStatusCode.Conflict, "ATT-6"), (again.Status, again.Rule));

        var winner = host.Consultant("consultant-3");
        var objected = await winner.ChangeAsync(dispute, "objection");
        Assert.True(objected.Json.GetProperty("case").GetProperty("award").GetProperty("holdings")[0]
            .GetProperty("forfeitedToFund").GetBoolean());
        var objectedTwice = await winner.ChangeAsync(dispute, "objection");
        Assert.Equal((HttpStatusCode.Conflict, "ATT-6"), (objectedTwice.Status, objectedTwice.Rule));
    }

    [Fact, Rule("ATT-III.6"), Rule("ATT-6")]
    public async Task Who_has_no_entry_opens_none_and_one_is_open_at_a_time()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var client = await host.CollideAsync();
        object about = new { reason = "撞单。" };

        var stranger = await host.Consultant("consultant-9").ChangeAsync(client, "disputes", about);
        Assert.Equal((HttpStatusCode.Forbidden, "ATT-III.6"), (stranger.Status, stranger.Rule));
        var opened = await host.Consultant("consultant-2").ChangeAsync(client, "disputes", about);
        Assert.Equal(HttpStatusCode.Created, opened.Status);
        var second = await host.Consultant("consultant-3").ChangeAsync(client, "disputes", about);
        Assert.Equal((HttpStatusCode.Conflict, "ATT-6"), (second.Status, second.Rule));
        var alone = await host.Consultant("consultant-2").ChangeAsync(
            ClientsHost.PathOf(await host.FileAsync("consultant-2")), "disputes", about);
        Assert.Equal((HttpStatusCode.Conflict, "ATT-6"), (alone.Status, alone.Rule));

        var list = await host.Receptionist.ReadAsync($"{ClientsHost.Site}/disputes?state=open");
        Assert.Equal(opened.Id, Assert.Single(list.Json.GetProperty("items").EnumerateArray())
            .GetProperty("id").GetString());
        Assert.Contains("opened a dispute",
            (await host.Consultant("consultant-3").ReadAsync("/api/clients/me/tasks")).Json.ToString(),
            StringComparison.Ordinal);
    }
}
