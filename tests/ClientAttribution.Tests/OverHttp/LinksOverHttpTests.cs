using System.Net;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>Two clients are one, or two again, by two people's word and never by one's.</summary>
public sealed class LinksOverHttpTests(TestServers servers)
{
    [Fact, Rule("ATT-1"), Rule("CS-7")]
    public async Task Two_are_one_when_another_agrees_and_the_first_registration_counts_and_undone_all_is_as_before()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var first = await host.FileAsync("consultant-1");
        var second = await host.FileAsync("consultant-2");
        var link = await host.AskMergeAsync(from: second, into: first);
        Assert.Equal("consultant-2", await WhoseAsync(host, second));

        var own = host.Service.Client(
            ClientsHost.Everything, "consultant-2", "sales-supervisor", "project-sales-group", [ClientsHost.Project]);
        var byOneself = await own.ChangeAsync(link, "approve");
        Assert.Equal((HttpStatusCode.Forbidden, "CS-7"), (byOneself.Status, byOneself.Rule));
        Assert.Equal("consultant-2", await WhoseAsync(host, second));
        var approved = await host.Supervisor.ChangeAsync(link, "approve");
        Assert.Equal((HttpStatusCode.OK, "merged"), (approved.Status, approved.Text("state")));

        var asOne = await host.Receptionist.ReadAsync($"{ClientsHost.PathOf(second)}/attribution");
        Assert.Equal((first, "consultant-1"), (asOne.Client(), asOne.Whose()));
        Assert.Single(asOne.Json.GetProperty("award").GetProperty("collisions").EnumerateArray());
        Assert.Equal(2, asOne.Json.GetProperty("facts").GetArrayLength());

        await host.Consultant("consultant-2").ChangeAsync(link, "split", new { reason = "两兄弟，不是同一人。" });
        Assert.Equal("consultant-1", await WhoseAsync(host, second));
        var split = await host.Supervisor.ChangeAsync(link, "approve");
        Assert.Equal("split", split.Text("state"));
        Assert.Equal("consultant-1", await WhoseAsync(host, first));
        Assert.Equal("consultant-2", await WhoseAsync(host, second));
        own.Dispose();
    }

    [Fact, Rule("ATT-1")]
    public async Task Who_was_merged_is_known_by_the_old_phone_and_changed_there_alone()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var (oldPhone, newPhone) = (host.NewPhone(), host.NewPhone());
        var first = await host.FileAsync("consultant-1", oldPhone);
        var second = await host.FileAsync("consultant-1", newPhone);
        await host.Supervisor.ChangeAsync(await host.AskMergeAsync(from: first, into: second), "approve");

        var filed = await host.FileAsync("consultant-2", oldPhone);
        Assert.Equal(second, filed);
        var there = await host.Consultant("consultant-2").ChangeAsync(
            ClientsHost.PathOf(first), "identifiers", new { phone = host.NewPhone() });
        Assert.Equal((HttpStatusCode.Conflict, "ATT-1"), (there.Status, there.Rule));
        var again = await host.Consultant("consultant-2").ChangeAsync(
            ClientsHost.PathOf(first), "links", new { into = second, reason = "同一人。" });
        Assert.Equal((HttpStatusCode.Conflict, "ATT-1"), (again.Status, again.Rule));
    }

    [Fact, Rule("ATT-1")]
    public async Task Two_who_showed_two_documents_are_not_one_and_a_number_of_another_is_not_taken()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var phone = host.NewPhone();
        var (first, second) = (await host.FileAsync("consultant-2", phone), await host.FileAsync("consultant-2"));
        var keeper = host.Consultant("consultant-2");
        foreach (var (client, number) in ((string, string)[])[(first, "E12345678"), (second, "E87654321")])
        {
            var shown = await keeper.ChangeAsync(
                ClientsHost.PathOf(client), "identifiers", new { document = new { kind = "passport", number } });
            Assert.Equal(HttpStatusCode.OK, shown.Status);
        }

        var taken = await keeper.ChangeAsync(ClientsHost.PathOf(second), "identifiers", new { phone });
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "ATT-5"), (taken.Status, taken.Rule));
        Assert.Equal(["phone"], taken.Fields);
        var asked = await keeper.ChangeAsync(
            ClientsHost.PathOf(first), "links", new { into = second, reason = "同一人。" });
        Assert.Equal((HttpStatusCode.Conflict, "ATT-1"), (asked.Status, asked.Rule));
    }

    [Fact, Rule("ATT-1")]
    public async Task What_is_refused_changes_nothing_and_what_was_decided_is_not_decided_again()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var (first, second) = (await host.FileAsync("consultant-1"), await host.FileAsync("consultant-2"));
        var link = await host.AskMergeAsync(from: second, into: first);

        var refused = await host.Supervisor.ChangeAsync(link, "refuse", new { reason = "两个人。" });
        Assert.Equal("refused", refused.Text("state"));
        Assert.Equal("consultant-2", await WhoseAsync(host, second));
        var again = await host.Supervisor.ChangeAsync(link, "approve");
        Assert.Equal((HttpStatusCode.Conflict, "ATT-1"), (again.Status, again.Rule));
        var approvals = await host.Supervisor.ReadAsync("/api/clients/approvals?state=refused");
        Assert.Single(approvals.Json.GetProperty("items").EnumerateArray());
    }

    [Fact, Rule("REC-2.2f")]
    public async Task Members_of_a_household_stay_whose_clients_they_are_and_are_known_as_a_family()
    {
        await using var host = await ClientsHost.StartAsync(servers);
        var (husband, wife) = (await host.FileAsync("consultant-1"), await host.FileAsync("consultant-2"));

        var joined = await host.Consultant("consultant-2").ChangeAsync(
            ClientsHost.PathOf(wife), "household", new { member = husband });

        Assert.Equal((HttpStatusCode.OK, "consultant-2"), (joined.Status, joined.Whose()));
        Assert.Equal("consultant-1", await WhoseAsync(host, husband));
        var file = await host.Receptionist.ReadAsync($"{ClientsHost.PathOf(husband)}/attribution");
        Assert.Contains(
            "FamilyKnown",
            file.Json.GetProperty("facts").EnumerateArray().Select(fact => fact.GetProperty("kind").GetString()));
        var twice = await host.Consultant("consultant-2").ChangeAsync(
            ClientsHost.PathOf(wife), "household", new { member = husband });
        Assert.Equal((HttpStatusCode.Conflict, "REC-2.2f"), (twice.Status, twice.Rule));
        // An entry of the wife's is decided on beside her husband's, whose client nobody takes.
        Assert.Equal(wife, await host.FileAsync("consultant-3", await PhoneOfAsync(host, wife)));
        Assert.Equal("consultant-1", await WhoseAsync(host, husband));
    }

    private static async Task<string> PhoneOfAsync(ClientsHost host, string client)
    {
        var phone = host.NewPhone();
        await host.Consultant("consultant-2").ChangeAsync(ClientsHost.PathOf(client), "identifiers", new { phone });
        return phone;
    }

    private static async Task<string> WhoseAsync(ClientsHost host, string client) =>
        (await host.Receptionist.ReadAsync($"{ClientsHost.PathOf(client)}/attribution")).Whose();
}
