using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Clients.Identity;
using Ops.Portal.Pages.Identity.Leaves;
using Xunit;

namespace Ops.Portal.Tests.Identity;

/// <summary>A month has all its days, in weeks that begin on Monday, and shows on which somebody is away.</summary>
public sealed class LeaveCalendarTests : BunitContext
{
    public LeaveCalendarTests()
    {
        Services.AddTexts(typeof(Act).Assembly);
        Services.AddSingleton(new IdentityClient(null!, new HttpClient()));
        Services.AddSingleton(new Ops.Portal.Calls.Person(null!, null!));
    }

    [Theory]
    // Begins on a Thursday; on a Monday, in four weeks; on a Sunday, in six.
    [InlineData("2026-10-01", 31, 3, 5)]
    [InlineData("2027-02-10", 28, 0, 4)]
    [InlineData("2026-11-30", 30, 6, 6)]
    public void Each_month_is_whole(string today, int days, int before, int weeks)
    {
        var page = Show(DateOnly.Parse(today, null));
        Assert.Equal(weeks, page.FindAll("tbody tr").Count);
        Assert.Equal(before, page.FindAll("tbody tr")[0].QuerySelectorAll("td.ops-other").Length);
        Assert.Equal(days, page.FindAll("tbody td:not(.ops-other)").Count);
    }

    [Fact]
    public void Away_are_the_days_from_the_first_to_the_last_but_none_of_a_leave_that_was_withdrawn()
    {
        var (from, until) = (new DateOnly(2026, 10, 30), new DateOnly(2026, 11, 2));
        var page = Show(
            new(2026, 10, 1), new() { From = from, Until = until },
            new() { From = new(2026, 10, 5), Until = new(2026, 10, 9), WithdrawnAt = DateTimeOffset.UnixEpoch });
        Assert.Equal(2, page.FindAll("td.ops-away").Count);
        Assert.Single(page.FindAll("td.ops-today"));
        page.FindAll("button")[1].Click();
        Assert.Equal(2, page.FindAll("td.ops-away").Count);
        Assert.Empty(page.FindAll("td.ops-today"));
        page.FindAll("button")[0].Click();
        page.FindAll("button")[0].Click();
        Assert.Empty(page.FindAll("td.ops-away"));
    }

    private IRenderedComponent<LeaveCalendar> Show(DateOnly today, params LeaveView[] leaves) =>
        Render<LeaveCalendar>(asked => asked.Add(one => one.Leaves, leaves).Add(one => one.Today, today));
}
