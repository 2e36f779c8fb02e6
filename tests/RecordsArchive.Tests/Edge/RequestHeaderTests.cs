using CsCheck;
using Ops.Gateway.Tests;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Edge;

/// <summary>
/// A service that is asked directly takes the same headers as the gateway, and says which it does not.
/// </summary>
public sealed class RequestHeaderTests(TestServers servers)
{
    private static readonly string[] Names =
        [
            "Idempotency-Key", "Authorization", "If-Match", "If-None-Match", "Cookie", "Accept-Language", "traceparent",
            "X-Of-Their-Own",
        ];

    /// <summary>No tab, no carriage return and no line feed: the one may stand in a value, the others end it.</summary>
    private static readonly Gen<byte> BadBytes =
        Gen.OneOf(Gen.Byte[0x80, 0xFF], Gen.Byte[0x00, 0x08], Gen.Byte[0x0E, 0x1F], Gen.Const((byte)0x7F));

    [Fact]
    public async Task A_header_with_a_byte_that_may_not_stand_there_is_400_and_named_whatever_it_is()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        var address = new Uri(archive.Address, "/api/archive/handovers");
        var token = archive.Authority.Token([RecordsArchivePermissions.ReadFiles]);
        var good = await RawRequest.GetAsync(
            address, token, RawRequest.Utf8("Idempotency-Key"), RawRequest.Utf8("e 1"));
        Assert.Equal(200, good.Status);

        await RefusedAsync("Idempotency-Key", RawRequest.Utf8("é"));
        var visible = Gen.Byte[0x21, 0x7E].Array[0, 8];
        await Gen.Select(Gen.Int[0, Names.Length - 1].Select(n => Names[n]), visible, BadBytes, visible)
            .SampleAsync(
                (name, before, bad, after) => RefusedAsync(name, [.. before, bad, .. after]), iter: 60, threads: 1);

        async Task RefusedAsync(string name, byte[] value)
        {
            var answer = await RawRequest.GetAsync(
                address, name == "Authorization" ? null : token, RawRequest.Utf8(name), value);
            Assert.Equal(400, answer.Status);
            Assert.True(
                answer.Problem is { } problem && problem.GetProperty("errors").TryGetProperty(name, out _),
                answer.Body);
        }
    }
}
