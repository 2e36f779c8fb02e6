using System.Net;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using Ops.Platform.Rules;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Edge;

/// <summary>
/// The authority is away: a department that has seen its keys goes on, and one that never has says whose fault it is.
/// </summary>
public sealed class AuthorityAwayTests(TestServers servers)
{
    private static readonly Uri Handovers = new("/api/archive/handovers", UriKind.Relative);

    [Fact]
    [Rule("CS-7")]
    public async Task A_department_that_has_seen_the_authority_s_keys_goes_on_without_it_also_for_tokens_new_to_it()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        using var before = archive.Client([RecordsArchivePermissions.ReadFiles]);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(before));

        await archive.Authority.StopAsync();
        Assert.Equal(HttpStatusCode.OK, await AskAsync(before));
        for (var n = 0; n < 5; n++)
        {
            using var fresh = archive.Client([RecordsArchivePermissions.ReadFiles], $"consultant-{n + 10}");
            Assert.Equal(HttpStatusCode.OK, await AskAsync(fresh));
        }

        // A key that nobody has told of is nobody's: the token is not taken, and those that are good still are.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var unknown = archive.Client(
            archive.Authority.Token(
                [RecordsArchivePermissions.ReadFiles],
                key: new ECDsaSecurityKey(key) { KeyId = "made since" }));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(unknown));
        using var after = archive.Client([RecordsArchivePermissions.ReadFiles], "consultant-20");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(after));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_department_that_has_never_seen_a_key_says_503_and_to_try_again_and_not_that_the_token_is_bad()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await archive.Authority.StopAsync();
        using var anybody = archive.Client([RecordsArchivePermissions.ReadFiles]);
        using var answer = await anybody.GetAsync(Handovers, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient who)
    {
        using var answer = await who.GetAsync(Handovers, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
