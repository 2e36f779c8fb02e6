using System.Net;
using System.Text;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Edge;

/// <summary>The random caller finds what a service stored and nobody can have meant.</summary>
public sealed class RandomCallerTests
{
    [Theory]
    [InlineData("""{"name":"a\u2800b"}""", false)]
    [InlineData("""{"name":"a\u0000b"}""", false)]
    [InlineData("""{"names":["a","\u202eb"]}""", false)]
    [InlineData("""{"prices":{"a\u200b":"1"}}""", false)]
    [InlineData("""{"state":"5"}""", false)]
    [InlineData("""{"on":"9999-12-31"}""", false)]
    [InlineData("""{"at":"0001-01-01T00:00:00Z"}""", false)]
    [InlineData("""{"name":"张三","prices":{"a":"1"},"state":"open","on":"2027-01-01","at":null}""", true)]
    public async Task What_is_stored_and_cannot_have_been_meant_is_found(string stored, bool isGood)
    {
        using var service = new HttpClient(new Storing(stored)) { BaseAddress = new("http://things.example") };

        var wrong = await new RandomCaller(service, "/openapi.json", []).CallAsync();

        Assert.Equal(isGood, wrong.Count == 0);
    }

    /// <summary>A service that stores the same whatever it is sent, and shows it only where it is kept.</summary>
    private sealed class Storing(string stored) : HttpMessageHandler
    {
        private const string Document = """
            {"paths":{
            "/things":{"post":{"responses":{"201":{}}}},
            "/things/{id}":{"get":{"responses":{"200":{"content":{"application/json":
            {"schema":{"$ref":"#/components/schemas/Thing"}}}}}}}},
            "components":{"schemas":{"State":{"type":"string","enum":["open","closed"]},"Thing":{"properties":{
            "name":{"type":"string"},"names":{"type":"array","items":{"type":"string"}},
            "prices":{"type":"object","additionalProperties":{"type":"string"}},
            "state":{"oneOf":[{"type":"null"},{"$ref":"#/components/schemas/State"}]},
            "on":{"type":"string","format":"date"},"at":{"type":["null","string"],"format":"date-time"}}}}}}
            """;

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isMade = request.Method == HttpMethod.Post;
            var answer = new HttpResponseMessage(isMade ? HttpStatusCode.Created : HttpStatusCode.OK)
            {
                RequestMessage = request,
                Content = new StringContent(
                    isMade ? "{}" : request.RequestUri!.AbsolutePath == "/openapi.json" ? Document : stored,
                    Encoding.UTF8, "application/json"),
            };
            if (isMade)
                answer.Headers.Location = new("/things/1", UriKind.Relative);
            return Task.FromResult(answer);
        }
    }
}
