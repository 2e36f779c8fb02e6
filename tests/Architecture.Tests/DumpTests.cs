using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests;

[Collection(OnServers.Name)]
public sealed class DumpTests(TestServers servers)
{
    [Theory]
    [MemberData(nameof(Departments.All), MemberType = typeof(Departments))]
    public Task Dump(string service, string prefix, string permissions) =>
        Departments.SpeakAsync(servers, service, async (nobody, somebody) =>
        {
            _ = permissions;
            await File.WriteAllTextAsync($"/tmp/oa/{service}.json",
                await nobody.GetStringAsync(new Uri($"{prefix}/openapi.json", UriKind.Relative)));
        });
}
