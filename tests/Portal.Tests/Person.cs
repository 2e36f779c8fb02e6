using Microsoft.Playwright;
using Ops.BrowserSupport;

namespace Ops.Portal.Tests;

/// <summary>Somebody with a browser, signed in at the portal.</summary>
internal sealed class Person : IAsyncDisposable
{
    // Pictures of what a test has seen, for whoever looks a page over: OPS_SHOTS names the folder.
    private static readonly string? Shots = Environment.GetEnvironmentVariable("OPS_SHOTS");

    // Longer than any page takes on a busy machine, and short enough to hear of one that never comes.
    private const float Patience = 90_000;

    // Tables of which not all columns show, and nothing says so or leads to the others without a mouse. The board's
    // own cells are led through by arrows.
    private const string CutOff = """
        async () => {
          await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
          const isWhole = table => {
            const right = table.getBoundingClientRect().right, place = table.closest(".ops-scroll");
            const frame = (place ?? table.parentElement).getBoundingClientRect();
            return right <= frame.right + 1
              || (place?.tabIndex === 0 && (place.ariaLabel || place.getAttribute("aria-labelledby"))
                && place.querySelector(".ops-more").checkVisibility());
          };
          return [...document.querySelectorAll("main table")].filter(one => one.checkVisibility() && !isWhole(one))
            .map(one => one.outerHTML.slice(0, 200));
        }
        """;

    private readonly PortalSystem _system;
    private readonly Chromium _chromium;

    private Person(PortalSystem system, Chromium chromium, IPage page) =>
        (_system, _chromium, Page) = (system, chromium, page);

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>What the browser found wrong: with the page, or with what it loads.</summary>
    public IReadOnlyList<string> Complaints => _chromium.Complaints;

    /// <summary>Signs in; leads to a page of the portal.</summary>
    public static async Task<Person> SignInAsync(
        PortalSystem system, string who, string path = "/", string language = "zh-CN",
        ColorScheme scheme = ColorScheme.Light)
    {
        // As long as everything else that is waited for.
        Assertions.SetDefaultExpectTimeout(Patience);
        var chromium = await Chromium.StartAsync(language, scheme);
        var page = await OpenAsync(chromium);
        var person = new Person(system, chromium, page);
        await page.GotoAsync(new Uri(system.Address, path).ToString());
        await person.PassAsync(who);
        return person;
    }

    /// <summary>Another tab of the same browser.</summary>
    public async Task<Person> TabAsync(string path)
    {
        var page = await OpenAsync(_chromium);
        var tab = new Person(_system, _chromium, page);
        await tab.GoAsync(path);
        return tab;
    }

    /// <summary>Fills in the authority's pages, to where they lead back.</summary>
    public Task PassAsync(string who) => PassAsync(Page, who);

    /// <summary>The same on another page of theirs.</summary>
    public async Task PassAsync(IPage page, string who)
    {
        await page.Locator("[name=number]").FillAsync(who);
        await page.Locator("[name=password]").FillAsync(PortalSystem.Password);
        await page.Keyboard.PressAsync("Enter");
        // Not any page's: the sign-in page has a heading too, and who left it now would never have signed in.
        var (code, portal) = (page.Locator("[name=code]"), page.Locator("#content h1").First);
        await code.Or(portal).First.WaitForAsync();
        if (await code.IsVisibleAsync())
        {
            await code.FillAsync(await _system.CodeAsync(who));
            await page.Keyboard.PressAsync("Enter");
            await portal.WaitForAsync();
        }
    }

    /// <summary>Goes to another page of the portal, by its address.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(new Uri(_system.Address, path).ToString());
        await Page.Locator("main h1").First.WaitForAsync();
    }

    /// <summary>Presses a button of the page; one that opens a form has opened it.</summary>
    public async Task PressAsync(string name)
    {
        var button = Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).Last;
        var opens = await button.GetAttributeAsync("aria-expanded") is "false";
        await button.ClickAsync();
        if (opens)
            await Page.Locator("#act").WaitForAsync();
    }

    /// <summary>Follows a link of the page.</summary>
    public Task FollowAsync(string name) =>
        Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = name }).First.ClickAsync();

    /// <summary>Fills a field in by its label.</summary>
    public async Task FillAsync(string label, string text)
    {
        var field = Page.Locator("main").GetByLabel(label).First;
        await field.FillAsync(text);
        await field.BlurAsync();
    }

    /// <summary>Waits until the page says something.</summary>
    public Task SeesAsync(string text) => WaitAsync(
        text, $"does not say {text}", () => Page.Locator("main").GetByText(text).First.WaitForAsync());

    /// <summary>Waits until another page is there.</summary>
    /// <param name="address">Its address, with stars for what is not known.</param>
    public Task ArrivesAsync(string address) => WaitAsync(
        address, $"leads not to {address}", () => Page.WaitForURLAsync(address));

    /// <summary>Waits, and where it was for nothing, tells what the page says instead.</summary>
    private async Task WaitAsync(string what, string missed, Func<Task> wait)
    {
        try
        {
            await wait();
        }
        catch (TimeoutException late)
        {
            if (Shots is not null)
            {
                Directory.CreateDirectory(Shots);
                var name = string.Concat(what.Where(char.IsLetterOrDigit));
                await Page.ScreenshotAsync(
                    new() { Path = Path.Combine(Shots, $"not-seen-{name}.png"), FullPage = true });
            }

            var said = string.Join(" | ", (await Page.Locator("body").InnerTextAsync()).Split(
                '\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            throw new TimeoutException($"{Page.Url} {missed}, but says: {said}", late);
        }
    }

    /// <summary>
    /// Everybody can use the page as it stands now, at a desk and on a telephone: axe finds nothing, and nothing is
    /// wider than the screen.
    /// </summary>
    public async Task LooksRightAsync(string name)
    {
        // A page's title comes a moment after the page.
        await Page.WaitForFunctionAsync("() => document.title !== ''");
        Xunit.Assert.True(LookedAt.IsAt(name, Page.Url), $"{Page.Url} is not the page of {name}.");
        foreach (var (width, height) in ((int, int)[])[(1280, 900), (390, 844)])
        {
            await Page.SetViewportSizeAsync(width, height);
            await Chromium.SeenByEverybodyAsync(Page);
            var wide = await Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Xunit.Assert.True(wide <= width, $"{Page.Url} is {wide} wide on a screen of {width}.");
            Xunit.Assert.Empty(await Page.EvaluateAsync<string[]>(CutOff));
            if (Shots is not null)
            {
                Directory.CreateDirectory(Shots);
                var path = Path.Combine(Shots, $"{name}-{width}.png");
                await Page.ScreenshotAsync(new() { Path = path, FullPage = true });
            }
        }

        await Page.SetViewportSizeAsync(1280, 900);
    }

    private static async Task<IPage> OpenAsync(Chromium chromium)
    {
        var page = await chromium.OpenAsync();
        page.SetDefaultTimeout(Patience);
        // A colour that is on its way to another is neither.
        await page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        return page;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _chromium.DisposeAsync();
}
