using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Edge;

/// <summary>Every route of the archive takes whatever is sent to it, or says what is wrong with it.</summary>
public sealed class AnyInputTests(TestServers servers)
{
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
