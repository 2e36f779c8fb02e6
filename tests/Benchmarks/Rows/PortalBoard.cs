using Ops.Benchmarks.Load;
using Ops.Benchmarks.Portals;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// The board of 2 000 units in a browser, until its cells are there and can be used: by a click on the project where
/// nothing of the board was seen yet, by its address where the browser has nothing at all, and once more.
/// </summary>
internal sealed class PortalBoard : IRow
{
    private const int Again = 5;

    private readonly Line
        _click = new(
            "board of 2 000 units in Chromium, first time: click to usable; baseline: its bytes from bare Kestrel",
            "ms", "≤ 1 500 ms", (ours, _) => ours <= 1500),
        _address = new(
            "… by its address, with an empty cache", "ms", "≤ 1 500 ms", (ours, _) => ours <= 1500),
        _bytes = new("… over the wire to that point, all of it", "KB", "≤ 400 KB", (ours, _) => ours <= 400),
        _warm = new("… seen before: click to usable", "ms", "≤ 600 ms", (ours, _) => ours <= 600);

    private PortalSystem? _system;
    private Visitor? _signedIn;
    private ServiceProcess? _bare;
    private string _file = "";

    public string Name => "portal-board";

    public IReadOnlyList<Line> Lines => [_click, _address, _bytes, _warm];

    public async Task StartAsync(Bench bench)
    {
        _system = await PortalSystem.StartAsync(bench);
        _signedIn = await Visitor.ComeAsync(_system);
        await _signedIn.SignInAsync();
        // The board that the bare server sends is this one.
        using var reader = await HttpConnection.OpenAsync(_system.Address);
        var board = await reader.SendAsync(
            HttpConnection.Request(
                "GET", $"/data{BoardInBrowser.Path}", null, null, await _signedIn.CookieHeaderAsync(),
                "Accept-Encoding: br"),
            200);
        if (reader.Header("Content-Encoding") != "br")
            throw new WrongOutcomeException("The portal does not pass the board on as it was packed.");
        _file = Path.GetTempFileName();
        await File.WriteAllBytesAsync(_file, board.ToArray());
        _bare = await ServiceProcess.StartAsync(typeof(PortalBoard).Assembly.Location, BareServers.Fixed, _file);
        await ClicksAsync();
        await AddressAsync();
        await BareAsync();
    }

    public async Task RoundAsync()
    {
        var (first, again) = await ClicksAsync();
        _click.Add(first, await BareAsync());
        _warm.Add(Numbers.Median(again));
        var (time, bytes) = await AddressAsync();
        _address.Add(time);
        _bytes.Add(bytes / 1024.0);
    }

    /// <summary>Somebody clicks on a project in the list; then goes back and clicks again.</summary>
    private async Task<(double First, IReadOnlyList<double> Again)> ClicksAsync()
    {
        await using var visitor = await Visitor.ComeAsync(_system!, _signedIn!);
        var page = visitor.Page;
        await Visitor.GoAsync(_system!, page, BoardInBrowser.Projects);
        await page.Locator(BoardInBrowser.Link).WaitForAsync();
        var first = await BoardInBrowser.ClickAsync(page);
        var again = new List<double>(Again);
        for (var i = 0; i < Again; i++)
        {
            await page.Locator($"nav a[href='{BoardInBrowser.Projects}']").ClickAsync();
            await page.Locator(BoardInBrowser.Link).WaitForAsync();
            again.Add(await BoardInBrowser.ClickAsync(page));
        }

        visitor.ThrowIfComplained();
        return (first, again);
    }

    /// <summary>Somebody follows a link to the board with a browser that has nothing but its sign-in.</summary>
    private async Task<(double Time, long Bytes)> AddressAsync()
    {
        await using var visitor = await Visitor.ComeAsync(_system!, _signedIn!);
        var bytes = await WireBytes.CountAsync(visitor.Page);
        await Visitor.GoAsync(_system!, visitor.Page, BoardInBrowser.Path);
        var time = await BoardInBrowser.UsableAsync(visitor.Page);
        visitor.ThrowIfComplained();
        return (time, bytes.Total);
    }

    /// <summary>A browser reads and parses the same bytes from a server that does nothing else, and paints.</summary>
    private async Task<double> BareAsync()
    {
        await using var visitor = await Visitor.ComeAsync(_system!);
        var page = visitor.Page;
        var blank = new Uri(_bare!.Address, "/blank").ToString();
        await page.RouteAsync(blank, route => route.FulfillAsync(new() { ContentType = "text/html", Body = "<p>" }));
        await page.GotoAsync(blank);
        return await page.EvaluateAsync<double>(
            """
            async () => {
              const begun = performance.now();
              const board = await (await fetch("/board")).json();
              if (board.total.units !== 2000) throw new Error("That is not the board.");
              await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
              return performance.now() - begun;
            }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in (IAsyncDisposable?[])[_signedIn, _bare, _system])
        {
            if (one is not null)
                await one.DisposeAsync();
        }

        if (_file.Length > 0)
            File.Delete(_file);
    }
}
