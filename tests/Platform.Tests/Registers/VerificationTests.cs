using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CsCheck;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Tests.Texts;
using Ops.Platform.Texts;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Registers;

/// <summary>
/// Whatever is done to a register behind the program's back is found and named, in the database and in an export.
/// </summary>
public sealed class VerificationTests(TestServers servers)
{
    /// <summary>Five entries; then somebody with the owner's password.</summary>
    [Theory]
    [Rule("T-6")]
    [InlineData(
        "UPDATE registers.entries SET text = replace(text, '\"n\":3', '\"n\":9') WHERE sequence = 3", 3, "was changed")]
    [InlineData(
        """
        UPDATE registers.entries SET text = replace(text, '"n":3', '"n":9'), hash =
            encode(sha256(convert_to(replace(text, '"n":3', '"n":9'), 'UTF8')), 'hex') WHERE sequence = 3
        """,
        4, "does not continue entry 3")]
    [InlineData("UPDATE registers.entries SET at = at - interval '1 day' WHERE sequence = 3", 3, "columns do not say")]
    [InlineData("UPDATE registers.entries SET by = 'somebody' WHERE sequence = 3", 3, "columns do not say")]
    [InlineData("UPDATE registers.entries SET previous = hash WHERE sequence = 3", 3, "columns do not say")]
    [InlineData("DELETE FROM registers.entries WHERE sequence = 3", 3, "Entry 3 is missing")]
    [InlineData("DELETE FROM registers.entries WHERE sequence = 1", 1, "Entry 1 is missing")]
    [InlineData("DELETE FROM registers.entries WHERE sequence > 3", 4, "tail was removed")]
    [InlineData("DELETE FROM registers.entries", 1, "tail was removed")]
    [InlineData("UPDATE registers.heads SET hash = repeat('0', 64)", 5, "head was rewritten")]
    [InlineData("UPDATE registers.heads SET sequence = 4", 5, "head was rewritten")]
    [InlineData("UPDATE registers.heads SET at = at + interval '1 hour'", 5, "head was rewritten")]
    [InlineData("DELETE FROM registers.heads", 5, "head is missing")]
    [InlineData(
        """
        UPDATE registers.entries SET sequence = 99 WHERE sequence = 2; UPDATE registers.entries SET sequence = 2
            WHERE sequence = 3; UPDATE registers.entries SET sequence = 3 WHERE sequence = 99
        """,
        2, "out of order")]
    [InlineData(
        """
        DELETE FROM registers.entries WHERE sequence = 3; UPDATE registers.entries SET sequence = sequence - 1
            WHERE sequence > 3
        """,
        3, "out of order")]
    [InlineData(
        "UPDATE registers.entries SET text = 'no text', hash = encode(sha256('no text'), 'hex') WHERE sequence = 3", 3,
        "cannot be read")]
    [InlineData(
        """
        UPDATE registers.entries SET text = ' ' || text, hash = encode(sha256(convert_to(' ' || text, 'UTF8')), 'hex')
            WHERE sequence = 3
        """,
        3, "canonical form")]
    public async Task Whatever_is_done_to_the_rows_is_found_at_the_first_entry_that_does_not_agree(
        string sql, long at, string reason)
    {
        await using var service = await SmallService.StartAsync(servers);
        for (var n = 1; n <= 5; n++)
            await service.AppendAsync(new { n });
        await service.BehindTheProgramsBackAsync(sql);

        var found = await service.VerifyAsync();
        Assert.Equal((false, at), (found.Intact, found.BrokenAt));
        Assert.Contains(reason, InEnglish.Of(found.Reason), StringComparison.Ordinal);
        var told = await RunAsync(service, "--verify-register", "handovers/harbour-court");
        Assert.Equal((1, $"handovers/harbour-court: BROKEN at entry {at}: {InEnglish.Of(found.Reason)}"), told);
    }

    [Fact]
    [Rule("T-6")]
    public void An_entry_copied_from_another_site_and_a_time_that_goes_back_are_found()
    {
        var walk = new ChainWalk("handovers", "harbour-court");
        walk.Take(Row(1, ChainWalk.Nothing, "garden-row", "2026-09-28T01:00:00.000000Z"));
        Assert.Contains("belongs elsewhere", InEnglish.Of(walk.End(null).Reason), StringComparison.Ordinal);

        walk = new ChainWalk("handovers", "harbour-court");
        var first = Row(1, ChainWalk.Nothing, "harbour-court", "2026-09-28T01:00:00.000000Z");
        walk.Take(first);
        walk.Take(Row(2, first.Hash, "harbour-court", "2026-09-28T00:59:59.999999Z"));
        Assert.Contains("earlier", InEnglish.Of(walk.End(null).Reason), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("T-6")]
    public async Task A_stranger_verifies_a_register_from_the_export_alone()
    {
        await using var service = await SmallService.StartAsync(servers);
        for (var n = 1; n <= 300; n++)
            await service.AppendAsync(new { n, note = "交接 \"清单\"" });
        using var client = service.Client(sites: ["harbour-court"]);
        using var answer = await client.GetAsync(
            new Uri("/api/small/registers/handovers/harbour-court", UriKind.Relative));
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        var export = (await answer.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');

        // With nothing of ours but the text and SHA-256.
        Assert.Equal(301, export.Length);
        var previous = new string('0', 64);
        foreach (var line in export.Skip(1).Select(line => JsonDocument.Parse(line).RootElement))
        {
            var text = line.GetProperty("text").GetString()!;
            Assert.Equal(previous, JsonDocument.Parse(text).RootElement.GetProperty("previous").GetString());
            previous = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(line.GetProperty("hash").GetString(), previous);
        }

        Assert.Equal(previous, JsonDocument.Parse(export[0]).RootElement.GetProperty("head").GetString());

        // And with our offline verifier, over the file as it is and over files that somebody has worked on.
        Assert.Equal((0, $"{{file}}: 300 entries, intact, head {previous}"), await VerifyFileAsync(service, export));
        Assert.Equal(
            (1, "{file}: BROKEN at entry 7: Entry 7 was changed: its text does not give its hash."),
            await VerifyFileAsync(
                service,
                [.. export[..7], export[7].Replace("清单", "清草", StringComparison.Ordinal), .. export[8..]]));
        Assert.Equal(
            (1, "{file}: BROKEN at entry 7: Entry 7 is missing: entry 8 follows entry 6."),
            await VerifyFileAsync(service, [.. export[..7], .. export[8..]]));
        Assert.Equal(
            (1, "{file}: BROKEN at entry 7: Entry 7 is out of order: entry 6 is not followed by it."),
            await VerifyFileAsync(service, [.. export[..7], export[8], export[7], .. export[9..]]));
        Assert.Equal(
            (1, "{file}: BROKEN at entry 8: Entry 8 is out of order: entry 7 follows entry 7."),
            await VerifyFileAsync(service, [.. export[..8], export[7], .. export[8..]]));
        Assert.Equal(
            (1, "{file}: BROKEN at entry 291: Entry 291 is missing: the tail was removed; "
                + "the head is at 300, the entries end at 290."),
            await VerifyFileAsync(service, export[..291]));
        Assert.Equal(
            (1, "{file}: BROKEN at entry 1: Line 1 is not the header of an export."),
            await VerifyFileAsync(service, export[1..]));
        Assert.Equal(
            (1, "{file}: BROKEN at entry 2: Line 3 cannot be read."),
            await VerifyFileAsync(service, [.. export[..2], "half a li"]));
        Assert.Equal((1, "{file}: BROKEN at entry 1: The file is empty."), await VerifyFileAsync(service, []));
    }

    [Fact]
    public async Task The_offline_verifier_says_what_it_was_not_given_and_never_starts_the_service_instead()
    {
        await using var service = await SmallService.StartAsync(servers);
        Assert.Equal(
            (2, "--verify-register takes REGISTER/SITE, e.g. handovers/harbour-court."),
            await RunAsync(service, "--verify-register", "handovers"));
        Assert.Equal(
            (2, "--verify-register takes REGISTER/SITE, e.g. handovers/harbour-court."),
            await RunAsync(service, "--verify-register"));
        Assert.Equal(
            (2, "handover/harbour-court: nothing was ever entered under this name."),
            await RunAsync(service, "--verify-register=handover/harbour-court"));
        Assert.Equal(
            (2, "--verify-export takes a file; there is no 'nowhere.ndjson'."),
            await RunAsync(service, "--verify-export", "nowhere.ndjson"));
        Assert.False(await service.App.VerifyWhenAskedAsync(["--migrate"]));
        var chinese = await RegisterCommandLine.RunAsync(
            service.App, ["--verify-register", "handover/harbour-court"], Languages.Chinese);
        Assert.Equal("handover/harbour-court：此名称下从未登记。", chinese!.Line);
    }

    [Fact]
    [Case("unknown-register-verifies-as-intact")]
    public async Task Registers_with_entries_are_listed_and_what_is_none_is_not_found()
    {
        await using var service = await SmallService.StartAsync(servers);
        var written = await service.AppendAsync(new { n = 1 });
        using var own = service.Client(sites: ["harbour-court"]);
        using var other = service.Client(sites: ["garden-row"]);

        var listed = (await own.GetFromJsonAsync<JsonElement>("/api/small/registers")).GetProperty("items");

        var one = Assert.Single(listed.EnumerateArray());
        Assert.Equal(
            ("handovers", "harbour-court", 1, written.Hash),
            (
                one.GetProperty("register").GetString(), one.GetProperty("site").GetString(),
                one.GetProperty("entries").GetInt64(), one.GetProperty("head").GetString()));
        Assert.Empty((await other.GetFromJsonAsync<JsonElement>("/api/small/registers")).GetProperty("items")
            .EnumerateArray());
        foreach (var path in (string[])["foo/harbour-court", "handovers/harbour-court-2"])
        {
            foreach (var what in (string[])["", "/verify", "/entries"])
            {
                using var answer = await own.GetAsync(new Uri($"/api/small/registers/{path}{what}", UriKind.Relative));
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            }
        }
    }

    [Fact, Case("unknown-register-verifies-as-intact", Generated = true)]
    public async Task No_register_that_nobody_wrote_to_is_there_whatever_it_and_its_site_are_called()
    {
        await using var service = await SmallService.StartAsync(servers);
        await service.AppendAsync(new { n = 1 });
        using var own = service.Client(sites: ["*"]);
        var names = Gen.OneOf(
            OneOf("handovers", "handover", "Handovers", "approvals", "harbour-court", "harbour-courts", "*"),
            Gen.Char["abhandover-%1 ."].Array[1, 12].Select(signs => new string(signs)));

        await Gen.Select(names, names, OneOf("", "/verify", "/entries"))
            .Where(one => (one.Item1, one.Item2) != ("handovers", "harbour-court")
                && one.Item1.Trim('.').Length > 0 && one.Item2.Trim('.').Length > 0)
            .SampleAsync(
                async one =>
                {
                    var (register, site, what) = one;
                    var path = $"{Uri.EscapeDataString(register)}/{Uri.EscapeDataString(site)}{what}";
                    using var answer = await own.GetAsync(
                        new Uri($"/api/small/registers/{path}", UriKind.Relative));
                    Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
                },
                iter: 100, threads: 1);
    }

    [Fact]
    public async Task Registers_are_read_and_verified_on_ones_own_sites_only()
    {
        await using var service = await SmallService.StartAsync(servers);
        var written = await service.AppendAsync(new { n = 1 });
        using var own = service.Client(sites: ["harbour-court"]);
        var verified = await own.GetFromJsonAsync<JsonElement>("/api/small/registers/handovers/harbour-court/verify");
        Assert.Equal(
            (true, 1, written.Hash),
            (
                verified.GetProperty("intact").GetBoolean(), verified.GetProperty("entries").GetInt64(),
                verified.GetProperty("head").GetString()));

        using var other = service.Client(sites: ["garden-row"]);
        foreach (
            var path in new[]
            {
                "/api/small/registers/handovers/harbour-court",
                "/api/small/registers/handovers/harbour-court/verify",
            })
        {
            using var refused = await other.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        }
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(at => texts[at]);

    private static ChainRow Row(long sequence, string previous, string site, string at)
    {
        var text =
            $$"""
            {"at":"{{at}}","by":"clerk-1","entry":{},"personal":{},"previous":"{{previous}}",
            "register":"handovers","sequence":{{sequence}},"site":"{{site}}"}
            """.ReplaceLineEndings("");
        return new(sequence, text, ChainWalk.HashOf(text));
    }

    private static async Task<(int ExitCode, string Line)> VerifyFileAsync(SmallService service, string[] lines)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, lines);
            var (code, line) = await RunAsync(service, "--verify-export", file);
            return (code, line.Replace(file, "{file}", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The service's executable with these arguments: its exit code and what it wrote.</summary>
    private static async Task<(int ExitCode, string Line)> RunAsync(SmallService service, params string[] args)
    {
        var outcome = await RegisterCommandLine.RunAsync(service.App, args, Languages.English);
        return (outcome!.ExitCode, outcome.Line);
    }
}
