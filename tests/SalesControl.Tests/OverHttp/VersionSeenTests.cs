using System.Net;
using CsCheck;
using Ops.Platform.Rules;
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
}
