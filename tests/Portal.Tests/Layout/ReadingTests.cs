using Bunit;
using Microsoft.AspNetCore.Components;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>What is read of a service is shown as what it is: late, refused, or not to be had.</summary>
public sealed class ReadingTests : BunitContext
{
    private readonly Dictionary<string, TaskCompletionSource<string>> _answers = [];

    public ReadingTests() => Services.AddTexts(typeof(Act).Assembly);

    [Fact]
    public void An_answer_to_what_was_asked_before_is_not_shown()
    {
        var page = Show("first");
        Ask(page, "second");
        AnswerTo("second").SetResult("two");
        page.WaitForAssertion(() => page.MarkupMatches("<b>two</b>"));
        AnswerTo("first").SetResult("one");
        page.WaitForAssertion(() => page.MarkupMatches("<b>two</b>"));
    }

    [Fact]
    public async Task While_the_service_is_away_what_was_seen_stays_and_is_read_again_when_asked()
    {
        var page = Show("thing");
        AnswerTo("thing").SetResult("seen");
        page.WaitForElement("b");
        _answers.Clear();
        var again = page.InvokeAsync(page.Instance.ReadAgainAsync);
        AnswerTo("thing").SetException(new HttpRequestException("away"));
        page.WaitForElement(".alert-warning");
        Assert.Equal("seen", page.Find("b").TextContent);
        await again;

        _answers.Clear();
        page.Find("button").Click();
        AnswerTo("thing").SetResult("new");
        page.WaitForAssertion(() => page.MarkupMatches("<b>new</b>"));
    }

    [Fact]
    public void What_was_refused_is_said_in_the_service_s_words()
    {
        var page = Show("other's");
        AnswerTo("other's").SetException(new ServiceException(
            "refused", 404, """{"title":"没有","detail":"没有这一项。"}""",
            new Dictionary<string, IEnumerable<string>>(), null));
        page.WaitForElement(".alert-danger");
        Assert.Contains("没有这一项。", page.Markup, StringComparison.Ordinal);
    }

    private IRenderedComponent<Reading<string>> Show(string what) => Render<Reading<string>>(
        asked => Ask(asked, what).Add(one => one.ChildContent, value => Bold(value)));

    private void Ask(IRenderedComponent<Reading<string>> page, string what) => page.Render(asked => Ask(asked, what));

    private ComponentParameterCollectionBuilder<Reading<string>> Ask(
        ComponentParameterCollectionBuilder<Reading<string>> asked, string what) =>
        asked.Add(one => one.Of, what).Add(one => one.From, (CancellationToken _) => AnswerTo(what).Task);

    private TaskCompletionSource<string> AnswerTo(string what)
    {
        if (!_answers.TryGetValue(what, out var answer))
            _answers[what] = answer = new();
        return answer;
    }

    private static RenderFragment Bold(string text) => built =>
    {
        built.OpenElement(0, "b");
        built.AddContent(1, text);
        built.CloseElement();
    };
}
