using Ops.TestSupport;

namespace Ops.ClientAttribution.Tests.OverHttp;

/// <summary>A command that would be taken just now, ready to be sent.</summary>
/// <param name="Route">The route as the service names it.</param>
/// <param name="Path">The path that it is sent to.</param>
/// <param name="Thing">Where the thing that it changes is seen; null for what asks for no version.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="Who">Who may send it.</param>
internal sealed record EveryCommand(string Route, string Path, string? Thing, object? Body, HttpClient Who)
{
    /// <summary>Every command of the department, each where it would be taken.</summary>
    public static readonly IReadOnlyList<(string Route, Func<Stage, string, Task<EveryCommand>> Make)> All =
    [
        ("desk-days/{id:guid}/arrivals", (s, route) => Task.FromResult(s.New(
            route, "arrivals", new { cameBefore = false, asksFor = "consultant-1" }))),
        ("desk-days/{id:guid}/calls", (s, route) => Task.FromResult(s.New(
            route, "calls", new { kind = "enquiry", cameBefore = false, phone = "13800000001" }))),
        ("desk-days/{id:guid}/seat", (s, route) => Task.FromResult(s.New(
            route, "seat", new { state = "atMeal", consultant = s.NextAtMeal() }))),
        ("contacts/{id:guid}/end", async (s, route) => s.On(route, await s.ArriveAsync(), "end", null)),
        ("contacts/{id:guid}/entry", async (s, route) => s.On(
            route, await s.ArriveAsync(), "entry", new { name = "客户甲", cameBefore = true, phone = "13800000001" })),
        ("contacts/{id:guid}/call-back", async (s, route) => s.On(
            route, await s.UnansweredAsync(), "call-back", null)),
        ("projects/{project}/desk-days", (s, route) => Task.FromResult(new EveryCommand(
            route, "/api/clients/projects/hill-side/desk-days", null, new { consultants = new[] { "consultant-1" } },
            s.Leader))),
        ("projects/{project}/absences", (s, route) => Task.FromResult(s.Of(
            route, "absences",
            new { consultant = "consultant-10", kind = "homeLeave", from = s.Host.Today, until = s.Host.Today }))),
        ("projects/{project}/pre-registrations", (s, route) => Task.FromResult(s.Of(
            route, "pre-registrations", new { name = "客户乙", phone = s.NewPhone() }))),
        ("projects/{project}/direct-sales", (s, route) => Task.FromResult(s.Of(
            route, "direct-sales", new { name = "客户乙", phone = s.NewPhone() }))),
        ("projects/{project}/notices", (s, route) => Task.FromResult(s.Of(
            route, "notices", new { name = "客户乙", phone = s.NewPhone() }))),
        ("projects/{project}/daily-reports", async (s, route) => s.Of(
            route, "daily-reports",
            new { lines = new[] { new { client = await s.Host.FileAsync("consultant-1"), progress = "周末再来。" } } })),
        ("clients/{id:guid}/identifiers", async (s, route) => s.On(
            route, await s.FiledAsync(), "identifiers", new { phone = s.NewPhone() })),
        ("clients/{id:guid}/notice-readings", async (s, route) => new EveryCommand(
            route, $"{await s.NoticedAsync()}/notice-readings", null, null, s.Leader)),
        ("clients/{id:guid}/shares", async (s, route) => s.On(
            route, await s.FiledAsync(), "shares",
            new { shares = new[] { new { consultant = "consultant-2" }, new { consultant = "consultant-3" } } })),
        ("clients/{id:guid}/reassignment", async (s, route) => s.On(
            route, await s.FiledAsync(), "reassignment",
            new { from = "consultant-2", to = "consultant-3", grounds = "complaint", reason = "客户投诉。" })),
        ("clients/{id:guid}/grabbing", async (s, route) => s.On(
            route, await s.FiledAsync(), "grabbing", new { consultant = "consultant-2", reason = "抢单。" })),
        ("clients/{id:guid}/consents", async (s, route) => s.On(
            route, await s.StoodInForAsync(), "consents", new { standIn = "consultant-8", percent = 50 },
            s.Host.Consultant("consultant-9"))),
        ("clients/{id:guid}/household", async (s, route) => s.On(
            route, await s.FiledAsync(), "household", new { member = await s.Host.FileAsync("consultant-2") })),
        ("clients/{id:guid}/links", async (s, route) => new EveryCommand(
            route, $"{await s.FiledAsync()}/links", null,
            new { into = await s.Host.FileAsync("consultant-2"), reason = "同一人。" }, s.Leader)),
        ("links/{id:guid}/approve", async (s, route) => s.On(route, await s.Host.AskMergeAsync(), "approve", null)),
        ("links/{id:guid}/refuse", async (s, route) => s.On(
            route, await s.Host.AskMergeAsync(), "refuse", new { reason = "不是同一人。" })),
        ("links/{id:guid}/split", async (s, route) => s.On(
            route, await s.MergedAsync(), "split", new { reason = "不是同一人。" })),
        ("clients/{id:guid}/disputes", async (s, route) => new EveryCommand(
            route, $"{await s.Host.CollideAsync()}/disputes", null, new { reason = "撞单。" },
            s.Host.Consultant("consultant-3"))),
        ("disputes/{id:guid}/proposal", async (s, route) => s.On(
            route, await s.Host.DisputeAsync(), "proposal",
            new { shares = new[] { new { consultant = "consultant-3" } } }, s.Host.Consultant("consultant-3"))),
        ("disputes/{id:guid}/agreement", async (s, route) => s.On(
            route, await s.ProposedAsync(), "agreement", null, s.Host.Consultant("consultant-2"))),
        ("disputes/{id:guid}/ruling", async (s, route) => s.On(
            route, await s.Host.DisputeAsync(), "ruling",
            new { shares = new[] { new { consultant = "consultant-3" } }, reason = "先接待。" })),
        ("disputes/{id:guid}/appeal", async (s, route) => s.On(
            route, await s.Host.RuledAsync("consultant-3"), "appeal", new { reason = "不公。" },
            s.Host.Consultant("consultant-2"))),
        ("disputes/{id:guid}/objection", async (s, route) => s.On(
            route, await s.Host.RuledAsync("consultant-3"), "objection", null, s.Host.Consultant("consultant-2"))),
    ];

    /// <summary>Where the commands find what they need: a desk of which whoever asks has the first seats.</summary>
    internal sealed class Stage : IAsyncDisposable
    {
        private int _atMeal = 13;

        private Stage(ClientsHost host, string desk)
        {
            (Host, Desk) = (host, desk);
            Leader = host.Service.Client(
                ClientsHost.Everything, "consultant-1", "sales-supervisor", "project-sales-group",
                [ClientsHost.Project, "hill-side"]);
        }

        public ClientsHost Host { get; }

        public string Desk { get; }

        public HttpClient Leader { get; }

        public static async Task<Stage> StartAsync(TestServers servers)
        {
            var host = await ClientsHost.StartAsync(servers);
            return new(host, await host.OpenAsync([.. Enumerable.Range(1, 12).Select(one => $"consultant-{one}")]));
        }

        public EveryCommand New(string route, string what, object body) =>
            new(route, $"{Desk}/{what}", null, body, Leader);

        public EveryCommand On(string route, string thing, string what, object? body, HttpClient? who = null) =>
            new(route, $"{thing}/{what}", thing, body, who ?? Leader);

        public EveryCommand Of(string route, string what, object body) =>
            new(route, $"{ClientsHost.Site}/{what}", null, body, Leader);

        public string NewPhone() => Host.NewPhone();

        /// <summary>A client of the second consultant's.</summary>
        public async Task<string> FiledAsync() => ClientsHost.PathOf(await Host.FileAsync("consultant-2"));

        /// <summary>A customer of whom the company gave notice.</summary>
        public async Task<string> NoticedAsync()
        {
            var given = await Leader.SendAsync(
                HttpMethod.Post, $"{ClientsHost.Site}/notices", new { name = "客户乙", phone = NewPhone() });
            return ClientsHost.PathOf(given.Client());
        }

        /// <summary>A client of the ninth consultant's, for whom the eighth stood in.</summary>
        public async Task<string> StoodInForAsync()
        {
            var phone = NewPhone();
            var client = await Host.FileAsync("consultant-9", phone);
            await Leader.SendAsync(
                HttpMethod.Post, $"{ClientsHost.Site}/absences",
                new { consultant = "consultant-9", kind = "businessTrip", from = Host.Today, until = Host.Today });
            await Host.Consultant("consultant-8").SendAsync(
                HttpMethod.Post, $"{ClientsHost.Site}/direct-sales", new { name = "客户乙", phone });
            return ClientsHost.PathOf(client);
        }

        /// <summary>Two who were merged.</summary>
        public async Task<string> MergedAsync()
        {
            var link = await Host.AskMergeAsync();
            await Leader.ChangeAsync(link, "approve");
            return link;
        }

        /// <summary>A dispute with a proposal of the third consultant's.</summary>
        public async Task<string> ProposedAsync()
        {
            var dispute = await Host.DisputeAsync();
            await Host.Consultant("consultant-3").ChangeAsync(
                dispute, "proposal", new { shares = new[] { new { consultant = "consultant-3" } } });
            return dispute;
        }

        public string NextAtMeal() => $"consultant-{--_atMeal}";

        /// <summary>A visitor whom whoever leads receives, and nobody before them.</summary>
        public async Task<string> ArriveAsync()
        {
            await FreeAsync();
            return (await Leader.SendAsync(
                HttpMethod.Post, $"{Desk}/arrivals", new { cameBefore = false, asksFor = "consultant-1" })).Path();
        }

        /// <summary>A call that nobody was free to answer.</summary>
        public async Task<string> UnansweredAsync()
        {
            Answer call;
            do
            {
                call = await Leader.SendAsync(
                    HttpMethod.Post, $"{Desk}/calls",
                    new { kind = "enquiry", cameBefore = false, phone = "13800000001" });
            }
            while (call.Text("consultant") is not null);
            return call.Path();
        }

        private async Task FreeAsync()
        {
            var mine = (await Leader.ReadAsync(Desk)).Json.GetProperty("seats")[0].GetProperty("contact").GetString();
            if (mine is not null)
                await Leader.ChangeAsync($"/api/clients/contacts/{mine}", "end");
        }

        public async ValueTask DisposeAsync()
        {
            Leader.Dispose();
            await Host.DisposeAsync();
        }
    }
}
