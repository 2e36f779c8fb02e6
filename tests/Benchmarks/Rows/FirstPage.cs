using System.Xml.Linq;
using Ops.Benchmarks.Portals;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// The first page after signing in, with a browser that has nothing: from the address to which signing in leads until
/// everything on the page has been read; and what comes before it, from the password on.
/// </summary>
internal sealed class FirstPage : IRow
{
    /// <summary>Notes in the page when it says nowhere any more that it reads, and that has been painted.</summary>
    private const string Noting =
        """
        addEventListener("DOMContentLoaded", () => {
          const look = () => {
            const page = document.querySelector("main");
            if (location.pathname !== "/" || !page?.querySelector("h1") || page.textContent.includes("{reading}"))
              return requestAnimationFrame(look);
            requestAnimationFrame(() => requestAnimationFrame(() => window.wasRead = performance.now()));
          };
          look();
        });
        """;

    private readonly Line
        _page = new(
            "first page after sign-in in Chromium, with an empty cache, to all of it read", "ms", "≤ 1 500 ms",
            (ours, _) => ours <= 1500),
        _bytes = new("… over the wire to that point", "KB", "≤ 500 KB", (ours, _) => ours <= 500),
        _signIn = new("… before it: the password is checked, and the portal is given its tokens", "ms", "", null);

    private readonly string _noting = Noting.Replace(
        "{reading}",
        XDocument.Load(Repository.PathOf("services/Portal/Layout/Texts.resx")).Root!.Elements("data")
            .Single(text => (string?)text.Attribute("name") == "portal.reading").Element("value")!.Value,
        StringComparison.Ordinal);

    private PortalSystem? _system;

    public string Name => "portal-first";

    public IReadOnlyList<Line> Lines => [_page, _bytes, _signIn];

    public async Task StartAsync(Bench bench)
    {
        _system = await PortalSystem.StartAsync(bench);
        await SignInAsync();
    }

    public async Task RoundAsync()
    {
        var (signIn, page, bytes) = await SignInAsync();
        _page.Add(page);
        _signIn.Add(signIn);
        _bytes.Add(bytes / 1024.0);
    }

    private async Task<(double SignIn, double Page, long Bytes)> SignInAsync()
    {
        await using var visitor = await Visitor.ComeAsync(_system!);
        var page = visitor.Page;
        await page.AddInitScriptAsync(_noting);
        await visitor.KnockAsync();
        var bytes = await WireBytes.CountAsync(page);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => window.wasRead");
        var total = bytes.Total;
        // All of it is one address's: where the redirects end, and the page's own request begins, is told.
        var times = await page.EvaluateAsync<double[]>(
            """() => [performance.getEntriesByType("navigation")[0].fetchStart, window.wasRead]""");
        visitor.ThrowIfComplained();
        return (times[0], times[1] - times[0], total);
    }

    public async ValueTask DisposeAsync()
    {
        if (_system is not null)
            await _system.DisposeAsync();
    }
}
