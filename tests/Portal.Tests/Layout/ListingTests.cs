using Bunit;
using Microsoft.AspNetCore.Components;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Layout;
using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>A list that is told in parts is whole at its end, and never a mixture of two.</summary>
public sealed class ListingTests : BunitContext
{
    private readonly Dictionary<(string List, int? After), TaskCompletionSource<(ICollection<string>, int?)>> _parts =
        [];

    public ListingTests() => Services.AddTexts(typeof(Act).Assembly);

    [Fact]
    public void What_follows_is_added_until_there_is_no_more()
    {
        var page = Show("all");
        PartOf("all", null).SetResult((["a", "b"], 2));
        page.WaitForAssertion(() => Assert.Equal(["a", "b"], Rows(page)));
        page.Find("button").Click();
        Assert.True(page.Find("button").HasAttribute("disabled"));
        PartOf("all", 2).SetResult((["c"], null));
        page.WaitForAssertion(() => Assert.Equal(["a", "b", "c"], Rows(page)));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public void While_the_service_is_away_what_was_told_stays_and_the_rest_is_asked_for_again()
    {
        var page = Show("all");
        PartOf("all", null).SetResult((["a"], 1));
        page.WaitForElement("button").Click();
        PartOf("all", 1).SetException(new HttpRequestException("away"));
        page.WaitForElement(".alert-warning");
        Assert.Equal(["a"], Rows(page));
        _parts.Remove(("all", 1));
        page.Find("button").Click();
        PartOf("all", 1).SetResult((["b"], null));
        page.WaitForAssertion(() => Assert.Equal(["a", "b"], Rows(page)));
        Assert.Empty(page.FindAll(".alert-warning"));
    }

    [Fact]
    public void What_follows_in_one_list_is_not_added_to_another()
    {
        var page = Show("first");
        PartOf("first", null).SetResult((["a"], 1));
        page.WaitForElement("button").Click();
        Ask(page, "second");
        PartOf("second", null).SetResult((["z"], null));
        page.WaitForAssertion(() => Assert.Equal(["z"], Rows(page)));
        PartOf("first", 1).SetResult((["b"], null));
        page.WaitForAssertion(() => Assert.Equal(["z"], Rows(page)));
    }

    [Fact]
    public void An_empty_one_says_so()
    {
        var page = Show("none");
        PartOf("none", null).SetResult(([], null));
        page.WaitForElement("p:not(.ops-reading)");
        Assert.Empty(page.FindAll("table"));
    }

    private static string[] Rows(IRenderedComponent<Listing<string, int?>> page) =>
        [.. page.FindAll("tbody td").Select(cell => cell.TextContent)];

    private IRenderedComponent<Listing<string, int?>> Show(string list) =>
        Render<Listing<string, int?>>(asked => Ask(asked, list));

    private void Ask(IRenderedComponent<Listing<string, int?>> page, string list) =>
        page.Render(asked => Ask(asked, list));

    private void Ask(ComponentParameterCollectionBuilder<Listing<string, int?>> asked, string list) => asked
        .Add(one => one.Of, list)
        .Add(one => one.From, (after, _) => PartOf(list, after).Task)
        .Add(one => one.Caption, list)
        .Add(one => one.Head, "<th>one</th>")
        .Add(one => one.Row, CellOf);

    private TaskCompletionSource<(ICollection<string>, int?)> PartOf(string list, int? after)
    {
        if (!_parts.TryGetValue((list, after), out var part))
            _parts[(list, after)] = part = new();
        return part;
    }

    private static RenderFragment CellOf(string text) => built =>
    {
        built.OpenElement(0, "td");
        built.AddContent(1, text);
        built.CloseElement();
    };
}
