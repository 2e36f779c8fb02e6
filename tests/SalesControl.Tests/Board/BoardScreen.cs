using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Xunit;

namespace Ops.SalesControl.Tests.Board;

/// <summary>
/// A screen that shows a board: it reads it once, then follows its changes, and resumes where it was cut off.
/// </summary>
internal sealed class BoardScreen
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _cells = new(StringComparer.Ordinal);
    private string? _cursor;

    public static string Path => $"/api/sales/projects/{SalesHost.Project}/board";

    public int Resets { get; private set; }

    public string? Cursor
    {
        get
        {
            lock (_lock)
                return _cursor;
        }
    }

    /// <summary>What it shows: each unit's cell as JSON.</summary>
    public Dictionary<string, string> Shows()
    {
        lock (_lock)
            return new(_cells, StringComparer.Ordinal);
    }

    /// <summary>The cells of a board that was read.</summary>
    public static Dictionary<string, string> CellsOf(Answer board) =>
        board.Json.GetProperty("buildings").EnumerateArray()
        .SelectMany(building => building.GetProperty("floors").EnumerateArray()).SelectMany(
            floor => floor.GetProperty("units").EnumerateArray())
        .ToDictionary(cell => cell.GetProperty("unit").GetString()!, cell => cell.GetRawText(), StringComparer.Ordinal);

    public async Task ReadAsync(HttpClient who)
    {
        var board = await who.GetAsync(Path, HttpStatusCode.OK);
        lock (_lock)
        {
            _cells.Clear();
            foreach (var (unit, cell) in CellsOf(board))
                _cells[unit] = cell;
            _cursor = board["cursor"];
        }
    }

    /// <summary>Follows until it is told to stop, or the service ends it.</summary>
    public async Task FollowAsync(
        HttpClient who, CancellationToken stop, bool byHeader = true, Action? connected = null)
    {
        try
        {
            await foreach (var item in EventsAsync(who, Cursor, byHeader, connected, stop))
            {
                lock (_lock)
                {
                    if (item.EventType == "reset")
                        Resets++;
                    else
                    {
                        foreach (var cell in JsonDocument.Parse(item.Data).RootElement.EnumerateArray())
                            _cells[cell.GetProperty("unit").GetString()!] = cell.GetRawText();
                    }

                    _cursor = item.EventId;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was switched off.
        }
        catch (Exception failure) when (
            failure is HttpIOException or HttpRequestException or IOException && stop.IsCancellationRequested)
        {
            // It was switched off while an event was on its way.
        }
    }

    /// <summary>The events as they come.</summary>
    public static async IAsyncEnumerable<SseItem<string>> EventsAsync(
        HttpClient who, string? cursor, bool byHeader, Action? connected,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            byHeader || cursor is null ? $"{Path}/changes" : $"{Path}/changes?after={Uri.EscapeDataString(cursor)}");
        if (byHeader && cursor is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", cursor);
        using var response = await who.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        connected?.Invoke();
        await using var stream = await response.Content.ReadAsStreamAsync(stop);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(stop))
            yield return item;
    }
}
