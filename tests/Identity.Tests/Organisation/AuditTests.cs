using System.Net;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>What must be answered for later.</summary>
public sealed class AuditTests(TestServers servers)
{
    [Fact]
    [Rule("CS-7")]
    public async Task Operations_find_who_did_what_to_whom_and_the_register_verifies()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        using var failing = new Browser(identity.Address);
        await failing.SubmitAsync(
            await failing.GetAsync("/account/sign-in"), ("number", "consultant-1"),
            ("password", "my other password, typed here"));
        await operations.ChangeStaffAsync("consultant-2", "suspend", new { reason = "an inquiry" });

        const string Register = "/api/identity/registers/audit/company";
        var (failures, _) = await operations.GetAsync($"{Register}/entries?what=signInFailed", HttpStatusCode.OK);
        Assert.Equal(
            "consultant-1",
            Assert.Single(failures.GetProperty("items").EnumerateArray())
                .GetProperty("entry").GetProperty("subject").GetString());
        var (about, _) = await operations.GetAsync(
            $"{Register}/entries?subject=consultant-2&by=operations-1", HttpStatusCode.OK);
        Assert.Equal(
            "staffSuspended",
            Assert.Single(about.GetProperty("items").EnumerateArray())
                .GetProperty("entry").GetProperty("what").GetString());
        var (first, _) = await operations.GetAsync($"{Register}/entries?limit=1", HttpStatusCode.OK);
        var (second, _) = await operations.GetAsync(
            $"{Register}/entries?limit=1&after={first.GetProperty("next").GetInt64()}", HttpStatusCode.OK);
        Assert.Equal(
            first.GetProperty("items")[0].GetProperty("sequence").GetInt64() - 1,
            second.GetProperty("items")[0].GetProperty("sequence").GetInt64());
        await operations.GetAsync($"{Register}/entries?from=yesterday", HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            0,
            (await operations.GetAsync($"{Register}/entries?until=2020-01-01T00:00:00Z", HttpStatusCode.OK))
                .Json.GetProperty("items").GetArrayLength());

        // Whoever reads it reads it in their own language.
        var failed = failures.GetProperty("items")[0].GetProperty("text").GetString();
        Assert.Equal("A sign-in failed (consultant-1): wrong password", failed);
        operations.DefaultRequestHeaders.AcceptLanguage.Clear();
        var (read, _) = await operations.GetAsync($"{Register}/entries?limit=200", HttpStatusCode.OK);
        var sentences = read.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString())
            .ToList();
        Assert.Contains("登录未成功（consultant-1）：密码错误", sentences);
        Assert.Contains("operations-1 暂停了 consultant-2 的使用权限", sentences);
        Assert.Contains("operations-1 登录：密码和动态口令", sentences);

        Assert.True(
            (await operations.GetAsync($"{Register}/verify", HttpStatusCode.OK))
                .Json.GetProperty("intact").GetBoolean());
        // What somebody typed is in it nowhere.
        Assert.Equal(0, await identity.Database.CountAsync("registers.entries WHERE text LIKE '%typed here%'"));
        using var consultant = await identity.AsAsync("consultant-1");
        await consultant.GetAsync($"{Register}/entries", HttpStatusCode.Forbidden);
    }
}
