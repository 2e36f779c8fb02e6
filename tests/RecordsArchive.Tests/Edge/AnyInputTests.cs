using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Edge;

/// <summary>Every route of the archive takes whatever is sent to it, or says what is wrong with it.</summary>
public sealed class AnyInputTests(TestServers servers)
{
    [Theory]
    [InlineData("null", "papers[0]")]
    [InlineData("""{"kind":"subscription","title":"Agreement\n","carrier":"paper","pages":1}""", "papers[0].title")]
    [InlineData("""{"kind":"subscription","title":"\u200b","carrier":"paper","pages":1}""", "papers[0].title")]
    [InlineData("""{"kind":"letter","title":"Agreement","carrier":"paper","pages":1}""", "papers[0].kind")]
    [InlineData("""{"kind":"subscription","carrier":"paper","pages":"１"}""", "papers[0].title", "papers[0].pages")]
    public async Task A_paper_that_is_none_is_refused_by_its_place(string paper, params string[] fields)
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        using var clerk = archive.Client(
            [RecordsArchivePermissions.HandOver], "archivist-1", "archivist", "general-manager-office");
        using var body = new StringContent(
            $$"""{"papers":[{{paper}}]}""", new MediaTypeHeaderValue("application/json"));

        using var answer = await clerk.PostAsync(
            new Uri($"/api/archive/handovers/{Guid.Empty}/hand-over", UriKind.Relative), body,
            TestContext.Current.CancellationToken);

        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(
            fields.Order(StringComparer.Ordinal),
            problem.GetProperty("errors").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whatever_is_sent_to_whatever_route_the_service_answers_and_says_what_is_wrong()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        string[] everything =
        [
            .. typeof(RecordsArchivePermissions).GetFields().Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!),
        ];
        using var clerk = archive.Client(everything, "archivist-1", "archivist", "general-manager-office");

        var wrong = await new RandomCaller(
            clerk, "/api/archive/openapi.json", ["handovers", "harbour-court", "2-1-1203"]).CallAsync();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        wrong = await new RandomCaller(clerk, "/api/archive/openapi.json", []).WithUnknownParameterAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
