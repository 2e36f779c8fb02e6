using System.Diagnostics;
using System.Text;
using Microsoft.Playwright;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Listing;

/// <summary>A project is opened and its list imported, wrong at first, by people without a manual.</summary>
[Collection(OnOneSystem.Name)]
public sealed class ImportingTests(PortalSystem system)
{
    [Fact]
    [Rule("RES-2", "lists of units")]
    public async Task A_list_is_looked_at_corrected_and_imported()
    {
        await using var person = await Person.SignInAsync(system, "operations-1", "/sales/projects");
        await person.PressAsync("开设项目");
        await person.FillAsync("代码", "List Trial");
        await person.FillAsync("名称", "清单试验园");
        await person.PressAsync("开设项目");
        await person.SeesAsync("项目编码须为");
        await person.LooksRightAsync("project-refused");
        await person.FillAsync("代码", "list-trial");
        await person.PressAsync("开设项目");
        await person.FollowAsync("清单试验园");
        await person.FollowAsync("房源表");
        await person.SeesAsync("尚无房源");
        await person.LooksRightAsync("units-none");
        await person.FollowAsync("导入房源");
        await person.SeesAsync("下载空白模板");
        await person.LooksRightAsync("import");

        // What is no list, what is empty, and what is wrong are told, and nothing is taken.
        await person.ChooseAsync(Lists.Csv("空.csv"));
        await person.SeesAsync("文件为空");
        await person.ChooseAsync(new() { Name = "照片.xlsx", MimeType = "image/png", Buffer = [0x50, 0x4B, 3, 4, 9, 9] });
        await person.SeesAsync("这不是可读取的表格");
        await person.LooksRightAsync("import-no-list");
        await person.ChooseAsync(Lists.Csv(
            "房源.csv", $"{Lists.Headings},备注", "1,1,2,201,住宅,89.5,1200000,销控,边户", "1,1,2,202,住宅,八十九,1200000,销控,",
            "1,1,2,203,别墅,89.5,1200000,已售,"));
        await person.SeesAsync("类型须为下列之一");
        await person.SeesAsync("不是数字");
        await person.LooksRightAsync("import-wrong");
        await person.ChooseAsync(Lists.Csv(
            "房源.csv", $"{Lists.Headings},备注", "1,1,2,201,住宅,89.5,1200000,销控,边户", "1,1,2,202,住宅,89.5,1210000,销控,"));
        await person.Page.GetByLabel("忽略无法识别的列").CheckAsync();
        await person.SeesAsync("文件无误");
        await person.LooksRightAsync("import-good");
        await person.PressAsync("导入");
        await person.SeesAsync("导入完成：新增 2 套");
        await person.LooksRightAsync("imported");

        // What is there is described anew: from, and to.
        await person.PressAsync("再导入一个文件");
        await person.ChooseAsync(Lists.Csv(
            "房源.csv", "楼栋,单元,楼层,房号,类型,建筑面积,户型", "1,1,2,201,住宅,90.25,三房两厅", "1,1,2,202,住宅,89.5,",
            "1,1,3,301,住宅,89.5,"));
        await person.SeesAsync("三房两厅");
        await person.LooksRightAsync("import-changes");
        await person.PressAsync("导入");
        await person.SeesAsync("新增 1 套，变更 1 套，不变 1 套");
        await person.FollowAsync("房源表");
        await person.SeesAsync("三房两厅");
        await person.LooksRightAsync("units");
        var download = await person.Page.RunAndWaitForDownloadAsync(() => person.FollowAsync("下载 CSV"));
        Assert.Contains("三房两厅", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task A_file_of_20_MB_is_read_and_a_larger_one_told()
    {
        await system.OpenAsync("large-trial", "大文件试验园", Lists.Headings, "1,1,2,201,住宅,89.5,,销控");
        await using var person = await Person.SignInAsync(
            system, "operations-1", "/sales/projects/large-trial/units/import");
        var line = $"1,1,2,201,住宅,89.5,,销控,{new string('x', 950)}";
        var large = new FilePayload
        {
            Name = "大.csv",
            MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes(
                $"{Lists.Headings},备注\n{string.Join('\n', Enumerable.Repeat(line, 20_500))}"),
        };
        Assert.InRange(large.Buffer.Length, 19_500_000, 20 * 1024 * 1024);
        var watch = Stopwatch.StartNew();
        await person.DropAsync(large);
        await person.Page.Locator("progress").WaitForAsync();
        await person.LooksRightAsync("import-reading");
        await person.SeesAsync("超过 20000 行");
        TestContext.Current.SendDiagnosticMessage($"20 MB: {watch.Elapsed}");
        await person.DropAsync(new FilePayload
        {
            Name = "过大.csv",
            MimeType = "text/csv",
            Buffer = new byte[21 * 1024 * 1024],
        });
        await person.SeesAsync("超过 20 MB，未读取");
        await person.LooksRightAsync("import-too-large");
        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task What_is_dropped_anywhere_on_the_page_is_looked_at_as_what_was_chosen()
    {
        await using var person = await Person.SignInAsync(
            system, "operations-1", $"/sales/projects/{PortalSystem.Project}/units/import");
        var list = Lists.Csv("新增.csv", Lists.Headings, "9,1,2,201,住宅,89.5,,销控");
        await person.HoldAsync(list);
        await person.Page.Locator(".ops-over").WaitForAsync();
        await person.LooksRightAsync("import-held");
        // What is no list, and more than one.
        await person.DropAsync(new FilePayload
        {
            Name = "合同.pdf",
            MimeType = "application/pdf",
            Buffer = [.. "%PDF-1.7"u8, 0, 9],
        });
        await person.SeesAsync("这不是可读取的表格");
        await Assertions.Expect(person.Page.Locator(".ops-over")).ToHaveCountAsync(0);
        await person.DropAsync(list, list);
        await person.SeesAsync("拖入了 2 个文件");
        await person.LooksRightAsync("import-two");
        await person.DropAsync(list);
        await person.SeesAsync("文件无误");
        await person.SeesAsync("9-1-201");
        Assert.EndsWith("/units/import", person.Page.Url, StringComparison.Ordinal);
        Assert.Empty(person.Complaints);
    }

    [Fact]
    [Rule("RES-2", "kinds of units")]
    public async Task A_kind_of_units_is_added_and_called_otherwise()
    {
        await using var person = await Person.SignInAsync(system, "operations-1", "/sales/unit-kinds");
        await person.PressAsync("增加类型");
        await person.FillAsync("代码", "loft");
        await person.FillAsync("名称", "复式");
        await person.FillAsync("英文名称", "Loft");
        await person.Page.GetByLabel("遵循的规则").SelectOptionAsync("Home");
        await person.LooksRightAsync("kind-adding");
        await person.PressAsync("增加类型");
        await person.FollowAsync("复式");
        await person.PressAsync("改名");
        await person.FillAsync("名称", "跃层");
        await person.FillAsync("英文名称", "Duplex");
        await person.PressAsync("改名");
        await person.SeesAsync("Duplex");
        await person.LooksRightAsync("kind");
        await person.FollowAsync("房源类型");
        await person.SeesAsync("跃层");
        await person.LooksRightAsync("kinds");
        Assert.Empty(person.Complaints);
    }
}
