using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ops.Tokens;

namespace Ops.Demo;

/// <summary>Speaks to the gateway as one member of staff, and prints what was asked and what was answered.</summary>
/// <param name="gateway">The gateway's address.</param>
/// <param name="password">The demo staff's password.</param>
/// <param name="texts">The language that is spoken, and asked for.</param>
internal sealed class GatewayClient(Uri gateway, string password, StoryTexts texts) : IDisposable
{
    private const int MostLines = 40;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly JsonSerializerOptions OnOneLine = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly HttpClient _http = new()
    {
        BaseAddress = gateway,
        Timeout = TimeSpan.FromMinutes(5),
        DefaultRequestHeaders = { { "Accept-Language", texts.Language.Name } },
    };

    private readonly SignIn _signIn = new(gateway, password, TimeProvider.System);
    private readonly Dictionary<string, string> _tokens = new(StringComparer.Ordinal);

    /// <summary>The sentences of the story.</summary>
    public StoryTexts Texts => texts;

    public void Dispose() => _http.Dispose();

    /// <summary>A value as it is printed on one line.</summary>
    public static string Line(JsonNode value) => value.ToJsonString(OnOneLine);

    public Task<Answer> GetAsync(Staff who, string path, bool print = true) =>
        SendAsync(who, HttpMethod.Get, path, null, null, print);

    public Task<Answer> PostAsync(Staff who, string path, JsonNode? body, string? ifMatch = null) =>
        SendAsync(
            who, HttpMethod.Post, path,
            body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json"), ifMatch,
            print: true, body);

    public Task<Answer> UploadAsync(Staff who, string path, byte[] file, string mediaType) =>
        SendAsync(
            who, HttpMethod.Post, path,
            new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }, null,
            print: true);

    /// <summary>Signs a member of staff in the first time that they ask for something.</summary>
    private async Task<string> TokenOfAsync(string number)
    {
        if (!_tokens.TryGetValue(number, out var token))
        {
            token = (await _signIn.TokenAsync(number)).Text;
            _tokens.Add(number, token);
        }

        return token;
    }

    private async Task<Answer> SendAsync(
        Staff who, HttpMethod method, string path, HttpContent? content, string? ifMatch, bool print,
        JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await TokenOfAsync(who.Number));
        if (ifMatch is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue(ifMatch));
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var answer = new Answer(
            (int)response.StatusCode,
            text.Length > 0
            && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
                ? JsonNode.Parse(text)
                : null,
            text,
            response.Headers.ETag?.Tag,
            response.Headers.TryGetValues("X-Trace-Id", out var traces) ? traces.First() : null);
        if (print)
        {
            Console.WriteLine($"    {who.Number}: {method} {path}{(body is null ? "" : " " + Line(body))}");
            var shown = answer.Json?.ToJsonString(Readable) ?? text;
            var lines = shown.Split('\n');
            var more = lines.Length > MostLines
                ? $"\n      … {texts.Of("story.more-lines", ("count", lines.Length - MostLines))}"
                : "";
            Console.WriteLine($"    → {answer.Status} {string.Join("\n      ", lines.Take(MostLines))}{more}");
        }

        return answer;
    }
}

/// <summary>A member of staff.</summary>
/// <param name="Post">The post.</param>
/// <param name="Id">The staff number; the post's first when null.</param>
internal sealed record Staff(string Post, string? Id = null)
{
    public string Number => Id ?? $"{Post}-1";
}

/// <summary>What the gateway answered.</summary>
internal sealed record Answer(int Status, JsonNode? Json, string Text, string? ETag, string? TraceId)
{
    public string? this[string member] => Json?[member]?.ToString();
}
