using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Ops.TestSupport;
using Xunit;

namespace Ops.BrowserSupport;

/// <summary>The system's Chromium, without a window, as one person uses it.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    // What is in order is counted and not described, which is a little quicker on pages of many parts.
    private static readonly AxeRunOptions Asked = new() { ResultTypes = [ResultType.Violations] };

    // One for everybody of a test run, as long as it runs: nobody sees another's cookies or storage.
    private static readonly Lazy<Task<IBrowser>> Browser = new(LaunchAsync);

    private readonly IBrowserContext _person;
    private readonly string? _elsewhere;

    private Chromium(IBrowserContext person, string? elsewhere) => (_person, _elsewhere) = (person, elsewhere);

    /// <summary>What the browser itself found wrong: a policy that was broken, a thing that did not load.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Gives it to somebody, who has never used it before.</summary>
    /// <param name="language">What its user reads, e.g. <c>zh-CN</c>.</param>
    /// <param name="scheme">Whether they like it light or dark.</param>
    /// <param name="elsewhere">
    /// How addresses begin whose pages are nobody's here: their complaints are not kept.
    /// </param>
    public static async Task<Chromium> StartAsync(
        string language, ColorScheme scheme = ColorScheme.Light, string? elsewhere = null)
    {
        var browser = await Browser.Value;
        var person = await browser.NewContextAsync(new() { Locale = language, ColorScheme = scheme });
        person.SetDefaultTimeout((float)Wait.Patience.TotalMilliseconds);
        return new(person, elsewhere);
    }

    /// <summary>axe finds nothing of the WCAG 2.2 AA rules on the page, nor of its own good practice.</summary>
    public static async Task SeenByEverybodyAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var seen = await page.RunAxe(Asked);
        var wrong =
            from violation in seen.Violations
            let nodes = string.Join(' ', violation.Nodes.Select(node => node.Html))
            select $"{page.Url}: {violation.Id}: {violation.Help}: {nodes}";
        Assert.True(seen.Violations.Length == 0, string.Join('\n', wrong));
        Assert.NotEmpty(seen.Passes);
    }

    /// <summary>A new page, whose complaints are kept.</summary>
    public async Task<IPage> OpenAsync()
    {
        var page = await _person.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning"
                && (_elsewhere is null || !message.Location.StartsWith(_elsewhere, StringComparison.Ordinal)))
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => Complaints.Add(error);
        return page;
    }

    public ValueTask DisposeAsync() => _person.DisposeAsync();

    // Both end with this process.
    private static async Task<IBrowser> LaunchAsync() => await (await Playwright.CreateAsync()).Chromium.LaunchAsync(
        new() { ExecutablePath = PathOf("chromium"), Args = Quiet });

    private static string PathOf(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':')
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{program} is not installed: `make test` installs it.");
}
