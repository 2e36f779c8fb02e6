using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;
using Ops.ServiceDefaults;

namespace Ops.Benchmarks.Rows;

/// <summary>
/// What checking a token and its permission adds to a call, at the 99th percentile: the service's own pipeline in this
/// process, a route that asks for a permission against the same route that asks for none, call by call. There is no
/// network in it, whose spread is many times what is measured.
/// </summary>
internal sealed class TokenCheck : IRow
{
    /// <summary>So many members of staff, each with a token of their own, who call one after the other.</summary>
    private const int Staff = 50, Calls = 20_000;

    private const string Permission = "sales.board.read";

    private readonly Line _remembered = new(
        $"a call with a token, {Staff} tokens; baseline: the same call without: p99", "µs", "adds ≤ 60 µs", null);
    private readonly Line _added = new("… added by the token at p99", "µs", "≤ 60 µs", (ours, _) => ours <= 60);
    private readonly Line _median = new("… added by the token at p50", "µs", "", null);
    private readonly Line _first = new(
        "… added by a token's first call, whose signature is checked: p50", "µs", "", null);
    private readonly Queue<string> _tokens = new();
    private Bench _bench = null!;
    private WebApplication? _app;

    public string Name => "token-check";

    public IReadOnlyList<Line> Lines => [_remembered, _added, _median, _first];

    public async Task StartAsync(Bench bench)
    {
        _bench = bench;
        var builder = WebApplication.CreateBuilder([
            "--environment=Training", $"--Authentication:Schemes:Bearer:Authority={bench.Authority.Url}",
            "--Authentication:Schemes:Bearer:ValidAudiences:0=ops"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.AddServiceDefaults();
        _app = builder.Build();
        _app.UseServiceDefaults();
        _app.MapGet("/open", static () => "here").AllowAnonymous();
        _app.MapGet("/closed", static () => "here").RequirePermission(Permission);
        await _app.StartAsync();
        await MeasureAsync(Calls / 2);
        await MeasureAsync(Calls / 2);
    }

    public async Task RoundAsync()
    {
        var (with, without, first) = await MeasureAsync(Calls);
        var (ours, bare) = (Numbers.Percentile(with, 0.99), Numbers.Percentile(without, 0.99));
        _remembered.Add(ours, bare);
        _added.Add(ours - bare);
        _median.Add(Numbers.Median(with) - Numbers.Median(without));
        _first.Add(Numbers.Median(first) - Numbers.Median(without));
    }

    private async Task<(double[] With, double[] Without, List<double> First)> MeasureAsync(int calls)
    {
        // Tokens that nobody has seen: each is met for the first time, and then again and again, as a browser's are.
        _tokens.Clear();
        for (var i = 0; i < Staff; i++)
            _tokens.Enqueue(_bench.Authority.Token(
                [Permission], $"consultant-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}"));
        var server = _app!.GetTestServer();
        var (with, without, first) = (new double[calls], new double[calls], new List<double>());
        for (var i = 0; i < calls; i++)
        {
            without[i] = await CallAsync(server, "/open", null);
            var token = _tokens.Dequeue();
            with[i] = await CallAsync(server, "/closed", token);
            if (i < Staff)
                first.Add(with[i]);
            _tokens.Enqueue(token);
        }

        return (with, without, first);
    }

    /// <summary>One call, in microseconds.</summary>
    private static async Task<double> CallAsync(TestServer server, string path, string? token)
    {
        var started = Stopwatch.GetTimestamp();
        var answer = await server.SendAsync(http =>
        {
            http.Request.Path = path;
            if (token is not null)
                http.Request.Headers.Authorization = "Bearer " + token;
        });
        await answer.Response.Body.CopyToAsync(Stream.Null);
        var took = Stopwatch.GetElapsedTime(started).TotalMicroseconds;
        return answer.Response.StatusCode == StatusCodes.Status200OK ? took : throw new WrongOutcomeException(
            $"{path} answered {answer.Response.StatusCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
