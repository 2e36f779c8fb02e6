using System.Text.RegularExpressions;
using NSwag;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests.Documents;

/// <summary>Whatever any document has to be read is answered to who asks for its headers alone (RFC 9110).</summary>
[Collection(OnServers.Name)]
public sealed partial class HeadTests(TestServers servers)
{
    [Fact]
    [Case("head", Generated = true)]
    public async Task Every_operation_that_is_read_answers_a_head_as_it_answers_a_get_without_a_body()
    {
        await using var system = await WholeSystem.StartAsync(servers);
        List<string> wrong = [], good = [];
        foreach (var (service, prefix) in ((string, string)[])[
            ("salescontrol", "/api/sales"), ("recordsarchive", "/api/archive"), ("clientattribution", "/api/clients"),
            ("identity", "/api/identity"), ("gateway", "/api/simulation")])
        {
            using var who = system.Client(service, "operations-1", "operations");
            var document = await ServiceDocument.ReadAsync(
                await who.GetStringAsync(new Uri($"{prefix}/openapi.json", UriKind.Relative)));
            foreach (var one in document.Document.Operations.Where(one => one.Method == OpenApiOperationMethod.Get))
            {
                var path = Place().Replace(
                    one.Path, place => place.Value == "{id}" ? $"{Guid.Empty}" : "harbour-court");
                var read = await AskAsync(who, HttpMethod.Get, path);
                var headers = await AskAsync(who, HttpMethod.Head, path);
                if (read != headers)
                    wrong.Add($"{service} {path}: GET {read}, HEAD {headers}");
                if (read.StartsWith("200", StringComparison.Ordinal))
                    good.Add(path);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(good.Count > 20, $"Only {good.Count} of them were there to be read.");
    }

    private static async Task<string> AskAsync(HttpClient who, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await who.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var body = method == HttpMethod.Head ? await answer.Content.ReadAsStringAsync() : "";
        return $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType}{body}";
    }

    [GeneratedRegex(@"\{[A-Za-z]+\}", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
