using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Ops.Portal.Pages.Everybody;
using Xunit;

namespace Ops.Portal.Tests.Layout;

/// <summary>How long is left is true as long as the page is open.</summary>
public sealed class MomentTests : BunitContext
{
    private static readonly DateTimeOffset Noon = new(2030, 5, 16, 12, 0, 0, TimeSpan.FromHours(8));

    private readonly FakeTimeProvider _time = new(Noon);

    public MomentTests()
    {
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddScoped<BusinessNow>().AddScoped<Minutes>();
    }

    [Fact]
    public void What_is_left_goes_down_by_the_minute_and_ends()
    {
        var page = Render<Moment>(asked => asked.Add(one => one.At, Noon.AddMinutes(3)).Add(one => one.IsDue, true));
        var before = page.Find(".ops-left").TextContent;
        _time.Advance(TimeSpan.FromMinutes(1));
        page.WaitForAssertion(() => Assert.NotEqual(before, page.Find(".ops-left").TextContent));
        _time.Advance(TimeSpan.FromMinutes(2));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".ops-left")));
    }

    [Fact]
    public void What_is_overdue_says_so_when_its_time_has_come()
    {
        var page = Render<Due>(asked => asked.Add(one => one.At, Noon.AddMinutes(1)));
        Assert.Empty(page.FindAll(".badge"));
        _time.Advance(TimeSpan.FromMinutes(1));
        page.WaitForElement(".badge");
    }

    [Fact]
    public void Its_weekday_and_how_it_was_counted_are_one_hover_away()
    {
        var page = Render<Moment>(asked => asked.Add(one => one.At, Noon));
        Assert.Equal("星期四", page.Find("time").GetAttribute("title"));
        page.Render(asked => asked.Add(one => one.Counted, "签订当日不计入。"));
        Assert.EndsWith("签订当日不计入。", page.Find("time").GetAttribute("title"), StringComparison.Ordinal);
    }
}
