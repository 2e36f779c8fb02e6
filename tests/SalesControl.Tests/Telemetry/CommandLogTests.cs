using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Telemetry;

/// <summary>
/// What a service tells of a command: one line, carried out or refused, and the spans of its statements by name.
/// </summary>
public sealed class CommandLogTests(TestServers servers)
{
    private const string Route = "/api/sales/projects/{project}/units/{unit}/reservations";
    private static readonly string Path = $"{SalesHost.UnitPath()}/reservations";

    [Fact]
    public async Task A_command_that_is_carried_out_is_a_line_with_who_what_and_what_was_recorded_in_its_trace()
    {
        var told = new Told();
        await using var sales = await SalesHost.StartAsync(servers, services: told.ListenTo);

        var (status, trace) = await AskAsync(sales.Consultant, Path, SalesHost.Form(1));

        Assert.Equal(HttpStatusCode.Created, status);
        var line = await LineAsync(told, trace);
        Assert.Equal(
            ("CommandCarriedOut", Route, "consultant-1", 201),
            (line.Event, line.Values["Command"], line.Values["Actor"], line.Values["Status"]));
        Assert.Equal($"project={SalesHost.Project} unit={SalesHost.Unit}", line.Values["About"]);
        Assert.Contains("ReservationRegistered unit/", line.Text, StringComparison.Ordinal);
        NothingPersonal(told, line);
    }

    [Fact]
    public async Task Its_statements_are_spans_by_name_below_the_requests_and_hold_no_text()
    {
        var told = new Told();
        await using var sales = await SalesHost.StartAsync(servers, services: told.ListenTo);

        var (_, trace) = await AskAsync(sales.Consultant, Path, SalesHost.Form(1));

        await Wait.UntilAsync(
            () => Task.FromResult(told.OfTrace(trace).Any(span => span.Kind == ActivityKind.Server)),
            "the request's span");
        var spans = told.OfTrace(trace).DistinctBy(span => span.SpanId).ToList();
        var statements = spans.Where(span => span.Source.Name == "Npgsql").ToList();
        Assert.Contains("lock units", statements.Select(span => span.DisplayName));
        Assert.Contains(statements, span => span.DisplayName.Contains("insert events", StringComparison.Ordinal));
        Assert.All(statements, span => Assert.DoesNotContain("postgresql", span.DisplayName, StringComparison.Ordinal));
        Assert.All(statements, span => Assert.Null(span.GetTagItem("db.query.text")));
        var request = Assert.Single(spans, span => span.Kind == ActivityKind.Server);
        Assert.Equal($"POST {Route}", request.DisplayName);
        Assert.Equal("consultant-1", request.GetTagItem("ops.actor"));
    }

    [Fact]
    [Rule("RES-1")]
    [Rule("CS-7")]
    [Rule("T-6")]
    public async Task A_command_that_is_refused_is_a_line_with_the_rule_wherever_it_was_refused()
    {
        var told = new Told();
        await using var sales = await SalesHost.StartAsync(servers, services: told.ListenTo);
        using var without = sales.Staff("consultant-9", "consultant", permissions: []);
        using var nobody = sales.Service.Client(token: null);
        var form = new
        {
            customer = new { name = "Customer 1", phone = SalesHost.Phone(1) },
            form = "F-1",
            depositReceipt = "R-1",
            registeredAt = "2026-01-01",
        };

        Assert.Equal(
            ("CommandRefused", "RES-1", 422), await RefusedAsync(sales.Consultant, SalesHost.Form(1, receipt: null)));
        Assert.Equal(("CommandRefused", "CS-7", 403), await RefusedAsync(without, SalesHost.Form(1)));
        Assert.Equal(("CommandRefused", "no rule", 401), await RefusedAsync(nobody, SalesHost.Form(1)));
        Assert.Equal(("CommandRefused", "T-6", 422), await RefusedAsync(sales.Consultant, form));
        Assert.Equal(("CommandRefused", "no rule", 400), await RefusedAsync(sales.Consultant, "no JSON"));

        // What a caller puts into an address is written down only where it can be a code.
        var (_, trace) = await AskAsync(
            sales.Consultant, $"/api/sales/projects/{SalesHost.Project}/units/13800000001/reservations",
            SalesHost.Form(1));
        var (_, second) = await AskAsync(
            sales.Consultant, $"/api/sales/projects/%0Afail/units/张三/reservations", SalesHost.Form(1));
        Assert.Equal($"project={SalesHost.Project} unit=?", (await LineAsync(told, trace)).Values["About"]);
        Assert.Equal("project=? unit=?", (await LineAsync(told, second)).Values["About"]);

        async Task<(string?, object?, object?)> RefusedAsync(HttpClient who, object body)
        {
            var (_, trace) = await AskAsync(who, Path, body);
            var line = await LineAsync(told, trace);
            NothingPersonal(told, line);
            return (line.Event, line.Values["Rule"], line.Values["Status"]);
        }
    }

    [Fact]
    public async Task A_service_that_is_only_watched_makes_no_span_however_often_it_looks()
    {
        var told = new Told();
        await using var sales = await SalesHost.StartAsync(servers, services: told.ListenTo);
        var database = new NpgsqlConnectionStringBuilder(sales.Service.Setting.Admin).Database!;
        var cause = ServiceDefaults.Telemetry.StartWork("a test watches");
        using var watching = await sales.Consultant.GetAsync(
            new Uri($"/api/sales/projects/{SalesHost.Project}/board/changes", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        cause!.Dispose();
        await using var stream = await watching.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        // Units that were listed a moment ago are entered, published and read until nothing is left to do.
        await Wait.UntilAsync(async () => await QueryAsync(
            sales, "SELECT count(*) FROM messaging.deliveries WHERE state = 'pending'") == 0, "what is due is done");
        var asked = await QueryAsync(sales, $"SELECT xact_commit FROM pg_stat_database WHERE datname = '{database}'");
        await Wait.UntilAsync(
            async () => await QueryAsync(
                sales, $"SELECT xact_commit FROM pg_stat_database WHERE datname = '{database}'") > asked + 50,
            "the start's own work");
        var before = told.OfDatabase(database).Count;

        asked = await QueryAsync(sales, $"SELECT xact_commit FROM pg_stat_database WHERE datname = '{database}'");
        await Wait.UntilAsync(
            async () => await QueryAsync(
                sales, $"SELECT xact_commit FROM pg_stat_database WHERE datname = '{database}'") > asked + 150,
            "many looks");

        Assert.Equal(before, told.OfDatabase(database).Count);
    }

    [Fact]
    public async Task Every_meter_of_ours_is_named_Ops_and_each_instrument_says_what_it_counts_and_in_what()
    {
        var instruments = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                lock (instruments)
                {
                    if (instrument.Name.StartsWith("ops.", StringComparison.Ordinal))
                        instruments.Add(instrument);
                }
            },
        };
        listener.Start();
        await using var sales = await SalesHost.StartAsync(servers);

        List<Instrument> found;
        lock (instruments)
            found = [.. instruments];
        Assert.Superset(
            new HashSet<string>(StringComparer.Ordinal) { "Ops.Messaging", "Ops.Deadlines", "Ops.Commands" },
            found.Select(instrument => instrument.Meter.Name).ToHashSet(StringComparer.Ordinal));
        Assert.All(found, instrument =>
        {
            Assert.StartsWith("Ops.", instrument.Meter.Name, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(instrument.Unit), instrument.Name);
            Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal);
        });
    }

    private static async Task<long> QueryAsync(SalesHost sales, string sql)
    {
        await using var connection = new NpgsqlConnection(sales.Service.Setting.Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task<(HttpStatusCode Status, string Trace)> AskAsync(HttpClient who, string path, object body)
    {
        // The service's sampler is that of this process too: a call that nobody caused would have no trace.
        using var cause = ServiceDefaults.Telemetry.StartWork("a test asks");
        using var content = body is string text
            ? new StringContent(text, System.Text.Encoding.UTF8, "application/json")
            : (HttpContent)JsonContent.Create(body);
        using var answer = await who.PostAsync(new Uri(path, UriKind.Relative), content);
        return (answer.StatusCode, answer.Headers.GetValues("X-Trace-Id").Single());
    }

    /// <summary>The one line of a command, by its trace.</summary>
    private static async Task<ToldLine> LineAsync(Told told, string trace)
    {
        await Wait.UntilAsync(() => Task.FromResult(Lines().Any()), "the command's line");
        return Assert.Single(Lines());

        IEnumerable<ToldLine> Lines() => told.Lines.Where(
            line => line.TraceId == trace && line.Event?.StartsWith("Command", StringComparison.Ordinal) == true);
    }

    private static void NothingPersonal(Told told, ToldLine line)
    {
        foreach (var text in told.Lines.Where(other => other.TraceId == line.TraceId).Select(other => other.Text))
        {
            Assert.DoesNotContain("Customer 1", text, StringComparison.Ordinal);
            Assert.DoesNotContain("13800000001", text, StringComparison.Ordinal);
        }
    }
}
