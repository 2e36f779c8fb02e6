using System.Text;
using CsCheck;
using Xunit;

namespace Ops.Gateway.Tests;

/// <summary>
/// A header that no client library would send on is a problem that names it, no failure of the gateway.
/// </summary>
public sealed class RequestHeaderTests : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        "Idempotency-Key", "Authorization", "If-Match", "If-None-Match", "Cookie", "Accept", "Accept-Language",
        "Content-Type", "User-Agent", "Origin", "Referer",
        "X-Forwarded-For", "traceparent", "baggage", "Last-Event-ID", "X-Of-Their-Own",
    ];

    private EdgeHost _edge = null!;

    public async ValueTask InitializeAsync() => _edge = await EdgeHost.StartAsync();

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    public static TheoryData<string> AllNames => [.. Names];

    [Theory]
    [MemberData(nameof(AllNames))]
    public async Task A_value_outside_ASCII_is_400_and_names_the_header_and_reaches_no_service(string name) =>
        Refused(name, await GetAsync(name, RawRequest.Utf8("é")));

    [Theory]
    [InlineData("Latin-1", new byte[] { 0xE9 })]
    [InlineData("Chinese in GBK", new byte[] { 0xB7, 0xBF })]
    [InlineData("half a character of UTF-8", new byte[] { (byte)'a', 0xE6, 0x88 })]
    [InlineData("NUL", new byte[] { (byte)'a', 0, (byte)'b' })]
    [InlineData("a control character", new byte[] { (byte)'a', 1, (byte)'b' })]
    [InlineData("escape", new byte[] { 0x1B, (byte)'[', (byte)'m' })]
    [InlineData("delete", new byte[] { 0x7F })]
    public async Task So_is_a_value_of_any_other_bytes_that_may_not_stand_there(string what, byte[] value)
    {
        Assert.NotEmpty(what);
        Refused("Idempotency-Key", await GetAsync("Idempotency-Key", value));
    }

    [Fact]
    public async Task Any_value_is_passed_on_as_it_is_or_refused_by_its_name()
    {
        // What ends a header's line is no part of its value.
        var anyByte = Gen.Frequency(
            (6, Gen.Byte[0x20, 0x7E]),
            (1, Gen.Byte.Where(one => one is not ((byte)'\r' or (byte)'\n'))));
        await Gen.Select(Gen.Const("X-Of-Their-Own"), anyByte.Array[1, 12]).SampleAsync(
            async (name, value) =>
            {
                var reached = _edge.Reached;
                var answer = await GetAsync(name, value);
                if (value.Any(one => one is not ((byte)'\t' or (>= 0x20 and < 0x7F))))
                {
                    Refused(name, answer, reached);
                    return;
                }

                Assert.Equal(200, answer.Status);
                Assert.Equal(reached + 1, _edge.Reached);
                var trimmed = Encoding.ASCII.GetString(value).Trim(' ', '\t');
                Assert.Equal(trimmed, answer.Json.TryGetProperty(name, out var arrived) ? arrived.GetString() : "");
            },
            iter: 150,
            threads: 1);
    }

    [Theory]
    [InlineData("X(Y)")]
    [InlineData("X/Y")]
    [InlineData("\"X\"")]
    public async Task A_name_that_is_no_token_is_400_and_told(string name) =>
        Refused(name, await GetAsync(name, RawRequest.Utf8("a")));

    /// <summary>
    /// What tells where a request ends the server itself must understand: it answers alone, and closes.
    /// </summary>
    [Theory]
    [InlineData("X\u0001", "a")]
    [InlineData("Xé", "a")]
    [InlineData("X Y", "a")]
    [InlineData("Content-Length", "é")]
    [InlineData("Content-Length", "-1")]
    [InlineData("Host", "é")]
    public async Task What_the_server_cannot_read_at_all_is_400(string name, string value)
    {
        var answer = await RawRequest.GetAsync(
            new Uri(_edge.Address, "/api/sales/projects"),
            _edge.Authority.Token([]),
            RawRequest.Utf8(name),
            RawRequest.Utf8(value));
        Assert.Equal(400, answer.Status);
        Assert.Equal(0, _edge.Reached);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public async Task More_than_a_request_s_headers_may_be_is_431_and_reaches_no_service(int kilobytes)
    {
        var answer = await GetAsync("X-Of-Their-Own", Encoding.ASCII.GetBytes(new string('a', kilobytes * 1024)));
        Assert.Equal(431, answer.Status);
        Assert.Equal(0, _edge.Reached);
        // Beyond twice as much the server itself says so, and nothing more.
        if (kilobytes < 64)
            Assert.Equal(431, answer.Problem!.Value.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task More_headers_than_a_request_may_have_are_431_and_reach_no_service()
    {
        var more = string.Concat(Enumerable.Range(1, 120).Select(n => $"\r\nX-{n}: a"));
        var answer = await GetAsync("X-0", Encoding.ASCII.GetBytes($"a{more}"));
        Assert.Equal(431, answer.Status);
        Assert.Equal(431, answer.Problem!.Value.GetProperty("status").GetInt32());
        Assert.Equal(0, _edge.Reached);
    }

    private Task<RawAnswer> GetAsync(string name, byte[] value) => RawRequest.GetAsync(
        new Uri(_edge.Address, "/api/sales/projects"),
        name == "Authorization" ? null : _edge.Authority.Token([]),
        Encoding.ASCII.GetBytes(name),
        value);

    private void Refused(string name, RawAnswer answer, int reached = 0)
    {
        Assert.Equal(400, answer.Status);
        Assert.Equal(reached, _edge.Reached);
        var problem = answer.Problem ?? throw new InvalidOperationException($"No problem: {answer.Head}");
        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Contains(name, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True(problem.GetProperty("errors").TryGetProperty(name, out _), problem.GetRawText());
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        Assert.Contains("X-Content-Type-Options: nosniff", answer.Head, StringComparison.Ordinal);
    }
}
