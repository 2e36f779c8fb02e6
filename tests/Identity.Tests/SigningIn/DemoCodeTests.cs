using System.Text.RegularExpressions;
using Ops.Identity.Organisation;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Ops.Tokens;
using Xunit;

namespace Ops.Identity.Tests.SigningIn;

/// <summary>
/// How the demo's staff come by their one-time code: by the command that <c>make run</c> prints, and by no other means.
/// </summary>
public sealed partial class DemoCodeTests(TestServers servers)
{
    [Theory]
    [Rule("CS-7")]
    [Case("second-factor-in-the-demo")]
    [InlineData("ready.txt")]
    [InlineData("ready.en.txt")]
    public async Task Whoever_is_asked_for_a_code_is_let_in_by_what_the_command_on_the_screen_prints(string screen)
    {
        await using var identity = await Authority.StartAsync(servers);
        var text = await File.ReadAllTextAsync(
            Repository.PathOf($"AppHost/{screen}"), TestContext.Current.CancellationToken);

        var command = Assert.Single(Command().Matches(text));
        // The command is the Makefile's, which asks the tool for the code.
        Assert.Contains(
            "Tokens/Ops.Tokens code \"$(ROLE)\" \"$(WHO)\"",
            await File.ReadAllTextAsync(Repository.PathOf("Makefile"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        await IsLetInAsync(identity, command.Groups["who"].Value);
    }

    [Fact]
    [Rule("CS-7")]
    [Case("second-factor-in-the-demo", Generated = true)]
    public async Task Everybody_of_the_demo_whose_post_decides_is_asked_for_a_code_and_let_in_by_theirs_alone()
    {
        await using var identity = await Authority.StartAsync(servers);
        var deciding = DemoStaff.All
            .Where(staff => staff.Number != SignIn.Machine
                && PermissionCatalogue.OfNewPost(staff.Post).Any(PermissionCatalogue.NeedsSecondFactor))
            .Select(staff => staff.Number).ToList();
        Assert.True(deciding.Count > 5, $"Only {deciding.Count} of them decide.");

        foreach (var (number, other) in deciding.Zip([.. deciding.Skip(1), deciding[0]]))
        {
            using var browser = new Browser(identity.Address);
            var refused = await browser.SubmitAsync(await HalfWayAsync(browser, number), ("code", CodeOf(other)));
            Assert.StartsWith("/account/code", refused.Path, StringComparison.Ordinal);
            await IsLetInAsync(identity, number);
        }
    }

    private static async Task IsLetInAsync(Authority identity, string number)
    {
        using var browser = new Browser(identity.Address);
        var page = await browser.SubmitAsync(await HalfWayAsync(browser, number), ("code", CodeOf(number)));
        Assert.Equal("/", page.Path);
    }

    private static async Task<Page> HalfWayAsync(Browser browser, string number)
    {
        var page = await browser.SubmitAsync(
            await browser.GetAsync("/account/sign-in"), ("number", number), ("password", Authority.Password));
        Assert.StartsWith("/account/code", page.Path, StringComparison.Ordinal);
        return page;
    }

    /// <summary>What <c>make code</c> prints.</summary>
    private static string CodeOf(string who) =>
        new SignIn(new("http://localhost:9"), Authority.Password, TimeProvider.System).CodeOf(who);

    [GeneratedRegex("^ *make code WHO=(?<who>[a-z0-9-]+) *\r?$", RegexOptions.Multiline, 1000)]
    private static partial Regex Command();
}
