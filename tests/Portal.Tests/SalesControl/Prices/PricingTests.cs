using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Prices;

/// <summary>A version of the price list from a file to what is quoted.</summary>
[Collection(OnOneSystem.Name)]
public sealed class PricingTests(PortalSystem system)
{
    private const string Project = "price-trial", Address = $"/sales/projects/{Project}";

    [Fact]
    [Rule("CS-4", "one drafts, another approves and publishes")]
    public async Task Prices_are_drafted_approved_published_compared_and_asked_for()
    {
        await system.OpenAsync(
            Project, "价格试验园", Lists.Headings, "1,1,2,201,住宅,89.5,,销控", "1,1,2,202,住宅,89.5,,销控");
        await using var drafts = await Person.SignInAsync(
            system, "operations-1", $"{Address}/price-lists", scheme: Microsoft.Playwright.ColorScheme.Dark);
        await using var decides = await Person.SignInAsync(system, "general-manager-1", $"{Address}/price-lists");
        var list = await DraftAsync(drafts, "开盘定价", "1-1-201,1200000", "1-1-202,1210000");
        await drafts.LooksRightAsync("price-list-drafted");
        await decides.GoAsync(list);
        await decides.SeesAsync("开盘定价");
        await decides.DoAsync("批准价目表");
        await decides.SeesAsync("已批准");
        await decides.PressAsync("公布价目表");
        await decides.LooksRightAsync("price-list-publishing");
        await decides.PressAsync("公布价目表");
        await decides.SeesAsync("已公布");

        // The next one: what changes is seen before it is drafted, and against any other version after.
        list = await DraftAsync(drafts, "二期调价", "1-1-201,1250000");
        await decides.GoAsync(list);
        await decides.Page.GetByLabel("比较的版本").SelectOptionAsync(
            new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await decides.SeesAsync("2 套不同");
        await decides.LooksRightAsync("price-list-compared");
        await decides.PressAsync("驳回价目表");
        await decides.FillAsync("原因", "涨幅过大");
        await decides.PressAsync("驳回价目表");
        await decides.SeesAsync("涨幅过大");
        await decides.GoAsync($"{Address}/price-lists");
        await decides.SeesAsync("已作废");
        await decides.LooksRightAsync("price-lists");

        // What applied when.
        await decides.GoAsync($"{Address}/units/1-1-202/price");
        await decides.SeesAsync("1-1-202");
        await decides.LooksRightAsync("unit-price");
        await decides.GoAsync($"{Address}/price-lists");
        await decides.FollowAsync("查询价格");
        await decides.SeesAsync("1-1-202");
        await decides.LooksRightAsync("prices");
        await decides.FillAsync("房源编号", "1-1-201");
        var later = system.InDays(400);
        await decides.FillAsync("时间", $"{later}T09:00");
        await decides.PressAsync("查询");
        await decides.SeesAsync(Days.Shown(later));
        await decides.SeesAsync("1,200,000");
        await decides.FillAsync("时间", $"{system.InDays(-2_000)}T09:00");
        await decides.PressAsync("查询");
        await decides.SeesAsync("早于项目建立");
        await decides.LooksRightAsync("prices-before");
        Assert.Empty((string[])[.. drafts.Complaints, .. decides.Complaints]);
    }

    /// <summary>Imports a version; its page's address.</summary>
    private static async Task<string> DraftAsync(Person person, string why, params IEnumerable<string> lines)
    {
        await person.GoAsync($"{Address}/price-lists");
        await person.FollowAsync("导入新版价目表");
        await person.ChooseAsync(Lists.Csv("价格.csv", ["房源,总价", .. lines]));
        await person.SeesAsync("文件无误");
        await person.LooksRightAsync("prices-import");
        await person.FillAsync("新版原因", why);
        await person.PressAsync("导入");
        await person.ArrivesAsync("**/sales/price-lists/*");
        await person.SeesAsync(why);
        return new Uri(person.Page.Url).AbsolutePath;
    }
}
