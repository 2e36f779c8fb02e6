using System.Net;
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
}
