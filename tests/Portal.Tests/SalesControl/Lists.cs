using System.Text;
using Microsoft.Playwright;
using Ops.Demo;
using Xunit;

namespace Ops.Portal.Tests.SalesControl;

/// <summary>Lists as people have them on their machines.</summary>
internal static class Lists
{
    internal const string Headings = "楼栋,单元,楼层,房号,类型,建筑面积,总价,状态";

    /// <summary>A text with these lines.</summary>
    internal static FilePayload Csv(string name, params IEnumerable<string> lines) =>
        new() { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(string.Join('\n', lines)) };

    /// <summary>Chooses a file on the page.</summary>
    internal static async Task ChooseAsync(this Person person, FilePayload file)
    {
        var field = person.Page.Locator("main").GetByLabel("选择文件");
        await Assertions.Expect(field).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await field.SetInputFilesAsync(file);
    }

    /// <summary>Holds files over the page, as whoever drags them there, and lets them go.</summary>
    internal static async Task DropAsync(this Person person, params IEnumerable<FilePayload> files)
    {
        var data = await person.HoldAsync(files);
        await person.Page.Locator("main h1").DispatchEventAsync("drop", new { dataTransfer = data });
    }

    /// <summary>Holds files over the page's heading: the page shows where they can be let go.</summary>
    internal static async Task<IJSHandle> HoldAsync(this Person person, params IEnumerable<FilePayload> files)
    {
        var field = person.Page.Locator("main").GetByLabel("选择文件");
        await Assertions.Expect(field).ToBeEnabledAsync(new() { Timeout = 60_000 });
        var data = await person.Page.EvaluateHandleAsync(
            """
            files => {
              const data = new DataTransfer();
              for (const { name, type, base64 } of files)
                data.items.add(new File([Uint8Array.from(atob(base64), one => one.charCodeAt(0))], name, { type }));
              return data;
            }
            """,
            files.Select(file => new
            {
                name = file.Name,
                type = file.MimeType,
                base64 = Convert.ToBase64String(file.Buffer),
            }).ToArray());
        await person.Page.Locator("main h1").DispatchEventAsync("dragover", new { dataTransfer = data });
        return data;
    }

    /// <summary>Opens a command's form and sends it, where nothing is to be filled in.</summary>
    internal static async Task DoAsync(this Person person, string name)
    {
        await person.PressAsync(name);
        await person.SendAsync(name);
    }

    /// <summary>Sends the form that is open.</summary>
    internal static Task SendAsync(this Person person, string name) =>
        person.Page.Locator("main form").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>A project of its own, with the units of a list.</summary>
    internal static async Task OpenAsync(
        this PortalSystem system, string project, string name, params IEnumerable<string> lines)
    {
        await system.CallAsync(
            "operations-1", "/api/sales/projects",
            new System.Text.Json.Nodes.JsonObject { ["code"] = project, ["name"] = name });
        var answer = await system.Gateway.UploadAsync(
            new Staff("operations"), $"/api/sales/projects/{project}/units/import",
            Csv("units.csv", lines).Buffer, "text/csv");
        Assert.True(answer.Status == 200, answer.Text);
    }
}
