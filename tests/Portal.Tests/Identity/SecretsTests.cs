using System.Net;
using Microsoft.Playwright;
using Ops.Platform.Rules;
using Ops.Portal.Tests.SalesControl;
using Xunit;

namespace Ops.Portal.Tests.Identity;

/// <summary>What machines sign in with and what tokens are signed with: made, changed and withdrawn.</summary>
[Collection(OnOneSystem.Name)]
public sealed class SecretsTests(PortalSystem system)
{
    private const string Client = "door-panel";

    [Fact]
    [Rule("CS-7", "machines")]
    public async Task A_machine_s_secret_is_changed_and_only_the_new_one_is_good_until_it_is_withdrawn()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/identity/machines");
        await operations.PressAsync("登记接口账号");
        await operations.FillAsync("账号代码", Client);
        await operations.FillAsync("名称", "门禁屏");
        await operations.Page.Locator("#in-post").SelectOptionAsync("crm-client");
        await operations.Page.GetByLabel("港湾华庭", new() { Exact = true }).CheckAsync();
        await operations.PressAsync("登记接口账号");
        var first = await SecretAsync(operations);
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(first));

        var machine = operations.Page.Locator("li", new() { HasText = "门禁屏" });
        await DoAsync(operations, machine, "更换密钥");
        var second = await SecretAsync(operations);
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(first));
        Assert.Equal(HttpStatusCode.OK, await SignInAsync(second));

        await DoAsync(operations, machine, "作废");
        await machine.GetByText("已作废").WaitForAsync();
        Assert.NotEqual(HttpStatusCode.OK, await SignInAsync(second));
        Assert.Empty(operations.Complaints);
    }

    [Fact]
    [Rule("CS-7", "signing keys")]
    public async Task A_signing_key_is_made_and_withdrawn_and_nobody_signed_in_notices()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1", "/identity/keys");
        var keys = operations.Page.Locator("main .ops-cards > li");
        await keys.First.WaitForAsync();
        var before = await keys.CountAsync();
        await operations.DoAsync("更换签名密钥");
        await Assertions.Expect(keys).ToHaveCountAsync(before + 1);
        // The new one is the first, and signs nothing yet.
        var made = await keys.First.Locator("code").TextContentAsync();
        await DoAsync(operations, keys.First, "作废");
        await keys.Filter(new() { HasText = made! }).GetByText("已作废").WaitForAsync();
        await operations.LooksRightAsync("keys-withdrawn");
        await operations.GoAsync("/identity/machines");
        await operations.SeesAsync("集团客户关系系统");
        Assert.Empty(operations.Complaints);
    }

    private static async Task DoAsync(Person person, ILocator thing, string name)
    {
        await thing.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
        await thing.Locator("#act").WaitForAsync();
        await person.SendAsync(name);
    }

    /// <summary>What is shown once; passed on it is gone from the page.</summary>
    private static async Task<string> SecretAsync(Person person)
    {
        var secret = await person.Page.Locator(".ops-secret").Last.TextContentAsync();
        await person.PressAsync("已转交，关闭");
        await Assertions.Expect(person.Page.Locator(".ops-secret")).ToHaveCountAsync(0);
        return secret!;
    }

    private async Task<HttpStatusCode> SignInAsync(string secret)
    {
        using var http = new HttpClient { BaseAddress = system.Address };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = Client,
            ["client_secret"] = secret,
            ["scope"] = "ops",
        });
        using var answer = await http.PostAsync(
            new Uri("/connect/token", UriKind.Relative), form, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
