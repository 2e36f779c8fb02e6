using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Edge;

/// <summary>What is wrong with a request is told in the reader's language, with a code for programs.</summary>
public sealed class ProblemLanguageTests(TestServers servers)
{
    private const string Unknown = "/api/archive/handovers/01a20d51-fdab-7e1f-8979-59e9d53751ea";

    private static readonly (
        string Method, string Path, string? Body, string Code, string Chinese, string English)[] Faults =
    [
        ("GET", "/api/archive/nothing", null, "problem.route-unknown", "此地址不存在", "nothing at this address"),
        ("PUT", "/api/archive/handovers", null, "problem.method-unknown", "不支持 PUT 方法", "does not take PUT"),
        (
            "GET", "/api/archive/messages/failed", null, "problem.permission-missing", "没有此项权限：archive.",
            "does not include archive."),
        ("GET", Unknown + "/explanation", null, "handover.unknown", "没有", "There is no handover"),
        (
            "GET", "/api/archive/handovers?limit=x", null, "problem.must-be-between", "“limit”须为 1 至 200 的整数",
            "'limit' must be a whole number from 1 to 200"),
        (
            "GET", "/api/archive/handovers?limti=5", null, "problem.query-unknown", "没有查询参数“limti”",
            "no parameter 'limti'"),
        (
            "GET", "/api/archive/me/tasks?state=open&state=all", null, "problem.query-twice", "“state”出现了多次",
            "'state' is given more than once"),
        (
            "GET", "/api/archive/me/tasks?after=x", null, "problem.must-be-whole-number", "“after”须为整数",
            "'after' must be a whole number"),
        (
            "GET", "/api/archive/me/tasks?state=done", null, "problem.must-be-one-of", "“state”须为下列之一：open, all",
            "'state' must be one of open, all"),
        (
            "GET", "/api/archive/handovers?limit=0", null, "problem.must-be-between", "“limit”须为 1 至 200 的整数",
            "'limit' must be a whole number from 1 to 200"),
        (
            "GET", "/api/archive/handovers?limit=%07", null, "problem.must-be-between", "“limit”须为", "'limit' must"),
        ("POST", Unknown + "/reject", "{", "problem.body-unreadable", "不是有效的 JSON：第 1 行", "no JSON: line 1"),
        ("POST", Unknown + "/reject", "[]", "problem.body-not-object", "不是本接口所需的对象", "not the object"),
        ("POST", Unknown + "/reject", "{}", "problem.member-missing", "缺少“reason”", "'reason' is missing"),
        (
            "POST", Unknown + "/reject",
            """{"reason":7}""",
            "problem.must-be-text", "“reason”须为文本", "'reason' must be a text"),
        (
            "POST", Unknown + "/reject",
            """{"reason":"a","what":1}""",
            "problem.member-unknown", "没有“what”这一项", "'what' is not known"),
        (
            "POST", Unknown + "/reject",
            """{"reason":"a","at":"1"}""",
            "problem.time-not-taken", "以服务器时间为准", "the server's time"),
        (
            "POST", Unknown + "/reject",
            """{"reason":""}""",
            "handover.reason-missing", "请说明退回原因", "needs its reason"),
    ];

    [Fact]
    public async Task Every_fault_is_told_in_Chinese_or_in_English_and_has_the_same_code_in_both()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        foreach (var (method, path, body, code, chinese, english) in Faults)
        {
            await ToldAsync(archive, "zh-CN", method, path, body, code, chinese);
            await ToldAsync(archive, "en", method, path, body, code, english);
        }
    }

    private static async Task ToldAsync(
        ServiceHost<RecordsArchiveDb> archive, string language, string method, string path, string? body, string code,
        string detail)
    {
        using var client = archive.Client([
            RecordsArchivePermissions.ReadFiles,
            RecordsArchivePermissions.ReceiveHandover,
            RecordsArchivePermissions.OwnTasks,
        ]);
        client.DefaultRequestHeaders.AcceptLanguage.Clear();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True(problem.TryGetProperty("code", out var told), $"{method} {path} {body}: {problem}");
        Assert.Equal((path, body, code), (path, body, told.GetString()));
        Assert.Contains(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(problem.TryGetProperty("args", out _));
    }
}
