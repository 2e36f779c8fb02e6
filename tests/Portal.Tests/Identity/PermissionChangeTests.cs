using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Clients.Identity;
using Ops.Portal.Pages.Identity.Organisation;
using Xunit;

namespace Ops.Portal.Tests.Identity;

/// <summary>What a post is given and loses is told before it is sent; what changes nothing is not sent.</summary>
public sealed class PermissionChangeTests : BunitContext
{
    private static readonly ReadPermissionsView[] All =
    [
        new() { Permission = "sales.board.read", Allows = "see the board" },
        new() { Permission = "sales.reservation.approve", Allows = "approve", NeedsSecondFactor = true },
        new() { Permission = "archive.file.read", Allows = "see files" },
    ];

    public PermissionChangeTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(new IdentityClient(null!, new HttpClient()));
        Services.AddSingleton(new Ops.Portal.Calls.Person(null!, null!));
    }

    [Fact]
    [Rule("CS-7", "what a post may do")]
    public void What_is_marked_and_unmarked_again_is_no_change()
    {
        var page = Show();
        Assert.True(Send(page).HasAttribute("disabled"));
        Box(page, "archive.file.read").Change(true);
        Assert.Contains("see files", Assert.Single(page.FindAll(".ops-given")).TextContent, StringComparison.Ordinal);
        Box(page, "sales.board.read").Change(false);
        Assert.Contains(
            "see the board", Assert.Single(page.FindAll(".ops-taken")).TextContent, StringComparison.Ordinal);
        Assert.False(Send(page).HasAttribute("disabled"));
        Box(page, "archive.file.read").Change(false);
        Box(page, "sales.board.read").Change(true);
        Assert.Empty(page.FindAll(".ops-given, .ops-taken"));
        Assert.True(Send(page).HasAttribute("disabled"));
    }

    [Fact]
    [Rule("CS-7")]
    public void What_first_decides_says_that_a_second_factor_is_needed_from_then_on()
    {
        var page = Show();
        var before = page.FindAll("section p").Count;
        Box(page, "archive.file.read").Change(true);
        // What it had to say was that nothing is changed.
        Assert.Equal(before - 1, page.FindAll("section p").Count);
        Box(page, "sales.reservation.approve").Change(true);
        Assert.Equal(before, page.FindAll("section p").Count);
        Assert.Equal(2, page.FindAll(".ops-given").Count);
    }

    private IRenderedComponent<PermissionChange> Show() => Render<PermissionChange>(asked => asked
        .Add(one => one.All, All)
        .Add(one => one.Answer, new ServiceAnswer<PostView>(
            200, new Dictionary<string, IEnumerable<string>>(),
            new PostView { Post = "guide", Permissions = ["sales.board.read"] })));

    private static AngleSharp.Dom.IElement Box(IRenderedComponent<PermissionChange> page, string permission) =>
        page.Find($"[id='may-{permission}']");

    private static AngleSharp.Dom.IElement Send(IRenderedComponent<PermissionChange> page) =>
        page.Find("button[type=submit]");
}
