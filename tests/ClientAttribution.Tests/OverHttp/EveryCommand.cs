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
    /// <summary>Every command of the desk and the hotline, each where it would be taken.</summary>
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

        public EveryCommand On(string route, string thing, string what, object? body) =>
            new(route, $"{thing}/{what}", thing, body, Leader);

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
