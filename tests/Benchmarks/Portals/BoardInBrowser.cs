using Microsoft.Playwright;

namespace Ops.Benchmarks.Portals;

/// <summary>
/// The board's page, as a script in the page itself sees it: no time of the driver's is in what it tells.
/// </summary>
internal static class BoardInBrowser
{
    /// <summary>The list of projects.</summary>
    public const string Projects = "/sales/projects";

    /// <summary>The board.</summary>
    public const string Path = $"{Projects}/{PortalSystem.Project}/board";

    /// <summary>The link to it in the list of projects.</summary>
    public const string Link = $"main .ops-list a[href$='{Path}']";

    /// <summary>
    /// Resolves when 2 000 cells are there, the first has taken the focus and what is there has been painted, with the
    /// milliseconds since the click on a link; without one, since the browser was told to go to the page.
    /// </summary>
    private const string Usable =
        """
        link => new Promise(done => {
          const cells = () => document.querySelectorAll("[data-buildings] [data-unit]").length;
          if (link && cells() > 0) throw new Error("There is a board already.");
          const begun = link ? performance.now() : 0;
          if (link) document.querySelector(link).click();
          const look = () => {
            const first = document.querySelector("[data-buildings] [data-unit][tabindex='0']");
            if (cells() < 2000 || !first) return requestAnimationFrame(look);
            first.focus({ preventScroll: true });
            if (document.activeElement !== first) return requestAnimationFrame(look);
            requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - begun)));
          };
          look();
        })
        """;

    /// <summary>Keeps in the page when each unit's new state was painted: by the clock of the machine.</summary>
    private const string Watch =
        """
        () => {
          window.painted = {};
          new MutationObserver(changes => {
            const units = changes.map(change => change.target.dataset.unit);
            requestAnimationFrame(() => requestAnimationFrame(() => {
              for (const unit of units) window.painted[unit] ??= Date.now();
            }));
          }).observe(document.querySelector("[data-buildings]"), { subtree: true, attributeFilter: ["data-state"] });
        }
        """;

    /// <summary>Clicks on a project in the list; answers after how many milliseconds its board could be used.</summary>
    public static Task<double> ClickAsync(IPage page) => page.EvaluateAsync<double>(Usable, Link);

    /// <summary>Waits until the board can be used; answers the milliseconds since its address was gone to.</summary>
    public static Task<double> UsableAsync(IPage page) => page.EvaluateAsync<double>(Usable, null);

    /// <summary>Begins to watch for changes of state.</summary>
    public static Task WatchAsync(IPage page) => page.EvaluateAsync(Watch);

    /// <summary>Waits until the page has shown these units' changes; answers when, by the machine's clock.</summary>
    public static async Task<Dictionary<string, DateTime>> PaintedAsync(IPage page, string[] units)
    {
        await page.WaitForFunctionAsync(
            "units => units.every(unit => unit in window.painted)", units, new() { Timeout = 20_000 });
        var painted = await page.EvaluateAsync<Dictionary<string, double>>("() => window.painted");
        return painted.ToDictionary(
            one => one.Key, one => DateTimeOffset.FromUnixTimeMilliseconds((long)one.Value).UtcDateTime,
            StringComparer.Ordinal);
    }
}
