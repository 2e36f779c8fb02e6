using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Ops.SalesControl.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// With 100 000 rows in every table that a list shows, each list finds its page by an index, whichever filter is given:
/// what the database says of every statement (EXPLAIN) that a list of the service's own document sends.
/// </summary>
public sealed class BigListsTests(TestServers servers)
{
    private const int Rows = 100_000;

    /// <summary>
    /// What the filters are asked with, by their formats and names: what few rows have, as whoever looks for something
    /// asks.
    /// </summary>
    private static readonly Dictionary<string, string> Rare = new(StringComparer.Ordinal)
    {
        ["uuid"] = "00000077-0000-7000-8000-000000000000",
        ["date"] = "2020-01-02",
        ["date-time"] = "2020-01-02T00:00:00+08:00",
        ["consultant"] = "consultant-9",
        ["askedBy"] = "consultant-9",
        ["unit"] = "rare-77",
        ["receipt"] = "receipt-77",
        ["form"] = "form-77",
        ["agreementNumber"] = "agreement-77",
    };

    /// <summary>
    /// Each table with what is another's in each row: a row that a command has made is copied, so that no column is
    /// forgotten.
    /// </summary>
    private static readonly (string Table, string Own)[] Tables =
    [
        ("customers", "'id', v.id, 'phone', '+86138' || lpad(n::text, 8, '0'), 'name', 'Name ' || n, "
            + "'document_hash', null"),
        ("units", "'id', v.id, 'code', 'rare-' || n, 'name_key', 'rare/' || n, 'batch_id', null"),
        ("reservations", "'id', v.id, 'number', 100 + n, 'form_key', 'rare/' || n, 'state', 'Lapsed', "
            + "'ended_at', now(), 'consultant', 'consultant-' || (n % 3 + 1), 'unit_id', v.id, 'customer_id', v.id"),
        ("deposits", "'id', v.id, 'receipt', 'receipt-' || n, 'state', 'Refunded', 'ended_at', now(), "
            + "'reservation_id', v.id, 'customer_id', v.id"),
        ("subscriptions", "'id', v.id, 'agreement_number', 'rare-' || n, 'contract_number', null, "
            + "'state', 'Cancelled', 'ended_at', now(), 'signed_at', now() - n * interval '1 minute', "
            + "'discount_change_id', null, 'consultant', 'consultant-' || (n % 3 + 1), 'unit_id', v.id"),
        ("change_requests", "'id', v.id, 'subject', v.id, 'state', 'Refused', 'ended_at', now(), 'unit_id', v.id"),
        ("leases", "'id', v.id, 'booking_number', 'rare-' || n, 'state', 'Ended', 'unit_id', v.id, "
            + "'customer_id', v.id"),
        ("ledger", "'id', 1000000 + n, 'kind', 'PaymentRefunded'"),
    ];

    [Fact, Case("lists-and-search-for-each-role", Generated = true)]
    public async Task Every_list_finds_its_page_by_an_index_whichever_filter_is_given()
    {
        var explained = new Explained();
        await using var stage = await EveryCommand.Stage.StartAsync(
            servers, services => services.ConfigureDbContext<SalesControlDb>(
                options => options.AddInterceptors(explained)));
        foreach (var (route, make) in EveryCommand.All.SkipLast(2))
            await make(stage, route);
        var database = new ServiceDatabase(stage.Sales.Service.Setting.Admin);
        foreach (var (table, own) in Tables)
            await FillAsync(database, table, own);

        List<string> wrong = [];
        var asked = 0;
        foreach (var path in await AskedAsync(stage))
        {
            explained.Plans.Clear();
            await stage.All.GetAsync(path, HttpStatusCode.OK);
            asked++;
            Assert.NotEmpty(explained.Plans);
            wrong.AddRange(explained.Plans.SelectMany(one => ScansIn(one.Plan).Select(
                table => $"{path} reads all of {table}: {one.Statement}")));
        }

        foreach (var (path, body) in ((string, object)[])[
            ("/api/sales/customers/search", new { name = "Name 77" }),
            ("/api/sales/customers/search", new { phone = SalesHost.Phone(77) }),
            ($"{Listing.Base}/deposits/search", new { name = "Name 77" })])
        {
            explained.Plans.Clear();
            await stage.All.PostAsync(path, body, HttpStatusCode.OK);
            wrong.AddRange(explained.Plans.SelectMany(one => ScansIn(one.Plan).Select(
                table => $"{path} {body} reads all of {table}: {one.Statement}")));
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
        Assert.True(asked > 30, $"Only {asked} lists were asked for.");
    }

    /// <summary>Each list without a filter, with each of its filters alone, and on from somewhere.</summary>
    private static async Task<IReadOnlyList<string>> AskedAsync(EveryCommand.Stage stage)
    {
        var document = await stage.All.GetFromJsonAsync<JsonElement>("/api/sales/openapi.json");
        var schemas = document.GetProperty("components").GetProperty("schemas");
        List<string> asked = [];
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(path =>
            path.Name.StartsWith("/api/sales/projects/{project}/", StringComparison.Ordinal)
            && path.Name.Count(sign => sign == '{') == 1
            && !path.Name.Contains("/reports/", StringComparison.Ordinal)))
        {
            if (!path.Value.TryGetProperty("get", out var operation)
                || !operation.TryGetProperty("parameters", out var parameters))
                continue;
            var query = parameters.EnumerateArray().Where(one => one.Text("in") == "query").ToList();
            if (!query.Exists(one => one.Text("name") == "limit"))
                continue;
            var list = path.Name.Replace("{project}", SalesHost.Project, StringComparison.Ordinal);
            asked.Add(list);
            foreach (var parameter in query.Where(one => one.Text("name") is not ("limit" or "after" or "language")))
                asked.AddRange(ValuesOf(parameter).Select(value => $"{list}?{parameter.Text("name")}={value}"));
        }

        return asked;

        IEnumerable<string> ValuesOf(JsonElement parameter)
        {
            var schema = parameter.GetProperty("schema");
            if (schema.TryGetProperty("$ref", out var reference))
                schema = schemas.GetProperty(reference.GetString()!.Split('/')[^1]);
            if (schema.TryGetProperty("enum", out var words))
                return words.EnumerateArray().Select(word => word.GetString()!);
            return schema.TryGetProperty("format", out var format)
                ? [Uri.EscapeDataString(Rare[format.GetString()!])]
                : schema.GetProperty("type").GetRawText().Contains("boolean", StringComparison.Ordinal)
                    ? ["true", "false"]
                    : [Uri.EscapeDataString(Rare[parameter.Text("name")!])];
        }
    }

    /// <summary>Copies the first row of a table 100 000 times, with what is each row's own.</summary>
    private static async Task FillAsync(ServiceDatabase database, string table, string own)
    {
        await database.ExecuteAsync($"""
            SET session_replication_role = replica;
            INSERT INTO {table} SELECT made.*
            FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) one
                CROSS JOIN generate_series(1, {Rows}) n
                CROSS JOIN LATERAL (SELECT lpad(to_hex(n), 8, '0') || '-0000-7000-8000-000000000000' AS id) v
                CROSS JOIN LATERAL jsonb_populate_record(
                    NULL::{table}, to_jsonb(one) || jsonb_build_object({own})) made;
            ANALYZE {table};
            """);
    }

    /// <summary>The big tables that a plan reads from end to end; but to sum them up, for which they must be.</summary>
    private static IEnumerable<string> ScansIn(JsonElement plan)
    {
        if (plan.Text("Node Type") == "Aggregate" && plan.GetProperty("Strategy").GetString() != "Plain")
            yield break;
        if (plan.Text("Node Type") == "Seq Scan" && Tables.Any(one => one.Table == plan.Text("Relation Name")))
            yield return plan.Text("Relation Name")!;
        if (!plan.TryGetProperty("Plans", out var inner))
            yield break;
        foreach (var scan in inner.EnumerateArray().SelectMany(ScansIn))
            yield return scan;
    }

    /// <summary>Asks the database how it would find what each statement asks for, before it does.</summary>
    private sealed class Explained : DbCommandInterceptor
    {
        public ConcurrentBag<(string Statement, JsonElement Plan)> Plans { get; } = [];

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            if (command.CommandText.TrimStart().StartsWith("SELECT", StringComparison.Ordinal)
                && !command.CommandText.Contains("FOR UPDATE", StringComparison.Ordinal))
            {
                await using var explain = ((NpgsqlConnection)command.Connection!).CreateCommand();
                explain.Transaction = (NpgsqlTransaction?)command.Transaction;
                explain.CommandText = $"EXPLAIN (FORMAT JSON) {command.CommandText}";
                foreach (NpgsqlParameter parameter in command.Parameters)
                    explain.Parameters.Add(parameter.Clone());
                var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync(cancellationToken))!);
                Plans.Add((command.CommandText, plan.RootElement[0].GetProperty("Plan")));
            }

            return result;
        }
    }
}
