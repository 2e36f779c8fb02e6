using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Playwright;
using Ops.Platform.Rules;
using Xunit;

namespace Ops.Portal.Tests.SalesControl.Board;

/// <summary>The board 销控表 as people look at it: at a desk, on a wall, on paper.</summary>
[Collection(OnOneSystem.Name)]
public sealed class BoardTests(PortalSystem system)
{
    private const string Path = $"/sales/projects/{PortalSystem.Project}/board";

    [Fact]
    [Rule("RES-2", "the board")]
    public async Task Entrances_have_heads_and_what_is_filtered_is_kept_in_the_address()
    {
        await using var consultant = await Person.SignInAsync(system, "consultant-1", Path);
        var page = consultant.Page;
        await IsLiveAsync(page);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("销控表 港湾华庭");
        // The same room in two entrances is told apart.
        var second = page.GetByRole(AriaRole.Grid, new() { Name = "2 栋" });
        var heads = second.GetByRole(AriaRole.Columnheader);
        await Assertions.Expect(heads.Filter(new() { HasText = "单元" })).ToHaveTextAsync(["1 单元", "2 单元"]);
        await consultant.LooksRightAsync("board-all");

        await page.GetByLabel("楼栋").SelectOptionAsync("2");
        await Assertions.Expect(page.GetByRole(AriaRole.Grid, new() { Name = "1 栋" })).ToBeHiddenAsync();
        await page.GetByLabel("类型").SelectOptionAsync(new SelectOptionValue { Label = "住宅" });
        await page.GetByLabel("最高总价（万元）").FillAsync("200");
        await page.GetByRole(AriaRole.Button, new() { Name = "待售" }).ClickAsync();
        await Assertions.Expect(page.Locator("[data-summary]")).ToContainTextAsync("显示");
        await page.GetByRole(AriaRole.Button, new() { Name = "大", Exact = true }).ClickAsync();
        await consultant.LooksRightAsync("board-filtered");
        await page.WaitForURLAsync(address => address.Contains("priceTo=2000000", StringComparison.Ordinal)
            && address.Contains("zoom=3", StringComparison.Ordinal));
        var said = await page.Locator("[data-summary]").TextContentAsync();
        var passedOn = new Uri(page.Url).PathAndQuery;

        await using var other = await Person.SignInAsync(system, "consultant-2", passedOn);
        await IsLiveAsync(other.Page);
        await Assertions.Expect(other.Page.Locator("[data-summary]")).ToHaveTextAsync(said!);
        await Assertions.Expect(other.Page.GetByRole(AriaRole.Button, new() { Name = "待售" }))
            .ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(other.Page.GetByLabel("最高总价（万元）")).ToHaveValueAsync("200");

        // What nothing is like says so, and leads back.
        await page.GetByLabel("查找房号").FillAsync("没有");
        await consultant.SeesAsync("没有符合条件的房源。");
        await consultant.LooksRightAsync("board-none");
        await page.Locator(".board-none").GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Grid, new() { Name = "1 栋" })).ToBeVisibleAsync();
        Assert.Empty((string[])[.. consultant.Complaints, .. other.Complaints]);
    }

    [Fact]
    public async Task The_board_is_one_tab_stop_and_arrows_lead_from_cell_to_cell()
    {
        await using var consultant = await Person.SignInAsync(
            system, "consultant-1", $"{Path}?building=2", scheme: ColorScheme.Dark);
        var page = consultant.Page;
        await IsLiveAsync(page);
        await Assertions.Expect(page.Locator(".board-unit[tabindex='0']")).ToHaveCountAsync(1);
        await page.GetByLabel("查找房号").FillAsync("2-1-60");
        await page.GetByLabel("查找房号").PressAsync("Enter");
        await IsAtAsync(page, "2-1-601");
        await consultant.LooksRightAsync("board-found-dark");
        await page.GetByLabel("查找房号").FillAsync("");
        await Unit(page, "2-1-601").FocusAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await IsAtAsync(page, "2-1-701");
        await page.Keyboard.PressAsync("ArrowRight");
        await IsAtAsync(page, "2-1-702");
        await page.Keyboard.PressAsync("End");
        await IsAtAsync(page, "2-2-703");
        await page.Keyboard.PressAsync("ArrowDown");
        await IsAtAsync(page, "2-2-603");
        await page.Keyboard.PressAsync("Home");
        await IsAtAsync(page, "2-1-601");
        await Assertions.Expect(page.Locator(".board-unit[tabindex='0']")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/units/2-1-601");
        await page.GoBackAsync();
        await IsLiveAsync(page);
        // Whoever comes back finds their filter, and the place where they were.
        await Assertions.Expect(page.Locator(".board-unit[tabindex='0']")).ToHaveAttributeAsync(
            "data-unit", "2-1-601");
        await Assertions.Expect(page.GetByRole(AriaRole.Grid, new() { Name = "1 栋" })).ToBeHiddenAsync();
        Assert.Empty(consultant.Complaints);
    }

    [Fact]
    [Rule("RES-2", "the board")]
    public async Task A_registration_is_there_by_itself_and_a_name_is_only_text()
    {
        const string Name = "<script>document.title='x'</script>";
        await using var manager = await Person.SignInAsync(
            system, "marketing-manager-1", $"{Path}?building=2&zoom=3");
        await using var consultant = await Person.SignInAsync(
            system, "consultant-2", $"{Path}?building=2&zoom=3", language: "en");
        await IsLiveAsync(manager.Page);
        await IsLiveAsync(consultant.Page, "Live");
        var cell = Unit(manager.Page, "2-1-201");
        await Assertions.Expect(cell).ToHaveAttributeAsync("data-state", "available");
        // It comes on the stream that is open: nobody who watches asks for the board again.
        var asked = new ConcurrentQueue<string>();
        foreach (var watching in (IPage[])[manager.Page, consultant.Page])
            watching.Request += (_, request) => asked.Enqueue(new Uri(request.Url).AbsolutePath);
        await RegisterAsync("2-1-201", Name, "13900000201");
        await Assertions.Expect(cell).ToHaveAttributeAsync("data-state", "pending");
        await Assertions.Expect(Unit(consultant.Page, "2-1-201")).ToHaveAttributeAsync("data-state", "pending");
        Assert.DoesNotContain($"/data{Path}", asked);
        await Assertions.Expect(cell).ToContainTextAsync(Name);
        Assert.Contains("港湾华庭", await manager.Page.TitleAsync(), StringComparison.Ordinal);
        await Assertions.Expect(cell.Locator("script")).ToHaveCountAsync(0);
        await manager.LooksRightAsync("board-pending");

        // Whoever may not see holders is not told of them by the page either.
        cell = Unit(consultant.Page, "2-1-201");
        await Assertions.Expect(cell).ToHaveAttributeAsync("data-state", "pending");
        await Assertions.Expect(cell).ToContainTextAsync("置业顾问 1");
        await Assertions.Expect(cell).Not.ToContainTextAsync("script");
        await consultant.LooksRightAsync("board-english");
        Assert.Empty((string[])[.. manager.Complaints, .. consultant.Complaints]);
    }

    [Fact]
    public async Task A_break_is_told_and_the_board_is_whole_again_by_itself()
    {
        await using var replica = await system.StartPortalAsync();
        await using var consultant = await Person.SignInAsync(system, "consultant-1");
        var page = consultant.Page;
        await page.GotoAsync(new Uri(replica.Address, $"{Path}?building=2").ToString());
        await IsLiveAsync(page);
        await page.Context.SetOfflineAsync(true);
        await consultant.SeesAsync("连接中断，正在重连");
        await consultant.Page.ScreenshotAsync(new() { Path = ShotOf("board-broken") });
        await RegisterAsync("2-1-301", "断网客户", "13900000301");
        await Assertions.Expect(Unit(page, "2-1-301")).ToHaveAttributeAsync("data-state", "available");
        await page.Context.SetOfflineAsync(false);
        await IsLiveAsync(page);
        await Assertions.Expect(Unit(page, "2-1-301")).ToHaveAttributeAsync("data-state", "pending");

        // Its replica is started again, at the same address.
        await replica.KillAsync();
        await consultant.SeesAsync("连接中断，正在重连");
        await RegisterAsync("2-1-302", "重启客户", "13900000302");
        await using var again = await system.StartPortalAsync($"--Kestrel:Endpoints:Http:Url={replica.Address}");
        await IsLiveAsync(page);
        await Assertions.Expect(Unit(page, "2-1-302")).ToHaveAttributeAsync("data-state", "pending");
    }

    [Fact]
    public async Task Who_leaves_the_board_before_it_is_drawn_has_the_next_page_whole()
    {
        await using var operations = await Person.SignInAsync(system, "operations-1");
        var page = operations.Page;
        var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteAsync("**/board*.js", async route =>
        {
            await hold.Task;
            await route.ContinueAsync();
        });
        await operations.GoAsync(Path);
        await operations.FollowAsync("房源表");
        await page.Locator("table").WaitForAsync();
        await page.RunAndWaitForResponseAsync(
            () =>
            {
                hold.SetResult();
                return Task.CompletedTask;
            },
            "**/board*.js");
        // Once there and back for each that the script still has to ask.
        foreach (var building in (string[])["2", "1", "2", "1"])
        {
            await page.Locator("#building").SelectOptionAsync(building);
            await page.Locator($"td a[href$='/units/{building}-1-201']").WaitForAsync();
        }

        Assert.Empty(operations.Complaints);
    }

    [Fact]
    public async Task The_board_is_taken_along_as_a_workbook_and_on_paper()
    {
        await using var manager = await Person.SignInAsync(
            system, "marketing-manager-1", $"{Path}?building=2&state=available");
        var page = manager.Page;
        await IsLiveAsync(page);
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "下载 Excel" }).ClickAsync());
        Assert.Matches(@"^board-harbour-court-\d{8}-\d{4}\.xlsx$", download.SuggestedFilename);
        using var book = SpreadsheetDocument.Open(await download.PathAsync(), isEditable: false);
        Assert.Equal("2", Assert.Single(book.WorkbookPart!.Workbook!.Descendants<Sheet>()).Name);
        // What the service cannot filter by is said before it is taken.
        await page.GetByLabel("查找房号").FillAsync("201");
        await manager.SeesAsync("文件不按房号及他人的客户筛选。");
        await page.GetByLabel("查找房号").FillAsync("");

        // Nothing else can be read through there.
        var other = await page.Context.APIRequest.GetAsync(new Uri(system.Address, "/data/sales/projects").ToString());
        Assert.Equal(404, other.Status);

        await page.GotoAsync(new Uri(system.Address, Path).ToString());
        await IsLiveAsync(page);
        var paper = await page.PdfAsync(new()
        {
            Path = System.IO.Path.ChangeExtension(ShotOf("board-paper"), "pdf"),
            PreferCSSPageSize = true,
            PrintBackground = true,
        });
        // Two buildings, a page each, across.
        var text = System.Text.Encoding.Latin1.GetString(paper);
        Assert.Equal(2, text.Split("/MediaBox [0 0 841").Length - 1);
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.SetViewportSizeAsync(1062, 740);
        await page.ScreenshotAsync(new() { Path = ShotOf("board-print"), FullPage = true });
        Assert.Empty(manager.Complaints);
    }

    [Fact]
    public async Task A_wall_shows_the_board_alone()
    {
        await using var manager = await Person.SignInAsync(system, "marketing-manager-1", Path);
        await IsLiveAsync(manager.Page);
        await manager.Page.SetViewportSizeAsync(1280, 720);
        await manager.PressAsync("全屏");
        await manager.SeesAsync("退出全屏");
        await Assertions.Expect(manager.Page.GetByLabel("楼栋")).ToBeHiddenAsync();
        await FitsAsync(manager.Page);
        await manager.Page.ScreenshotAsync(new() { Path = ShotOf("board-wall") });
        // However much of a unit it shows.
        await manager.PressAsync("大");
        await FitsAsync(manager.Page);
        await manager.PressAsync("退出全屏");
        await Assertions.Expect(manager.Page.GetByLabel("楼栋")).ToBeVisibleAsync();
        Assert.Empty(manager.Complaints);
    }

    /// <summary>A large project, as the service would answer it: the page alone is what is measured.</summary>
    [Fact]
    public async Task Two_thousand_units_are_drawn_filtered_and_scrolled()
    {
        await using var consultant = await Person.SignInAsync(system, "consultant-1");
        var page = consultant.Page;
        await page.RouteAsync("**/data/sales/projects/*/board", route => route.FulfillAsync(new()
        {
            ContentType = "application/json",
            Body = Large().ToJsonString(),
        }));
        await consultant.GoAsync(Path);
        await page.Locator(".board-unit[tabindex='0']").First.WaitForAsync();
        await Assertions.Expect(page.Locator(".board-unit")).ToHaveCountAsync(2000);
        await Assertions.Expect(page.Locator(".board-unit[tabindex='0']")).ToHaveCountAsync(1);
        await page.ScreenshotAsync(new() { Path = ShotOf("board-large") });
        // Of 200 floors only those are laid out that are near.
        Assert.InRange(await LaidOutAsync(page), 1, 100);
        // Each filter changes the cells that are there: none is made again.
        var shown = await page.EvaluateAsync<int[]>("""
            () => {
              const made = [...document.querySelectorAll(".board-unit")];
              const counts = [];
              for (const button of document.querySelectorAll("[data-legend] button"))
                for (let i = 0; i < 2; i++) {
                  button.click();
                  counts.push(document.querySelectorAll(".board-cell:not(.is-out) > .board-unit").length);
                }
              const now = [...document.querySelectorAll(".board-unit")];
              return now.every((unit, i) => unit === made[i]) ? counts : [];
            }
            """);
        Assert.Equal(18, shown.Length);
        Assert.All(shown.Index(), one => Assert.InRange(
            one.Item, one.Index % 2 == 0 ? 222 : 2000, one.Index % 2 == 0 ? 223 : 2000));
        Assert.Equal(2000, shown.Where((_, at) => at % 2 == 0).Sum());
        // So it is at the other end.
        await Unit(page, "5-1-101").ScrollIntoViewIfNeededAsync();
        await Assertions.Expect(Unit(page, "5-1-101")).ToBeInViewportAsync();
        Assert.InRange(await LaidOutAsync(page), 1, 100);
        Assert.Empty(consultant.Complaints);
    }

    /// <summary>All units are on the screen, and nothing is there to scroll.</summary>
    private static async Task FitsAsync(IPage page)
    {
        await page.WaitForFunctionAsync("""
            () => [...document.querySelectorAll(".board-unit")].every(unit => {
              const { left, top, right, bottom } = unit.getBoundingClientRect();
              return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
            })
            """);
        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll(".board, .board *")]
              .filter(one => ["auto", "scroll"].includes(getComputedStyle(one).overflowY)
                && (one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth))
              .map(one => one.className)
            """));
    }

    // Floors that the browser has drawn, of 200: others are only as high as they would be.
    private static Task<int> LaidOutAsync(IPage page) => page.EvaluateAsync<int>("""
        async () => {
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          return [...document.querySelectorAll(".board-floor > .board-corner")]
            .filter(one => one.checkVisibility({ contentVisibilityAuto: true })).length;
        }
        """);

    private static ILocator Unit(IPage page, string unit) => page.Locator($"[data-unit='{unit}']");

    private static Task IsLiveAsync(IPage page, string live = "实时") =>
        Assertions.Expect(page.Locator("[data-status]")).ToHaveTextAsync(live, new() { Timeout = 60_000 });

    private static Task IsAtAsync(IPage page, string unit) => Assertions.Expect(Unit(page, unit)).ToBeFocusedAsync();

    private static string? ShotOf(string name) => Environment.GetEnvironmentVariable("OPS_SHOTS") is { } folder
        ? System.IO.Path.Combine(Directory.CreateDirectory(folder).FullName, $"{name}.png")
        : null;

    private Task<JsonNode> RegisterAsync(string unit, string name, string phone) => system.CallAsync(
        "consultant-1", $"/api/sales/projects/{PortalSystem.Project}/units/{unit}/reservations", new JsonObject
        {
            ["customer"] = new JsonObject { ["name"] = name, ["phone"] = phone },
            ["form"] = $"F-{unit}",
            ["depositReceipt"] = $"R-{unit}",
        });

    /// <summary>Five buildings of two entrances, forty floors and 2,000 units.</summary>
    private static JsonObject Large()
    {
        string[] states =
            ["withheld", "available", "pending", "reserved", "offered", "subscribed", "contracted", "delivered", "let"];
        var number = 0;
        return new JsonObject
        {
            ["project"] = PortalSystem.Project,
            ["name"] = "港湾华庭",
            ["cursor"] = "x",
            ["buildings"] = new JsonArray([.. Enumerable.Range(1, 5).Select(building => new JsonObject
            {
                ["building"] = $"{building}",
                ["floors"] = new JsonArray([.. Enumerable.Range(1, 40).Reverse().Select(floor => new JsonObject
                {
                    ["floor"] = floor,
                    ["units"] = new JsonArray([.. Enumerable.Range(0, 10).Select(room => UnitOf(
                        building, floor, (room / 5) + 1, (room % 5) + 1, states[number++ % states.Length]))]),
                })]),
            })]),
        };
    }

    private static JsonObject UnitOf(int building, int floor, int entrance, int room, string state) => new()
    {
        ["building"] = $"{building}",
        ["entrance"] = $"{entrance}",
        ["floor"] = floor,
        ["room"] = $"{floor}{room:00}",
        ["unit"] = $"{building}-{entrance}-{floor}{room:00}",
        ["kind"] = "residence",
        ["state"] = state,
        ["since"] = "2026-11-01T08:00:00+08:00",
        ["until"] = state is "reserved" or "offered" ? "2036-11-01T08:00:00+08:00" : null,
        ["consultant"] = state is "available" or "withheld" ? null : $"consultant-{room}",
        ["holder"] = state is "available" or "withheld" ? null : "欧阳某某",
        ["waiting"] = state == "reserved" ? room : 0,
        ["builtArea"] = 80 + room,
        ["layout"] = $"{room}房2厅",
        ["price"] = new JsonObject { ["amount"] = $"{1_500_000 + (floor * 10_000)}.00", ["currency"] = "CNY" },
        ["version"] = 1,
    };
}
