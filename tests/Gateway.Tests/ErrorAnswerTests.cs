using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using NodaTime;
using Ops.Gateway.Simulation;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Gateway.Tests;

/// <summary>
/// What goes wrong at the gateway is a problem (RFC 9457) with the trace by which operations find it.
/// </summary>
public sealed partial class ErrorAnswerTests : IAsyncLifetime
{
    private EdgeHost _edge = null!;

    public async ValueTask InitializeAsync() => _edge = await EdgeHost.StartAsync();

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/simulation/clock", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/simulation/clock", HttpStatusCode.Forbidden)]
    public async Task What_it_does_not_have_or_does_not_let_do_is_a_problem(
        string method, string path, HttpStatusCode expected)
    {
        foreach (
            var accept in (string?[])[null, "application/json", "text/html", "text/event-stream", "image/*", "text/csv"]
        )
            await IsProblemAsync(expected, await SendAsync(new HttpMethod(method), path, accept: accept));
    }

    [Theory]
    [InlineData("/api/sales/projects")]
    [InlineData("/api/nothing/here")]
    [InlineData("/api/simulation/clock")]
    public async Task Without_a_token_it_is_a_problem_too(string path) =>
        await IsProblemAsync(HttpStatusCode.Unauthorized, await SendAsync(HttpMethod.Get, path, token: null));

    [Theory]
    [InlineData("""{"by":""")]
    [InlineData("""{"by":"P1D","what":1}""")]
    [InlineData("[]")]
    [InlineData("")]
    public async Task A_body_that_cannot_be_read_is_a_problem(string body) => await IsProblemAsync(
        HttpStatusCode.BadRequest,
        await SendAsync(
            HttpMethod.Post,
            "/api/simulation/clock",
            _edge.Authority.Token(["simulation.clock"]),
            new StringContent(body, new MediaTypeHeaderValue("application/json"))));

    [Theory]
    [InlineData("text/csv")]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_that_is_no_JSON_is_415(string type) => await IsProblemAsync(
        HttpStatusCode.UnsupportedMediaType,
        await SendAsync(
            HttpMethod.Post,
            "/api/simulation/clock",
            _edge.Authority.Token(["simulation.clock"]),
            new StringContent("by=P1D", new MediaTypeHeaderValue(type))));

    [Theory]
    [InlineData("{}", "to")]
    [InlineData("""{"workingDays":1,"by":"P1D"}""", "to")]
    [InlineData("""{"workingDays":1,"to":"2026-10-12T09:00:00+08:00"}""", "to")]
    [InlineData("""{"to":"tomorrow"}""", "to")]
    [InlineData("""{"to":""}""", "to")]
    [InlineData("""{"to":"2026-12-01"}""", "to")]
    [InlineData("""{"to":"2026-13-01T09:00:00+08:00"}""", "to")]
    [InlineData("""{"to":"9999-12-31T23:59:59-18:00"}""", "to")]
    [InlineData("""{"to":"２026-12-01T15:00"}""", "to")]
    [InlineData("""{"by":"P1M"}""", "by")]
    [InlineData("""{"by":"soon"}""", "by")]
    [InlineData("""{"workingDays":0}""", "workingDays")]
    [InlineData("""{"workingDays":-5}""", "workingDays")]
    [InlineData("""{"workingDays":1001}""", "workingDays")]
    [Rule("T-8")]
    [Case("clock-moved-to-no-time")]
    public async Task Where_the_clock_goes_is_said_in_one_way_and_otherwise_refused_by_the_member_s_name(
        string body, string member)
    {
        using var answer = await SendAsync(
            HttpMethod.Post,
            "/api/simulation/clock",
            _edge.Authority.Token(["simulation.clock"]),
            new StringContent(body, new MediaTypeHeaderValue("application/json")));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("T-8", problem.GetProperty("rule").GetString());
        Assert.Equal(member, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        Assert.Equal(0, _edge.Reached);
    }

    [Fact, Rule("T-8"), Case("clock-moved-to-no-time", Generated = true)]
    public async Task Whatever_text_the_clock_is_moved_to_it_is_a_time_or_refused_as_none()
    {
        var token = _edge.Authority.Token(["simulation.clock"]);
        // A time with a sign or two of it left out, put in or written otherwise.
        var texts = Gen.Select(
            OneOf("2026-12-01T15:00", "2026-12-01T15:00:00+08:00", "2026-12-01T07:00:00Z", "tomorrow"),
            Gen.Select(Gen.Int[0, 40], Gen.Char["0193-:TZ+ .０／年P"], Gen.Int[0, 2]).Array[1, 3],
            (text, slips) => slips.Aggregate(text, (so, slip) => (slip.Item1 % (so.Length + 1), slip.Item3) switch
            {
                (var at, 0) => so.Insert(at, $"{slip.Item2}"),
                (var at, 1) when at < so.Length => so.Remove(at, 1),
                (var at, _) when at < so.Length => so.Remove(at, 1).Insert(at, $"{slip.Item2}"),
                _ => so,
            })).Where(text => !IsTime().IsMatch(text));

        await texts.SampleAsync(
            async text =>
            {
                using var answer = await SendAsync(
                    HttpMethod.Post, "/api/simulation/clock", token, JsonContent.Create(new { to = text }));
                var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(
                    TestContext.Current.CancellationToken);
                Assert.Equal((text, HttpStatusCode.UnprocessableEntity), (text, answer.StatusCode));
                Assert.Equal("to", Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
            },
            iter: 100, threads: 1);
        Assert.Equal(0, _edge.Reached);
    }

    [Theory]
    [InlineData("2026-12-01T15:00")]
    [InlineData("2026-12-01T15:00:00")]
    [InlineData("2026-12-01T15:00:00+08:00")]
    [InlineData("2026-12-01T07:00:00Z")]
    [Rule("T-8")]
    [Case("clock-moved-to-no-time")]
    public void A_time_without_an_offset_is_the_company_s_own(string to) => Assert.Equal(
        Instant.FromUtc(2026, 12, 1, 7, 0),
        MoveClock.InstantOf(to, new(DateTimeZoneProviders.Tzdb["Asia/Shanghai"])));

    [Theory]
    [InlineData("PT99999999999999H")]
    [InlineData("P99999999D")]
    [Rule("T-8")]
    public void However_long_a_duration_is_the_clock_knows_that_it_is_too_long(string by) =>
        Assert.True(MoveClock.DurationOf(by) > Duration.FromDays(100 * 365));

    /// <summary>Whoever is still sending sees the answer and no broken pipe.</summary>
    [Fact]
    [Case("upload-over-the-limit")]
    public async Task A_body_that_is_too_large_is_413_while_it_is_being_sent()
    {
        var token = _edge.Authority.Token([]);
        for (var time = 0; time < 10; time++)
        {
            using var content = new ByteArrayContent(new byte[8 * 1024 * 1024]);
            await IsProblemAsync(
                HttpStatusCode.RequestEntityTooLarge,
                await SendAsync(HttpMethod.Post, "/api/sales/projects", token, content));
        }
    }

    /// <summary>Its own routes, what it passes on, and what there is not.</summary>
    [Theory, Case("head")]
    [InlineData("/api/simulation/clock", HttpStatusCode.Forbidden)]
    [InlineData("/api/sales/projects", HttpStatusCode.OK)]
    [InlineData("/api/nothing/here", HttpStatusCode.NotFound)]
    [InlineData("/docs/", HttpStatusCode.OK)]
    [InlineData("/health", HttpStatusCode.OK)]
    public async Task A_head_is_answered_as_a_get_is_without_a_body(string path, HttpStatusCode expected)
    {
        using var read = await SendAsync(HttpMethod.Get, path);
        using var answer = await SendAsync(HttpMethod.Head, path);

        Assert.Equal((expected, expected), (read.StatusCode, answer.StatusCode));
        Assert.Equal(read.Content.Headers.ContentType, answer.Content.Headers.ContentType);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_413_whether_its_length_is_told_or_not(bool told)
    {
        using var body = new MemoryStream(new byte[2 * 1024 * 1024]);
        using var content = new StreamContent(body);
        if (!told)
            content.Headers.ContentLength = null;
        await IsProblemAsync(
            HttpStatusCode.RequestEntityTooLarge,
            await SendAsync(HttpMethod.Post, "/api/sales/projects", _edge.Authority.Token([]), content));
    }

    /// <summary>Whoever does not tell the length may be cut off (decision 0140).</summary>
    [Fact, Case("upload-over-the-limit", Generated = true)]
    public async Task However_much_too_large_a_body_is_its_sender_sees_413_and_no_broken_pipe() =>
        await Gen.Int[1, 16 * 1024].SampleAsync(
            async kilobytes =>
            {
                using var body = new MemoryStream(new byte[(1024 * 1024) + (kilobytes * 1024)]);
                using var content = new StreamContent(body);
                await IsProblemAsync(
                    HttpStatusCode.RequestEntityTooLarge,
                    await SendAsync(HttpMethod.Post, "/api/sales/projects", _edge.Authority.Token([]), content));
            },
            iter: 20, threads: 1);

    [Fact]
    public async Task A_service_that_is_down_is_a_problem_and_not_the_caller_s_fault()
    {
        await _edge.StopServiceAsync();
        foreach (var accept in (string?[])[null, "text/html"])
            await IsProblemAsync(
                HttpStatusCode.BadGateway, await SendAsync(HttpMethod.Get, "/api/sales/projects", accept: accept));
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? token = "good", HttpContent? content = null, string? accept = null)
    {
        using var client = new HttpClient { BaseAddress = _edge.Address };
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TransferEncodingChunked =
            content is not null and not StringContent && content.Headers.ContentLength is null;
        if (token is not null)
            request.Headers.Authorization = new("Bearer", token == "good" ? _edge.Authority.Token([]) : token);
        if (accept is not null)
            request.Headers.TryAddWithoutValidation("Accept", accept);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task IsProblemAsync(HttpStatusCode expected, HttpResponseMessage answer)
    {
        using (answer)
        {
            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(
                answer.StatusCode == expected
                    && answer.Content.Headers.ContentType?.MediaType == "application/problem+json",
                $"{answer.StatusCode} {answer.Content.Headers.ContentType} to " +
                $"{answer.RequestMessage!.Headers.Accept}: {body}");
            var problem = JsonDocument.Parse(body).RootElement;
            Assert.Equal((int)expected, problem.GetProperty("status").GetInt32());
            Assert.NotEqual("", problem.GetProperty("title").GetString());
            // In Chinese where no language is asked for, and with a code for programs.
            Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", problem.GetProperty("detail").GetString());
            Assert.Matches(@"^[a-z]+(\.[a-z-]+)+$", problem.GetProperty("code").GetString());
            Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        }
    }

    /// <summary>RFC 3339, or without an offset; whether there is such a day and hour is another question.</summary>
    [GeneratedRegex(
        @"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2})?\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IsTime();
}
