using Microsoft.Playwright;
using Ops.Benchmarks.Portals;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// 200 pages are open, each with a circuit of its own at the portal, and in each somebody clicks every five seconds to
/// find a customer by phone: each click is a call to SalesControl with the token of who is signed in. All pages are one
/// Chromium's, whose work is on the same machine and therefore in the times.
/// </summary>
internal sealed class PortalCircuits : IRow
{
    private const int Many = 200, First = 20, AtOnce = 4;
    private const string Button = "main .ops-search button[type=submit]", Found = "main .ops-list li";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5), Round = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Clicks again and again, and keeps how long each click took to be answered in the page: the button is out of use
    /// from when it was heard of until the service has answered.
    /// </summary>
    private const string Clicking =
        """
        ([button, every, begin]) => {
          window.clicks = [];
          const click = () => {
            const one = document.querySelector(button);
            const begun = performance.now();
            let changes = 0;
            const observer = new MutationObserver(seen => {
              changes += seen.length;
              if (changes < 2 || one.disabled) return;
              observer.disconnect();
              window.clicks.push(performance.now() - begun);
            });
            observer.observe(one, { attributeFilter: ["disabled"] });
            one.click();
          };
          setTimeout(() => {
            click();
            setInterval(click, every);
          }, begin);
        }
        """;

    private readonly Line
        _click = new(
            "200 circuits, in each a click every 5 s that asks a service: click to its answer in the page, p95", "ms",
            "≤ 200 ms", (ours, _) => ours <= 200),
        _median = new("… p50", "ms", "", null),
        _answered = new(
            "… clicks answered", "right", "every click", (ours, _) => ours >= Many * (int)(Round / Every)),
        _memory = new("… the portal's memory a circuit", "MB", "≤ 2 MB", (ours, _) => ours <= 2),
        _used = new("… the portal's processor time, of one core", "%", "", null);

    private readonly List<IPage> _pages = [];
    private PortalSystem? _system;
    private Visitor? _visitor;
    private long _before;

    public string Name => "portal-circuits";

    public IReadOnlyList<Line> Lines => [_click, _median, _answered, _memory, _used];

    public async Task StartAsync(Bench bench)
    {
        _system = await PortalSystem.StartAsync(bench);
        var phone = await _system.Sales.QueryAsync<string>("SELECT min(phone) FROM customers");
        _visitor = await Visitor.ComeAsync(_system);
        await _visitor.SignInAsync();
        // The first ones warm the portal up: what they need of memory is not a circuit's alone.
        await OpenAsync(phone, First);
        await Task.Delay(Every * 2);
        _before = _system.Portal.ResidentBytes;
        await OpenAsync(phone, Many - First);
        await Task.Delay(Every * 2);
    }

    public async Task RoundAsync()
    {
        foreach (var page in _pages)
            await page.EvaluateAsync("() => { window.clicks = []; }");
        var (before, started) = (_system!.Portal.ProcessorTime, TimeProvider.System.GetTimestamp());
        // A click more than is counted: one that is sent is given the time to be answered.
        await Task.Delay(Round + Every);
        var elapsed = TimeProvider.System.GetElapsedTime(started);
        var used = _system.Portal.ProcessorTime - before;
        var times = new List<double>();
        foreach (var page in _pages)
        {
            var clicks = await page.EvaluateAsync<double[]>("() => window.clicks");
            if (clicks.Length < (int)(Round / Every))
                throw new WrongOutcomeException($"Of a page only {clicks.Length} clicks were answered.");
            if (await page.Locator(Found).CountAsync() != 1)
                throw new WrongOutcomeException("A page does not show the customer that it asked for.");
            times.AddRange(clicks);
        }

        _click.Add(Numbers.Percentile(times, 0.95));
        _median.Add(Numbers.Median(times));
        _answered.Add(times.Count);
        _memory.Add((_system.Portal.ResidentBytes - _before) / 1024.0 / 1024.0 / (Many - First));
        _used.Add(used / elapsed * 100);
        _visitor!.ThrowIfComplained();
    }

    /// <summary>Opens so many more pages, which begin to click at times spread over the interval.</summary>
    private async Task OpenAsync(string phone, int count)
    {
        var chance = new Random(_pages.Count);
        for (var opened = 0; opened < count; opened += AtOnce)
        {
            var more = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                var page = await _visitor!.OpenAsync();
                await Visitor.GoAsync(_system!, page, "/sales/customers");
                var field = page.Locator("#who");
                await field.FillAsync(phone);
                await field.BlurAsync();
                return page;
            }));
            foreach (var page in more)
            {
                var every = (int)Every.TotalMilliseconds;
                await page.EvaluateAsync(Clicking, new object[] { Button, every, chance.Next(every) });
            }

            _pages.AddRange(more);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_visitor is not null)
            await _visitor.DisposeAsync();
        if (_system is not null)
            await _system.DisposeAsync();
    }
}
