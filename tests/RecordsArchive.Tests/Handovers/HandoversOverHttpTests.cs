using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Handovers;
using Ops.RecordsArchive.Storage;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.RecordsArchive.Tests.Handovers;

/// <summary>
/// From the subscription that was heard of to the papers that were received, on real servers and over HTTP.
/// </summary>
public sealed class HandoversOverHttpTests(TestServers servers)
{
    private const string File = "/api/archive/projects/harbour-court/units/2-1-1203/file";

    private static readonly string[] Permissions =
    [
        RecordsArchivePermissions.ReadFiles,
        RecordsArchivePermissions.HandOver,
        RecordsArchivePermissions.ReceiveHandover,
        RecordsArchivePermissions.ReadRegisters,
        RecordsArchivePermissions.OwnTasks,
    ];

    [Fact]
    [Rule("DOC-5.1.2")]
    public async Task A_unit_has_one_file_whatever_arrives_how_often()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        var unit = Id();
        for (var times = 0; times < 3; times++)
            await HearAsync(archive, Signed(unit));

        using var clerk = Clerk(archive);
        var file = await clerk.GetFromJsonAsync<JsonElement>(File, TestContext.Current.CancellationToken);
        Assert.Equal(3, file.GetProperty("handovers").GetArrayLength());
        await using var scope = archive.Services.CreateAsyncScope();
        Assert.Equal(
            1, await scope
                .ServiceProvider.GetRequiredService<RecordsArchiveDb>()
                .Files.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Rule("DOC-5.1.2")]
    public async Task Two_subscriptions_heard_of_at_once_do_not_open_two_files()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        var unit = Id();
        var heard = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await HearAsync(archive, Signed(unit));
                return true;
            }
            catch (DbUpdateException)
            {
                // The inbox tries such a one again, and it finds the file.
                return false;
            }
        }));

        Assert.Contains(true, heard);
        await using var scope = archive.Services.CreateAsyncScope();
        Assert.Equal(
            1, await scope
                .ServiceProvider.GetRequiredService<RecordsArchiveDb>()
                .Files.CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task With_another_sites_token_every_route_answers_as_if_there_were_no_such_thing_and_changes_nothing()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        // Signed now: nothing falls due while the routes are tried.
        await HearAsync(archive, Signed(Id(), Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow())));
        string[] everything =
        [
            .. typeof(RecordsArchivePermissions)
                .GetFields()
                .Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!),
        ];
        using var here = archive.Client(everything, "archivist-1", "archivist", "general-manager-office");
        using var elsewhere = archive.Client(
            everything, "archivist-2", "archivist", "general-manager-office",
            ["other-site"]);
        var before = await here.GetStringAsync(
            new Uri("/api/archive/handovers", UriKind.Relative), TestContext.Current.CancellationToken);
        var handover = JsonDocument.Parse(before).RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
        // Found from the document, so that a new route is in it by itself.
        var document = await here.GetFromJsonAsync<JsonElement>(
            "/api/archive/openapi.json", TestContext.Current.CancellationToken);
        var tried = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var address = path
                .Name.Replace("{project}", "harbour-court", StringComparison.Ordinal)
                .Replace("{site}", "harbour-court", StringComparison.Ordinal)
                .Replace("{unit}", "2-1-1203", StringComparison.Ordinal)
                .Replace("{id}", handover, StringComparison.Ordinal)
                .Replace("{register}", "handovers", StringComparison.Ordinal);
            foreach (var operation in path.Value.EnumerateObject())
            {
                using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), address);
                if (request.Method != HttpMethod.Get)
                {
                    request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
                    request.Content = address.Split('/')[^1] switch
                    {
                        "hand-over" => JsonContent.Create(
                            new
                            {
                                papers = new[]
                                {
                                    new
                                    {
                                        kind = "subscription",
                                        title = "Subscription agreement",
                                        carrier = "paper",
                                        pages = 1,
                                    },
                                },
                            }),
                        "reject" or "discard" => JsonContent.Create(new { reason = "It is not ours." }),
                        _ => null,
                    };
                }

                using var answer = await elsewhere.SendAsync(request, TestContext.Current.CancellationToken);
                var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                tried++;
                Assert.False(
                    answer.IsSuccessStatusCode && text.Contains("harbour-court", StringComparison.Ordinal),
                    $"{request.Method} {path.Name} tells of another site: {text}");
                if (address != path.Name && !(request.Method == HttpMethod.Get && answer.IsSuccessStatusCode))
                    Assert.True(
                        answer.StatusCode == HttpStatusCode.NotFound,
                        $"{request.Method} {path.Name} answers {(int)answer.StatusCode}: {text}");
            }
        }

        Assert.True(tried > 15, $"Only {tried} routes were tried.");
        Assert.Equal(
            before,
            await here.GetStringAsync(
                new Uri("/api/archive/handovers", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    /// <summary>What somebody may do with a handover.</summary>
    private static async Task<string[]> OfferedAsync(HttpClient who, string path) =>
        [.. (await who.GetFromJsonAsync<JsonElement>(path, TestContext.Current.CancellationToken))
            .GetProperty("actions").EnumerateArray().Select(one => one.GetString()!)];

    [Fact]
    [Rule("DOC-5.2.2")]
    [Rule("T-6")]
    public async Task Handed_over_and_accepted_once_and_the_register_says_so()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await HearAsync(archive, Signed(Id()));
        using var consultant = archive.Client(Permissions);
        using var clerk = Clerk(archive);
        var owed = (await clerk.GetFromJsonAsync<JsonElement>(File, TestContext.Current.CancellationToken)).GetProperty(
            "handovers")[0];
        var path = $"/api/archive/handovers/{owed.GetProperty("id").GetString()}";
        object[] papers =
        [
            new
            {
                kind = "subscription",
                title = "Subscription agreement A-1",
                carrier = "paper",
                pages = 6,
            },
        ];

        Assert.Equal(["MakeHandover"], await OfferedAsync(consultant, path));
        Assert.Empty(await OfferedAsync(clerk, path));
        await PostAsync(clerk, $"{path}/accept", null, HttpStatusCode.Conflict);
        await PostAsync(
            consultant, $"{path}/hand-over", new { papers = Array.Empty<object>() },
            HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            "T-6",
            (
                await PostAsync(
                    consultant, $"{path}/hand-over", new { papers, handedOverAt = "2020-01-01T00:00:00Z" },
                    HttpStatusCode.UnprocessableEntity))
                .GetProperty("rule")
                .GetString());
        var wrong = new[]
        {
            new
            {
                kind = "subscription",
                title = "",
                carrier = "paper",
                pages = 0,
            },
        };
        var refused = await PostAsync(
            consultant, $"{path}/hand-over", new { papers = wrong }, HttpStatusCode.UnprocessableEntity);
        Assert.Equal(
            ["papers[0].title", "papers[0].pages"],
            refused.GetProperty("errors").EnumerateObject().Select(field => field.Name));
        await PostAsync(clerk, $"{path}/hand-over", new { papers }, HttpStatusCode.Forbidden);
        await PostAsync(consultant, $"{path}/hand-over", new { papers }, HttpStatusCode.OK);
        Assert.Empty(await OfferedAsync(consultant, path));
        Assert.Equal(["AcceptHandover", "RejectHandover"], await OfferedAsync(clerk, path));
        var accepted = await PostAsync(clerk, $"{path}/accept", null, HttpStatusCode.OK);
        Assert.Empty(accepted.GetProperty("actions").EnumerateArray());
        Assert.Equal("accepted", accepted.GetProperty("state").GetString());
        Assert.Equal(
            "DOC-5.2.2",
            (await PostAsync(clerk, $"{path}/accept", null, HttpStatusCode.Conflict)).GetProperty("rule").GetString());

        var verdict = await clerk.GetFromJsonAsync<JsonElement>(
            "/api/archive/registers/handovers/harbour-court/verify", TestContext.Current.CancellationToken);
        Assert.Equal(
            (2, true), (verdict.GetProperty("entries").GetInt32(), verdict.GetProperty("intact").GetBoolean()));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_answers_what_was_changed_meanwhile_is_told_by_whom()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await HearAsync(archive, Signed(Id(), Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow())));
        using var consultant = archive.Client(Permissions);
        using var clerk = Clerk(archive);
        var owed = (await clerk.GetFromJsonAsync<JsonElement>(File, TestContext.Current.CancellationToken)).GetProperty(
            "handovers")[0];
        var path = $"/api/archive/handovers/{owed.GetProperty("id").GetString()}";
        using var seen = await clerk.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        await PostAsync(
            consultant, $"{path}/hand-over",
            new { papers = new[] { new { kind = "subscription", title = "Agreement", carrier = "paper", pages = 6 } } },
            HttpStatusCode.OK);

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}/accept");
        request.Headers.IfMatch.Add(seen.Headers.ETag!);
        using var stale = await clerk.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        var problem = await stale.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal(
            ("problem.version-changed-by", "consultant-1"),
            (problem.GetProperty("code").GetString(), problem.GetProperty("args").GetProperty("by").GetString()));
        Assert.StartsWith(
            "consultant-1 changed it on ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Rule("DOC-5.2.2")]
    public async Task What_was_rejected_says_why_and_is_owed_again()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await HearAsync(archive, Signed(Id()));
        using var consultant = archive.Client(Permissions);
        using var clerk = Clerk(archive);
        var owed = (await clerk.GetFromJsonAsync<JsonElement>(File, TestContext.Current.CancellationToken)).GetProperty(
            "handovers")[0];
        var path = $"/api/archive/handovers/{owed.GetProperty("id").GetString()}";
        await PostAsync(
            consultant, $"{path}/hand-over", new
            {
                papers = new[]
                {
                    new
                    {
                        kind = "subscription",
                        title = "Agreement",
                        carrier = "paper",
                        pages = 6,
                    },
                },
            },
            HttpStatusCode.OK);

        await PostAsync(clerk, $"{path}/reject", new { reason = "" }, HttpStatusCode.UnprocessableEntity);
        var rejected = await PostAsync(
            clerk, $"{path}/reject", new { reason = "Page 3 is missing." }, HttpStatusCode.OK);

        Assert.Equal("Page 3 is missing.", rejected.GetProperty("rejectionReason").GetString());
        // Due in October 2026, and overdue from then on for as long as nobody accepts.
        Assert.Equal("overdue", rejected.GetProperty("state").GetString());
        using var unknown = await clerk.GetAsync(
            new Uri("/api/archive/handovers?state=lost", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        using var elsewhere = await clerk.GetAsync(
            new Uri(File.Replace("1203", "9999", StringComparison.Ordinal), UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    [Rule("DOC-5.2.2")]
    [Rule("T-3")]
    public async Task Signed_before_the_National_Day_holiday_it_is_due_on_the_fifth_working_day_and_says_why()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await HearAsync(archive, Signed(Id()));
        using var clerk = Clerk(archive);

        var owed = (await clerk.GetFromJsonAsync<JsonElement>(File, TestContext.Current.CancellationToken)).GetProperty(
            "handovers")[0];
        var steps = await clerk.GetFromJsonAsync<JsonElement>(
            $"/api/archive/handovers/{owed.GetProperty("id").GetString()}/explanation",
            TestContext.Current.CancellationToken);

        // 30 September, 8 and 9 October, the make-up Saturday the 10th, Monday the 12th.
        Assert.Equal("2026-10-12T18:00:00+08:00", owed.GetProperty("dueAt").GetString());
        var told = steps.EnumerateArray().Select(step => step.GetProperty("text").GetString()!).ToList();
        Assert.Contains("consultant-1 had subscription A-1 for 2-1-1203 signed", told[0], StringComparison.Ordinal);
        Assert.Contains(
            "Counted: 30 September 2026, 8 October 2026, 9 October 2026, 10 October 2026 (make-up working day), "
                + "12 October 2026.",
            told[1], StringComparison.Ordinal);
        Assert.Contains("within 5 working days", told[0], StringComparison.Ordinal);
        Assert.Equal("Due on 12 October 2026, 18:00.", told[2]);
        Assert.Contains(told, text => text.StartsWith("The archive heard of it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_reads_Chinese_or_names_no_language_is_told_everything_in_Chinese()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await HearAsync(archive, Signed(Id()));
        using var clerk = Clerk(archive);
        clerk.DefaultRequestHeaders.AcceptLanguage.Clear();
        var owed = (await clerk.GetFromJsonAsync<JsonElement>(File, TestContext.Current.CancellationToken))
            .GetProperty("handovers")[0];
        var path = $"/api/archive/handovers/{owed.GetProperty("id").GetString()}";

        var steps = await clerk.GetFromJsonAsync<JsonElement>(
            $"{path}/explanation", TestContext.Current.CancellationToken);
        var refused = await PostAsync(clerk, $"{path}/accept", null, HttpStatusCode.Conflict);
        clerk.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB, zh;q=0.5");
        var inEnglish = await PostAsync(clerk, $"{path}/accept", null, HttpStatusCode.Conflict);

        Assert.Contains("须在 5 个工作日内", steps[0].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            "签订当日不计入。计入：2026年9月30日、2026年10月8日、2026年10月9日、2026年10月10日（调休上班）、2026年10月12日。",
            steps[1].GetProperty("text").GetString());
        Assert.Equal("到期时间：2026年10月12日 18:00。", steps[2].GetProperty("text").GetString());
        Assert.Equal("按规定 DOC-5.2.2 未予办理", refused.GetProperty("title").GetString());
        Assert.Contains("尚无待答复的移交", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("handover.nothing-to-answer", refused.GetProperty("code").GetString());
        Assert.Equal("Refused by DOC-5.2.2", inEnglish.GetProperty("title").GetString());
    }

    [Fact]
    public async Task What_was_written_in_one_s_own_words_is_in_no_store_that_cannot_be_corrected()
    {
        const string Reason = "Zhang San's page 3 is missing.";
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        await HearAsync(archive, Signed(Id()));
        using var consultant = archive.Client(Permissions);
        using var clerk = Clerk(archive);
        var owed = (await clerk.GetFromJsonAsync<JsonElement>(File, TestContext.Current.CancellationToken))
            .GetProperty("handovers")[0];
        var path = $"/api/archive/handovers/{owed.GetProperty("id").GetString()}";
        object[] papers = [new { kind = "subscription", title = "Of Zhang San", carrier = "paper", pages = 6 }];
        await PostAsync(consultant, $"{path}/hand-over", new { papers }, HttpStatusCode.OK);
        await PostAsync(clerk, $"{path}/reject", new { reason = Reason }, HttpStatusCode.OK);

        var database = new ServiceDatabase(archive.Setting.Admin);
        var stores = await database.QueryAsync<string>("""
            SELECT string_agg(type || body::text, ' ') || (SELECT string_agg(text, ' ') FROM registers.entries)
            FROM messaging.events
            """);
        var history = await clerk.GetFromJsonAsync<JsonElement>(
            $"{path}/explanation", TestContext.Current.CancellationToken);
        var last = history.EnumerateArray().Last().GetProperty("text").GetString();

        Assert.Contains("HandoverRejected", stores, StringComparison.Ordinal);
        Assert.DoesNotContain("Zhang San", stores, StringComparison.Ordinal);
        Assert.EndsWith(Reason, last, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("DOC-5.2.2")]
    public async Task Each_department_lists_what_concerns_it_and_the_general_manager_s_office_everything()
    {
        await using var archive = await ServiceHost<RecordsArchiveDb>.StartAsync(servers, "archivedb");
        var unit = Id();
        for (var times = 0; times < 3; times++)
            await HearAsync(archive, Signed(unit));
        using var sales = archive.Client(Permissions);
        using var clerk = Clerk(archive);
        using var office = archive.Client(Permissions, "archivist-1", "archivist", "general-manager-office");
        using var others = archive.Client(Permissions, "agent-1", "agent", "customer-service-centre");
        using var elsewhere = archive.Client(
            Permissions, "clerk-2", "customer-affairs-clerk", "customer-affairs-group",
            ["other-site"]);

        foreach (
            var (who, sees) in ((HttpClient, int)[])[(sales, 3), (clerk, 3), (office, 3), (others, 0), (elsewhere, 0)])
            Assert.Equal(sees, (await ListAsync(who, "")).GetProperty("items").GetArrayLength());
        Assert.Equal(
            0, (await ListAsync(office, "?department=customer-service-centre")).GetProperty("items").GetArrayLength());
        Assert.Equal(
            3, (await ListAsync(office, "?department=project-sales-group&project=harbour-court"))
                .GetProperty("items")
                .GetArrayLength());
        Assert.Equal(0, (await ListAsync(clerk, "?state=accepted")).GetProperty("items").GetArrayLength());

        var first = await ListAsync(clerk, "?limit=2");
        var rest = await ListAsync(clerk, $"?limit=2&after={first.GetProperty("next").GetString()}");
        Assert.Equal((2, 1), (first.GetProperty("items").GetArrayLength(), rest.GetProperty("items").GetArrayLength()));
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next").ValueKind);
        using var tooMany = await clerk.GetAsync(
            new Uri("/api/archive/handovers?limit=201", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooMany.StatusCode);

        static Task<JsonElement> ListAsync(HttpClient who, string query) =>
            who.GetFromJsonAsync<JsonElement>($"/api/archive/handovers{query}", TestContext.Current.CancellationToken);
    }

    private static HttpClient Clerk(ServiceHost<RecordsArchiveDb> archive) =>
        archive.Client(Permissions, "clerk-1", "customer-affairs-clerk", "customer-affairs-group");

    private static Guid Id() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    /// <summary>Signed before the National Day of 2026, and overdue by now, unless it is said when.</summary>
    private static SubscriptionSigned Signed(Guid unit, Instant? at = null) =>
        new(
            Id(), unit, "harbour-court", "Harbour Court", "Asia/Shanghai", new LocalTime(18, 0), "2-1-1203", "2", "1",
            "1203", "A-1", null, "consultant-1", at ?? Instant.FromUtc(2026, 9, 29, 2, 0));

    /// <summary>As the inbox does it: the event's handler in a change of its own.</summary>
    private static async Task HearAsync(ServiceHost<RecordsArchiveDb> archive, SubscriptionSigned signed)
    {
        await using var scope = archive.Services.CreateAsyncScope();
        var handler = scope.ServiceProvider.GetRequiredService<OweHandover>();
        await scope
            .ServiceProvider.GetRequiredService<UnitOfWork>()
            .RunAsync(
                async cancellationToken =>
                {
                    await handler.HandleAsync(
                        signed,
                        new EventContext(
                            Id(), "SalesControl", $"unit/{signed.UnitId}", 1, signed.SignedAt, "consultant-1",
                            TraceId: null),
                        cancellationToken);
                    return true;
                },
                TestContext.Current.CancellationToken);
    }

    /// <summary>With the ETag of what the caller has just seen.</summary>
    private static async Task<JsonElement> PostAsync(HttpClient who, string path, object? body, HttpStatusCode expected)
    {
        using var seen = await who.GetAsync(
            new Uri(path[..path.LastIndexOf('/')], UriKind.Relative), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        request.Headers.IfMatch.Add(seen.Headers.ETag!);
        using var answer = await who.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
