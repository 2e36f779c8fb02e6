using System.Net;
using CsCheck;
using NodaTime;
using NodaTime.Text;
using Ops.Identity.Contracts;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>Whoever changes a thing says which version of it they have seen (RFC 9110, If-Match).</summary>
public sealed class VersionSeenTests(TestServers servers)
{
    [Theory, Rule("CS-7")]
    // No version was seen: whatever is there would be changed.
    [InlineData("*", HttpStatusCode.PreconditionRequired)]
    [InlineData(" * ", HttpStatusCode.PreconditionRequired)]
    // One of several that were seen is the one that is there.
    [InlineData("\"{0}\"", HttpStatusCode.OK)]
    [InlineData("\"77\", \"{0}\"", HttpStatusCode.OK)]
    [InlineData("\"{0}\",\"78\",\"79\"", HttpStatusCode.OK)]
    [InlineData("\"77\", \"78\"", HttpStatusCode.PreconditionFailed)]
    // What nobody was ever sent.
    [InlineData("W/\"{0}\"", HttpStatusCode.BadRequest)]
    [InlineData("{0}", HttpStatusCode.BadRequest)]
    [InlineData("\"{0}", HttpStatusCode.BadRequest)]
    [InlineData("\"{0}\", *", HttpStatusCode.BadRequest)]
    [InlineData("\"{0}\", x", HttpStatusCode.BadRequest)]
    [InlineData("\"three\"", HttpStatusCode.BadRequest)]
    [InlineData("\"0{0}\"", HttpStatusCode.BadRequest)]
    [InlineData("\"+{0}\"", HttpStatusCode.BadRequest)]
    [InlineData("\"-{0}\"", HttpStatusCode.BadRequest)]
    [InlineData("\"{0}\", \"0{0}\"", HttpStatusCode.BadRequest)]
    [InlineData("\"99999999999999999999\"", HttpStatusCode.BadRequest)]
    [Case("if-match-lists-and-star")]
    public async Task One_of_the_versions_that_were_seen_is_the_one_that_is_there(
        string given, HttpStatusCode expected)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var held = await sales.RegisterAsync(1, SalesHost.Unit);
        var path = $"/api/sales/reservations/{held["id"]}";
        var seen = (await sales.Manager.GetAsync(path, HttpStatusCode.OK)).ETag!.Trim('"');

        var answer = await sales.Manager.PostAsync(
            $"{path}/approve", null, expected, given.Replace("{0}", seen, StringComparison.Ordinal));

        if (expected != HttpStatusCode.OK)
        {
            Assert.NotNull(answer["code"]);
            Assert.Equal("pending", (await sales.Manager.GetAsync(path, HttpStatusCode.OK))["state"]);
        }
    }

    [Fact, Rule("CS-7")]
    public async Task Who_was_overtaken_is_told_by_whom_and_when_in_either_language()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await LeaverTests.HearAsync(sales, new StaffJoined(
            "marketing-manager-1", "林经理", "marketing-manager", "project-sales-group", [SalesHost.Project],
            new LocalDate(2026, 1, 1)));
        var held = await sales.RegisterAsync(1, SalesHost.Unit);
        var path = ReservationCalls.PathOf(held);
        await sales.ApproveAsync(held["id"]!);
        var at = (await sales.ReadAsync(held))["decidedAt"];

        var overtaken = await ReleaseAsync(sales.Consultant, path, held.ETag!);
        Assert.Equal("problem.version-changed-by", overtaken["code"]);
        Assert.Equal("marketing-manager-1", overtaken.Json.GetProperty("args").Text("by"));
        Assert.Equal(
            OffsetDateTimePattern.ExtendedIso.Parse(at!).Value.ToInstant(),
            OffsetDateTimePattern.ExtendedIso.Parse(overtaken.Json.GetProperty("args").Text("at")!).Value.ToInstant());
        Assert.StartsWith("林经理 changed it on ", overtaken["detail"], StringComparison.Ordinal);
        var inChinese = await ReleaseAsync(sales.Consultant, path, held.ETag!, "?language=zh-CN");
        Assert.StartsWith("林经理 已于 ", inChinese["detail"], StringComparison.Ordinal);

        // In another window of one's own.
        var own = await sales.Manager.PostAsync(
            $"{path}/approve", null, HttpStatusCode.PreconditionFailed, held.ETag);
        Assert.Equal("problem.version-changed-by-yourself", own["code"]);
        // A version that is yet to come: nobody has changed it.
        Assert.Equal("problem.version-changed", (await ReleaseAsync(sales.Consultant, path, "\"77\""))["code"]);
    }

    [Fact, Rule("RES-1")]
    public async Task What_ran_out_meanwhile_changed_by_itself_whether_or_not_its_deadline_has_fired()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var held = await sales.RegisterAsync(1, SalesHost.Unit);
        await sales.Service.MoveClockAsync(Duration.FromHours(73));
        var stale = await ReleaseAsync(sales.Consultant, ReservationCalls.PathOf(held), held.ETag!);
        Assert.Equal("problem.version-changed-by-time", stale["code"]);
        Assert.StartsWith("Its time came on ", stale["detail"], StringComparison.Ordinal);
    }

    [Fact, Rule("RES-1")]
    public async Task Of_a_part_with_a_version_of_its_own_only_what_was_done_to_that_counts()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var finance = sales.Finance();
        var held = await sales.ReservedAsync(1);
        await sales.ActAsync(sales.Consultant, held, "release", new { reason = "Found another." });
        var deposit = (await finance.GetAsync(
            $"/api/sales/projects/{SalesHost.Project}/deposits", HttpStatusCode.OK)).Items()[0].Text("id");
        var path = $"/api/sales/deposits/{deposit}/refund";
        var why = new { reason = "The reservation is over." };
        await finance.PostAsync(path, why, HttpStatusCode.OK, "\"1\"");
        // The unit goes on; the deposit does not change with it.
        await sales.RegisterAsync(2, SalesHost.Unit, who: sales.Second);

        using var other = sales.Staff("finance-officer-2", "finance-officer", [
            SalesControlPermissions.RefundDeposit, SalesControlPermissions.ReadLedger]);
        var stale = await other.PostAsync(path, why, HttpStatusCode.PreconditionFailed, "\"1\"");
        Assert.Equal(
            ("problem.version-changed-by", "finance-officer-1"),
            (stale["code"], stale.Json.GetProperty("args").Text("by")));
    }

    [Fact, Rule("CS-7"), Case("if-match-lists-and-star", Generated = true)]
    public async Task Of_however_many_versions_one_must_be_the_last()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var lists = Gen.Select(
            Gen.Int[100, 999].Array[1, 5], Gen.Int[0, 1_000],
            Gen.Char[" \t"].Array[0, 3].Select(one => new string(one)),
            (others, at, blank) => (Others: others.Select(one => $"\"{one}\"").ToList(), at, blank));

        await lists.SampleAsync(
            async one =>
            {
                var thing = await stage.ReserveAsync();
                var seen = (await stage.All.GetAsync(thing, HttpStatusCode.OK)).ETag!;
                var separator = $"{one.blank},{one.blank}";
                await stage.Decider.PostAsync(
                    $"{thing}/approve", null, HttpStatusCode.PreconditionFailed, string.Join(separator, one.Others));
                one.Others.Insert(one.at % (one.Others.Count + 1), seen);
                await stage.Decider.PostAsync(
                    $"{thing}/approve", null, HttpStatusCode.OK, string.Join(separator, one.Others));
            },
            iter: 12, threads: 1);
    }

    private static Task<Answer> ReleaseAsync(HttpClient who, string path, string seen, string query = "") =>
        who.PostAsync(
            $"{path}/release{query}", new { reason = "Found another." }, HttpStatusCode.PreconditionFailed, seen);
}
