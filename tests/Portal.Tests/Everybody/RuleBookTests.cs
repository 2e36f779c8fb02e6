using Ops.Portal.Pages.Everybody;
using Ops.Portal.Pages.Everybody.Approvals;
using Ops.Portal.Pages.Everybody.Rules;
using Ops.Portal.Pages.Everybody.Search;
using Ops.Portal.Pages.SalesControl.Changes;
using Ops.Portal.Pages.SalesControl.Reservations;
using Xunit;

namespace Ops.Portal.Tests.Everybody;

/// <summary>What everybody can look up is whole, and what somebody types is taken for what it is.</summary>
public sealed class RuleBookTests
{
    [Fact]
    public void Every_rule_has_its_Chinese_and_there_is_no_other()
    {
        string[] rules = [.. RuleBook.Rows("rules.md").Select(row => row[0])];
        Assert.NotEmpty(rules);
        Assert.Equal(rules, RuleBook.Chinese().Select(rule => rule.Id));
        Assert.Equal(rules, RuleBook.Rows("rulebook.md").Select(row => row[0]));
        Assert.All(RuleBook.Chinese(), rule => Assert.Contains(rule.Zh, one => one >= '一'));
    }

    [Fact]
    public void A_rule_says_the_same_in_both_languages_whose_it_is_and_where_it_is_kept()
    {
        var rules = new RuleBook().Regulations.SelectMany(one => one.Rules).ToList();
        // What was settled beyond the regulation is settled in both.
        Assert.Empty(
            from rule in rules
            where rule.Chinese.Decided is null != rule.English.Decided is null
            select rule.Id);
        Assert.All(rules, rule => Assert.NotEmpty(rule.Owners));
        // The rules of time alone are the company's own.
        Assert.Equal(
            rules.Where(rule => rule.Id.StartsWith("T-", StringComparison.Ordinal)),
            rules.Where(rule => rule.Source.Count == 0));
        Assert.All(rules.Where(rule => rule.Pending is null), rule => Assert.NotEmpty(rule.Places));
        var waiting = rules.Single(rule => rule.Id == "RES-4");
        Assert.Contains("谁先登记谁", waiting.Chinese.Text, StringComparison.Ordinal);
        Assert.StartsWith("Several consultants want one unit", waiting.English.Text, StringComparison.Ordinal);
        Assert.Contains("置业顾问之间可做协商", waiting.Source.Single(), StringComparison.Ordinal);
        Assert.Contains(
            waiting.Places, place => place.File.StartsWith("services/SalesControl/", StringComparison.Ordinal));
        Assert.True(waiting.Has("递补 res-4"));
        Assert.False(waiting.Has("拾金不昧"));
    }

    [Fact]
    public void The_words_of_the_trade_are_there_in_both_languages()
    {
        Assert.Contains(("unit", "房源"), Glossary.Words);
        Assert.All(Glossary.Words, word => Assert.NotEqual("", word.Chinese));
    }

    [Fact]
    public void A_thing_s_page_is_found_by_its_address()
    {
        var id = Guid.Parse("01990000-0000-7000-8000-000000000001");
        Assert.Equal(typeof(ReservationPage), SubjectPages.Of($"/sales/reservations/{id}")?.PageType);
        Assert.Equal(id, SubjectPages.Of($"/sales/changes/{id}")?.RouteValues["Id"]);
        Assert.Equal(typeof(ChangePage), SubjectPages.Of($"/sales/changes/{id}")?.PageType);
        Assert.Null(SubjectPages.Of("/sales/changes/another"));
        Assert.Null(SubjectPages.Of("/nothing/of/ours"));
        Assert.Null(SubjectPages.Of(null));
    }

    [Theory]
    [InlineData("13812345678", "phone")]
    [InlineData("138 1234 5678", "phone")]
    [InlineData("+86 138-12345678", "phone")]
    [InlineData("王小明", "name")]
    [InlineData("2-2-301", "code")]
    [InlineData("S01", "code")]
    [InlineData("2-2 301", "none")]
    public void What_somebody_types_is_a_phone_a_name_or_a_code(string typed, string meant) => Assert.Equal(
        (meant == "phone", meant == "name", meant == "code"),
        (Words.AreAPhone(typed), Words.AreAName(typed), Words.AreACode(typed)));

    [Fact]
    public async Task What_is_overdue_comes_first_and_what_has_no_end_last()
    {
        var now = new DateTimeOffset(2026, 10, 1, 12, 0, 0, TimeSpan.FromHours(8));
        var day = new DepartmentDay(new Given(
            Task(0, now.AddDays(-1), null), Task(1, now.AddDays(-9), now.AddDays(1)),
            Task(2, now, null), Task(3, now.AddDays(-9), now.AddDays(-1))));
        await day.ReadAsync(4, CancellationToken.None);
        Assert.Equal(["3", "1", "2", "0"], day.InOrder.Select(task => task.Title));
    }

    private static DayTask Task(int number, DateTimeOffset at, DateTimeOffset? due) =>
        new(Guid.CreateVersion7(at), $"{number}", null, "", "", MustBeDone: true, at, due);

    private sealed class Given(params IReadOnlyList<DayTask> tasks) : IDayPart
    {
        public string Department => "";

        public Task<DayTasks> TasksAsync(long? after, int limit, CancellationToken cancellationToken) =>
            System.Threading.Tasks.Task.FromResult(new DayTasks(tasks, null, tasks.Count));

        public Task CompleteAsync(Guid task, CancellationToken cancellationToken) =>
            System.Threading.Tasks.Task.CompletedTask;
    }
}
