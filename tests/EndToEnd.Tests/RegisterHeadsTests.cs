using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using NodaTime;
using Ops.EndToEnd.Tests.Faults;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.EndToEnd.Tests;

/// <summary>A department's register against what another department's database says of it.</summary>
public sealed class RegisterHeadsTests(TestServers servers)
{
    private static readonly Uri Export = new("/api/sales/registers/approvals/harbour-court", UriKind.Relative),
        Check = new("/api/archive/register-heads/check?service=SalesControl", UriKind.Relative);

    [Fact]
    [Rule("T-6")]
    public async Task A_register_of_approvals_rewritten_as_a_whole_is_found_by_the_heads_that_the_archive_has_kept()
    {
        await using var company = await Company.CreateAsync(servers);
        await using var sales = await company.Sales.StartAsync();
        await using var archive = await company.Archive.StartAsync();
        await company.ListRoomsAsync(sales, 3);
        await company.ReserveAsync(sales, 1, 1);
        await company.ApproveAsync(sales, 1);
        await company.ReserveAsync(sales, 2, 2);
        await company.ApproveAsync(sales, 2);
        await company.MoveClockAsync(sales, Duration.FromDays(1));
        await Wait.UntilAsync(
            async () => await company.Archive.CountAsync(
                "registers.kept_heads WHERE service = 'SalesControl' AND register = 'approvals'") == 1,
            "the archive to keep the day's head");
        await company.ReserveAsync(sales, 3, 3);
        await company.ApproveAsync(sales, 3);

        using var atSales = company.At(sales);
        using var atArchive = company.At(archive);
        Assert.True((await CheckAsync(atSales, atArchive)).GetProperty("agrees").GetBoolean());

        await company.Sales.RewriteAsync("approvals", "harbour-court", 2, text => text.Replace(
            "\"by\":\"marketing-manager-1\"", "\"by\":\"marketing-manager-2\"", StringComparison.Ordinal));
        await company.Sales.ExecuteAsync(
            """
            SET session_replication_role = replica; UPDATE registers.entries SET by = 'marketing-manager-2'
                WHERE register = 'approvals' AND sequence = 2
            """);
        var verified = await atSales.GetFromJsonAsync<JsonElement>(
            $"{Export}/verify", TestContext.Current.CancellationToken);
        Assert.True(verified.GetProperty("intact").GetBoolean(), verified.GetRawText());
        var found = await CheckAsync(atSales, atArchive);
        // The head of the first day stands on six entries: the price list and the two reservations, each asked and
        // decided.
        Assert.Equal(
            (false, 6L),
            (found.GetProperty("agrees").GetBoolean(), found.GetProperty("first").GetProperty("sequence").GetInt64()));
    }

    private static async Task<JsonElement> CheckAsync(HttpClient atSales, HttpClient atArchive)
    {
        using var export = new StringContent(
            await atSales.GetStringAsync(Export, TestContext.Current.CancellationToken), Encoding.UTF8,
            new MediaTypeHeaderValue("application/x-ndjson"));
        using var answer = await atArchive.PostAsync(Check, export, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
