using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Rules;
using Ops.Platform.Tests.Registers;
using Ops.Platform.Tests.Texts;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Platform.Tests.Approvals;

/// <summary>Approvals in the database: decided once, shown to whom they are asked of.</summary>
public sealed class DecidingTests(TestServers servers)
{
    private const string Raise = "small.secrecy.raise",
        Legal = "legal-office",
        Office = "general-manager-office",
        Path = "/api/small";

    private const string Sentence = "The file of 2-1-1203 goes from level C to level B";

    /// <summary>Any text that this process has.</summary>
    private static readonly Text Code = Text.Of("task.to-be-done", ("subject", "2-1-1203"));

    private static readonly Need[] TwoDepartments = [new(Raise, Legal), new(Raise, Office)];

    [Fact]
    [Rule("CS-7")]
    public async Task Of_twenty_who_decide_at_once_one_decides_and_the_others_are_told_that_it_is_over()
    {
        await using var service = await SmallService.StartAsync(servers);
        var terms = Terms();
        await AskAsync(service, terms);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(1, 20).Select(n => DecideAsync(service, terms, Head($"head-{n}"), agree: n % 2 == 0)));

        var decided = Assert.Single(outcomes, outcome => outcome.Refusal is null).Value;
        Assert.All(
            outcomes.Where(outcome => outcome.Refusal is not null),
            outcome => Assert.Equal(("DOC-5.1.5", RefusalKind.State), (outcome.Refusal!.Rule, outcome.Refusal.Kind)));
        Assert.Equal(
            ApprovalBook.NameOf(decided.State),
            await service.QueryAsync<string>("SELECT state FROM approvals.requests"));
        Assert.Equal(1L, await service.QueryAsync<long>("SELECT count(*) FROM approvals.decisions"));
        Assert.Equal((2, true), await VerifyAsync(service));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task What_was_refused_or_closed_is_not_granted_afterwards_unless_it_is_asked_again()
    {
        await using var service = await SmallService.StartAsync(servers);
        var terms = Terms();
        await AskAsync(service, terms);
        await DecideAsync(service, terms, Head("head-1"), agree: false);

        Assert.Equal("DOC-5.1.5", (await DecideAsync(service, terms, Head("head-2"))).Refusal?.Rule);
        await AskAsync(service, terms);
        await service.ChangeAsync(services =>
        {
            services.GetRequiredService<IApprovals>().Close(
                terms.Key, Text.Plain("Withdrawn by Customer One."), service.Clock.GetCurrentInstant(), "asker-1");
            return Task.CompletedTask;
        });
        Assert.Equal("DOC-5.1.5", (await DecideAsync(service, terms, Head("head-2"))).Refusal?.Rule);
        await AskAsync(service, terms);
        Assert.Equal(ApprovalState.Granted, (await DecideAsync(service, terms, Head("head-2"))).Value.State);
        // Every step stands on the register, in the order in which it was taken, and by whom.
        Assert.Equal(
            [
                "asked asker-1",
                "decided head-1 refused",
                "asked asker-1",
                "closed asker-1",
                "asked asker-1",
                "decided head-2 agreed",
            ],
            await StepsAsync(service));
        Assert.Equal((6, true), await VerifyAsync(service));
        Assert.DoesNotContain(
            "Customer", await service.QueryAsync<string>("SELECT string_agg(text, ' ') FROM registers.entries"),
            StringComparison.Ordinal);
        Assert.Equal(
            ["closed", "granted", "refused"],
            (await ListAsync(service, "approvals?state=all"))
                .EnumerateArray()
                .Select(item => item.GetProperty("state").GetString())
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task What_was_never_asked_because_it_is_older_than_approvals_is_asked_when_it_is_decided_once()
    {
        await using var service = await SmallService.StartAsync(servers);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(1, 10).Select(n => DecideAsync(service, Terms(), Head($"head-{n}"))));

        Assert.Single(outcomes, outcome => outcome.Refusal is null);
        Assert.Equal(1L, await service.QueryAsync<long>("SELECT count(*) FROM approvals.requests"));
        Assert.Equal((2, true), await VerifyAsync(service));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_has_taken_a_thing_over_since_it_was_asked_does_not_decide_on_it()
    {
        await using var service = await SmallService.StartAsync(servers);
        await AskAsync(service, Terms());

        var refused = await DecideAsync(service, Terms() with { AskedFor = "successor-1" }, Head("successor-1"));

        Assert.Equal(("CS-7", RefusalKind.Forbidden), (refused.Refusal?.Rule, refused.Refusal?.Kind));
        Assert.Equal(
            "CS-7",
            (await DecideAsync(service, Terms() with { AskedFor = "successor-1" }, Head("asker-1"))).Refusal?.Rule);
        Assert.Equal(
            ApprovalState.Granted,
            (await DecideAsync(service, Terms() with { AskedFor = "successor-1" }, Head("head-1"))).Value.State);
    }

    [Fact]
    [Rule("CS-7")]
    [Rule("DOC-5.1.5")]
    public async Task Both_departments_agree_one_of_them_by_a_stand_in_and_the_register_and_the_steps_name_both()
    {
        await using var service = await SmallService.StartAsync(servers);
        var terms = Terms(needs: TwoDepartments);
        await AskAsync(service, terms);

        Assert.Equal(ApprovalState.Pending, (await DecideAsync(service, terms, Head("head-1"))).Value.State);
        service.Clock.AdvanceMinutes(10);
        Assert.Equal("CS-7", (await DecideAsync(service, terms, Head("head-1", Office))).Refusal?.Rule);
        var deputy = Head("deputy-1", Office) with
        {
            Permissions = new HashSet<string>(StringComparer.Ordinal),
            Delegations = [Week("manager-1")],
        };
        Assert.Equal(ApprovalState.Granted, (await DecideAsync(service, terms, deputy)).Value.State);

        var entry = JsonDocument
            .Parse(
                await service.QueryAsync<string>("SELECT text FROM registers.entries ORDER BY sequence DESC LIMIT 1"))
            .RootElement;
        Assert.Equal(
            ("deputy-1", "manager-1"),
            (entry.GetProperty("by").GetString(), entry.GetProperty("entry").GetProperty("standsInFor").GetString()));
        var listed = Assert.Single((await ListAsync(service, "approvals?state=granted")).EnumerateArray());
        using var client = service.Client();
        var seen = await client.GetFromJsonAsync<JsonElement>($"{Path}/approvals/{listed.GetProperty("id")}");
        Assert.Equal("granted", seen.GetProperty("approval").GetProperty("state").GetString());
        Assert.Equal(
            [$"{Raise} {Legal}", $"{Raise} {Office}"],
            seen.GetProperty("needs")
                .EnumerateArray()
                .Select(need => $"{need.GetProperty("permission")} {need.GetProperty("department")}"));
        Assert.Equal(
            ["head-1  legal-office True", "deputy-1 manager-1 general-manager-office True"],
            seen.GetProperty("steps")
                .EnumerateArray()
                .Select(step =>
                    $"{step.GetProperty("by")} {step.GetProperty("standsInFor")} {step.GetProperty("department")} " +
                    $"{step.GetProperty("agreed")}"));
        Assert.Equal("2026-09-28T09:10:00+08:00", seen.GetProperty("steps")[1].GetProperty("at").GetString());
    }

    [Fact]
    public async Task A_reason_which_may_name_a_customer_is_not_in_the_chain_but_encrypted_beside_it()
    {
        await using var service = await SmallService.StartAsync(servers);
        await AskAsync(service, Terms());
        await DecideAsync(
            service, Terms(), Head("head-1"), agree: false, reason: "The papers of Customer One are missing.");

        Assert.DoesNotContain(
            "Customer", await service.QueryAsync<string>("SELECT string_agg(text, ' ') FROM registers.entries"),
            StringComparison.Ordinal);
        Assert.Equal("reason", await service.QueryAsync<string>("SELECT field FROM registers.personal"));
        Assert.Equal((2, true), await VerifyAsync(service));
    }

    [Fact]
    public async Task What_is_asked_is_a_text_on_the_register_at_every_step_and_a_sentence_for_whoever_reads_the_list()
    {
        await using var service = await SmallService.StartAsync(servers);
        var terms = Terms() with { What = Code };
        await AskAsync(service, terms);
        await DecideAsync(service, terms, Head("head-1"), agree: false);
        await AskAsync(service, terms);
        await service.ChangeAsync(services =>
        {
            services.GetRequiredService<IApprovals>().Close(
                terms.Key, Code, service.Clock.GetCurrentInstant(), "asker-1");
            return Task.CompletedTask;
        });
        // What was left to be entered is, before what follows it.
        await AskAsync(service, terms);
        await DecideAsync(service, terms, Head("head-2"));

        var json = """{"args": {"subject": "2-1-1203"}, "code": "task.to-be-done"}""";
        Assert.Equal(
            [$"asked {json}", $"decided {json}", $"asked {json}", $"closed {json}", $"asked {json}", $"decided {json}"],
            await WhatAsync(service));
        Assert.Equal((6, true), await VerifyAsync(service));
        Assert.Equal(
            "此项须实际办理，请见 2-1-1203；办结后自动移出清单。",
            (await ListAsync(service, "approvals?state=closed"))[0].GetProperty("endedWhy").GetString());
        using var english = service.Client();
        english.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB");
        var closed = await english.GetFromJsonAsync<JsonElement>($"{Path}/approvals?state=closed");
        Assert.Equal(InEnglish.Of(Code), closed.GetProperty("items")[0].GetProperty("what").GetString());
    }

    [Fact]
    public async Task What_was_asked_in_a_sentence_before_there_were_texts_stays_that_sentence_at_every_step()
    {
        await using var service = await SmallService.StartAsync(servers);
        await AskAsync(service, Terms());
        await DecideAsync(service, Terms(), Head("head-1"));

        Assert.Equal([$"asked \"{Sentence}\"", $"decided \"{Sentence}\""], await WhatAsync(service));
        Assert.Equal(
            Sentence, (await ListAsync(service, "approvals?state=granted"))[0].GetProperty("what").GetString());
    }

    [Theory]
    [InlineData("""{"code":"x"}""")]
    [InlineData("""{"code":"approval.own"}""")]
    [InlineData("""{"code": """)]
    public async Task What_a_person_wrote_is_shown_as_it_stands_even_if_it_looks_like_a_text(string words)
    {
        await using var service = await SmallService.StartAsync(servers);
        await AskAsync(service, Terms());
        await DecideAsync(service, Terms(), Head("head-1"), agree: false, reason: words);
        await AskAsync(service, Terms("secrecy/2"));
        await service.ChangeAsync(services =>
        {
            services.GetRequiredService<IApprovals>().Close(
                "secrecy/2", Text.Plain(words), service.Clock.GetCurrentInstant(), "asker-1");
            return Task.CompletedTask;
        });

        Assert.Equal(
            [words, words],
            (await ListAsync(service, "approvals?state=all"))
                .EnumerateArray()
                .Select(item => item.GetProperty("endedWhy").GetString()));
    }

    [Fact]
    public async Task At_its_end_it_is_open_no_more_whether_or_not_anybody_closed_it()
    {
        await using var service = await SmallService.StartAsync(servers);
        var terms = Terms(until: SmallService.Morning + Duration.FromHours(1));
        await AskAsync(service, terms);
        Assert.Equal(["secrecy/1"], await KeysAsync(service, "approvals"));
        service.Clock.AdvanceHours(1);

        Assert.Equal("DOC-5.1.5", (await DecideAsync(service, terms, Head("head-1"))).Refusal?.Rule);
        Assert.Empty(await KeysAsync(service, "approvals"));
        Assert.Equal(["secrecy/1"], await KeysAsync(service, "approvals?state=closed"));
        Assert.Empty(await MineAsync(service, "head-1", [Raise]));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Another_sites_approval_is_not_found()
    {
        await using var service = await SmallService.StartAsync(servers);
        await AskAsync(service, Terms());

        Assert.Equal(
            RefusalKind.Missing,
            (
                await DecideAsync(
                    service, Terms(), Head("head-1") with
                    {
                        Sites = new HashSet<string>(StringComparer.Ordinal) { "garden-row" },
                    }))
                .Refusal
                ?.Kind);
        var id = (await ListAsync(service, "approvals"))[0].GetProperty("id");
        using var elsewhere = service.Client(sites: ["garden-row"]);
        Assert.Equal(
            0,
            (await elsewhere.GetFromJsonAsync<JsonElement>($"{Path}/approvals")).GetProperty("items").GetArrayLength());
        using var answer = await elsewhere.GetAsync(new Uri($"{Path}/approvals/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Ones_own_list_has_what_waits_for_ones_word_and_nothing_else()
    {
        await using var service = await SmallService.StartAsync(servers);
        await AskAsync(service, Terms("asked-by-me") with { AskedBy = "head-1" });
        await AskAsync(service, Terms("elsewhere") with { Site = "garden-row" });
        await AskAsync(service, Terms("another-office", needs: new Need(Raise, Office)));
        await AskAsync(service, Terms("another-permission", needs: new Need("small.other.raise")));
        await AskAsync(service, Terms("spoken", needs: TwoDepartments));
        await DecideAsync(service, Terms("spoken", needs: TwoDepartments), Head("head-1"));
        await AskAsync(service, Terms("first"));
        await AskAsync(service, Terms("second", needs: TwoDepartments));

        Assert.Equal(["first", "second"], await MineAsync(service, "head-1", [Raise]));
        Assert.Equal(
            ["asked-by-me", "first", "second"],
            await MineAsync(service, "deputy-1", [], [$"{Week("head-2")}"]));
        Assert.Equal(["first", "second"], await MineAsync(service, "deputy-1", [], [$"{Week("head-1")}"]));
        Assert.Empty(await MineAsync(service, "clerk-1", []));
        service.Clock.AdvanceDays(7);
        Assert.Empty(await MineAsync(service, "deputy-1", [], [$"{Week("head-1")}"]));
    }

    [Fact]
    public async Task A_long_list_is_read_page_by_page_each_entry_once()
    {
        await using var service = await SmallService.StartAsync(servers);
        for (var n = 1; n <= 5; n++)
            await AskAsync(service, Terms($"{n}"));

        foreach (var list in (string[])["approvals", "me/approvals"])
        {
            using var client = service.Client("head-1", department: Legal, permissions: ["small.approval.read", Raise]);
            var seen = new List<string>();
            string? after = null;
            do
            {
                var page = await client.GetFromJsonAsync<JsonElement>(
                    $"{Path}/{list}?limit=2{(after is null ? "" : $"&after={after}")}");
                seen.AddRange(KeysOf(page.GetProperty("items")));
                after = page.GetProperty("next").GetString();
            }
            while (after is not null);
            Assert.Equal(["1", "2", "3", "4", "5"], seen.Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [InlineData("approvals?state=done", "state")]
    [InlineData("approvals?limit=0", "limit")]
    [InlineData("me/approvals?limit=201", "limit")]
    public async Task What_cannot_be_listed_is_refused_by_the_name_of_the_parameter(string query, string field)
    {
        await using var service = await SmallService.StartAsync(servers);
        using var client = service.Client();
        using var refused = await client.GetAsync(new Uri($"{Path}/{query}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.True(
            (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _)
        );
    }

    private static ApprovalTerms Terms(string key = "secrecy/1", Instant? until = null, params Need[] needs) => new(
        key, "secrecy", "DOC-5.1.5", "harbour-court", "/api/small/files/1", Text.Plain(Sentence), "asker-1", "asker-1",
        SmallService.Morning, until, needs.Length == 0 ? [new(Raise)] : needs);

    /// <summary>Somebody who may raise a file's level, in their own right.</summary>
    private static Actor Head(string id, string department = Legal) =>
        new(id, "head-of-department", department, new HashSet<string>(StringComparer.Ordinal) { "*" })
        {
            Permissions = new HashSet<string>(StringComparer.Ordinal) { Raise },
        };

    /// <summary>From this morning for seven days.</summary>
    private static Delegation Week(string person) =>
        new(Raise, person, SmallService.Morning, SmallService.Morning + Duration.FromDays(7));

    private static Task AskAsync(SmallService service, ApprovalTerms terms) => service.ChangeAsync(services =>
    {
        services.GetRequiredService<IApprovals>().Ask(terms);
        return Task.CompletedTask;
    });

    private static async Task<Outcome<ApprovalResult>> DecideAsync(
        SmallService service, ApprovalTerms terms, Actor actor, bool agree = true, string? reason = null)
    {
        var outcome = default(Outcome<ApprovalResult>);
        await service.ChangeAsync(async services =>
            outcome = await services
                .GetRequiredService<IApprovals>()
                .DecideAsync(terms, actor, agree, reason ?? (agree ? null : "No."), CancellationToken.None));
        return outcome;
    }

    private static async Task<string[]> StepsAsync(SmallService service) => await service.QueryAsync<string[]>(
        """
        SELECT array_agg(concat_ws(' ', text::jsonb -> 'entry' ->> 'step', by, text::jsonb -> 'entry' ->> 'decision')
            ORDER BY sequence) FROM registers.entries WHERE register = 'approvals'
        """);

    private static async Task<string[]> WhatAsync(SmallService service) => await service.QueryAsync<string[]>(
        """
        SELECT array_agg(concat_ws(' ', text::jsonb -> 'entry' ->> 'step', text::jsonb -> 'entry' -> 'what')
            ORDER BY sequence) FROM registers.entries WHERE register = 'approvals'
        """);

    private static async Task<(long Entries, bool Intact)> VerifyAsync(SmallService service)
    {
        var found = await service.VerifyAsync(register: ApprovalBook.Register);
        return (found.Entries, found.Intact);
    }

    private static async Task<JsonElement> ListAsync(SmallService service, string path)
    {
        using var client = service.Client();
        return (await client.GetFromJsonAsync<JsonElement>($"{Path}/{path}")).GetProperty("items");
    }

    private static async Task<List<string>> KeysAsync(SmallService service, string path) =>
        KeysOf(await ListAsync(service, path));

    private static async Task<List<string>> MineAsync(
        SmallService service, string id, string[] permissions, string[]? delegations = null)
    {
        using var client = service.Client(
            id, department: Legal, sites: ["harbour-court"], permissions: ["small.approval.read", .. permissions],
            delegations: delegations);
        return KeysOf((await client.GetFromJsonAsync<JsonElement>($"{Path}/me/approvals")).GetProperty("items"));
    }

    /// <summary>In their own order: requests of one millisecond have none.</summary>
    private static List<string> KeysOf(JsonElement items) =>
        [.. items.EnumerateArray().Select(item => item.GetProperty("key").GetString()!).Order(StringComparer.Ordinal)];
}
