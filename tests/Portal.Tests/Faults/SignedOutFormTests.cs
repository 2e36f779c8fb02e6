using Microsoft.Playwright;
using Xunit;

namespace Ops.Portal.Tests.Faults;

/// <summary>A sign-in that ends while somebody fills in a form: they sign in again, and nothing is lost.</summary>
[Collection(OnOneSystem.Name)]
public sealed class SignedOutFormTests(PortalSystem system)
{
    [Fact]
    public async Task A_form_whose_sign_in_ran_out_goes_on_when_the_same_person_is_signed_in_again()
    {
        await using var person = await FilledAsync("1-1-701", "金再来", "F-701");
        await system.EndSessionsAsync("consultant-1");
        await person.Page.Context.ClearCookiesAsync();
        await person.PressAsync("登记预留");
        await person.SeesAsync("登录已失效，未能提交");
        await person.LooksRightAsync("form-signed-out");
        var tab = await AgainAsync(person, "consultant-1");
        await Assertions.Expect(tab.Locator("main h1")).ToHaveTextAsync("已重新登录");
        await tab.CloseAsync();

        await Assertions.Expect(person.Page.GetByText("登录已失效，您填写的内容仍在")).ToHaveCountAsync(0);
        Assert.Equal("金再来", await person.Page.GetByLabel("客户姓名").InputValueAsync());
        await person.PressAsync("登记预留");
        await person.SeesAsync("预留待批");
        var unit = await system.ReadAsync("consultant-1", $"/api/sales/projects/{PortalSystem.Project}/units/1-1-701");
        Assert.Equal("pending", unit["state"]);
        // Signed in again it is a page like any other, and ends with its session.
        await system.EndSessionsAsync("consultant-1");
        await person.SeesAsync("您已退出");
    }

    [Fact]
    public async Task Nobody_else_goes_on_with_a_form_and_one_that_is_left_ends()
    {
        await using var person = await FilledAsync("1-1-702", "金他人", "F-702");
        await system.EndSessionsAsync("consultant-1");
        await person.Page.Context.ClearCookiesAsync();
        // Nothing was pressed: the page says so by itself.
        await person.SeesAsync("登录已失效，您填写的内容仍在");
        await AgainAsync(person, "consultant-2");
        // Some looks later it is theirs no more than before.
        for (var looks = 0; looks < 2; looks++)
            await person.Page.WaitForResponseAsync("**/data/session");
        await person.SeesAsync("登录已失效，您填写的内容仍在");
        await person.PressAsync("登记预留");
        await person.SeesAsync("登录已失效，未能提交");
        await person.PressAsync("取消");
        await person.SeesAsync("您已退出");
    }

    private async Task<Person> FilledAsync(string unit, string name, string form)
    {
        var person = await Person.SignInAsync(
            system, "consultant-1", $"/sales/projects/{PortalSystem.Project}/units/{unit}");
        await person.PressAsync("登记预留");
        await person.FillAsync("客户姓名", name);
        await person.FillAsync("联系电话", $"138000{form[2..].PadLeft(5, '0')}");
        await person.FillAsync("预约单编号", form);
        await person.FillAsync("预约金收据编号", form.Replace('F', 'R'));
        return person;
    }

    private static async Task<IPage> AgainAsync(Person person, string who)
    {
        var tab = await person.Page.RunAndWaitForPopupAsync(() => person.FollowAsync("重新登录"));
        await person.PassAsync(tab, who);
        return tab;
    }
}
