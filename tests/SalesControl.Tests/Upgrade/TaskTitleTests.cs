using System.Net;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Storage.Migrations;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.Upgrade;

/// <summary>What was written into task lists before there were texts is read in either language.</summary>
public sealed class TaskTitleTests(TestServers servers)
{
    private const string Tasks = "/api/sales/me/tasks?limit=200", Hand = "Look after 2-1-1203";

    /// <summary>Every sentence that an earlier version wrote, one of each, and what it says now.</summary>
    private static readonly (string Before, string English)[] Sentences =
    [
        Same("Approve or refuse the reservation of 2-1-1203"),
        Same("Approve or refuse that the reservation of 2-1-1203 goes on"),
        ("2-1-1203 is reserved: note it on the board 销控表", "2-1-1203 is reserved: note it on the board"),
        ("The reservation of 2-1-1203 goes on: note it on the board 销控表",
            "The reservation of 2-1-1203 goes on: note it on the board"),
        Same("The reservation of 2-1-1203 is approved"),
        Same("The reservation of 2-1-1203 is refused: No form."),
        Same("The reservation of 2-1-1203 has lapsed"),
        Same("The reservation of 2-1-1203 may go on"),
        Same("The renewal of 2-1-1203 did not come about: Nobody approved it."),
        Same("The reservation of 2-1-1203 goes on"),
        Same("The reservation of 2-1-1203 is extended"),
        Same("The offer of 2-1-1203 was not taken up in time"),
        Same("The wait for 2-1-1203 is closed: The unit was subscribed."),
        Same("2-1-1203 is offered to your customer: bring the deposit receipt"),
        Same("The offer of 2-1-1203 reached nobody: consultant-2 has left."),
        ("The reservation of 2-1-1203 ended: refund what its customer had paid first",
            "The reservation of 2-1-1203 ended: refund what its customer has paid"),
        Same("The reservation of 2-1-1203 ends in 24 hours: report whether the customer goes on"),
        Same("2-1-1203 is paid on other days"),
        ("Others buy 2-1-1203 更名: its papers change", "Others buy 2-1-1203: its papers change"),
        Same("The sale of 2-1-1203 is cancelled"),
        Same("The sale of 2-1-1203 is forfeited"),
        Same("The sale of 2-1-1203 goes on with 2-1-1201"),
        Same("The contract of 2-1-1203 is overdue: have it signed"),
        Same("The contract of 2-1-1203 is to be signed by tomorrow"),
        ("Instalment 2 of 2-1-1203 is overdue: 12345.60 CNY",
            "Instalment 2 of 2-1-1203 is overdue: CNY 12,345.60"),
        ("Instalment 2 of 2-1-1203 is to be paid by the end of 2026-12-24",
            "Instalment 2 of 2-1-1203 is to be paid by the end of 24 December 2026"),
        Same("Without a published price these did not come on sale with batch b-1: 2-1-1201, 2-1-1202"),
        Same("3 queue numbers of batch b-1 chose nothing: refund their deposits"),
        Same("Queue number 7 of batch b-1 is called: your customer chooses now"),
        Same("Queue number 7 of batch b-1 is given back, its deposit refunded: Moved away."),
        Same("Approve or refuse version 4 of the price list"),
        Same("Version 4 of the price list is approved"),
        Same("Version 4 of the price list is refused: Too dear."),
        Same("The letting of 1-1-101 is yours now"),
        Same("The lease of 1-1-101 is over: renew it or end it"),
        Same("The lease of 1-1-101 runs out in a month"),
        Same("Agree or refuse: That 2-1-1203 is put on sale"),
        Same("Agree or refuse: That 2-1-1203 is withheld from sale"),
        Same("An extension of the reservation of 2-1-1203 by 48 hours: granted"),
        ("Agree or refuse: A late payment plan for 2-1-1203, until 2026-12-24",
            "Agree or refuse: A late payment plan for 2-1-1203, until 24 December 2026"),
        Same("A change of name of the sale of 2-1-1203, to 2 buyers: granted"),
        Same("A discount of 1.5 % on 2-1-1203: refused: Not in December: refused: twice."),
        Same("Agree or refuse: A swap of 2-1-1203 for 2-1-1201 with a discount of 2 %"),
        Same("A swap of 2-1-1203 for 2-1-1201: granted"),
        ("Agree or refuse: The cancellation of the sale of 2-1-1203: 1000.00 CNY back, 0.50 CNY forfeited",
            "Agree or refuse: The cancellation of the sale of 2-1-1203: CNY 1,000.00 back, CNY 0.50 forfeited"),
        ("The forfeiture of the sale of 2-1-1203: 0.00 CNY back, 1000.00 CNY forfeited: granted",
            "The forfeiture of the sale of 2-1-1203: CNY 0.00 back, CNY 1,000.00 forfeited: granted"),
        Same("What you asked for on 2-1-1203 is not asked for any more: It was sold."),
    ];

    /// <summary>Entries as the upgrade wrote them before it was put right: code, arguments, what they say.</summary>
    private static readonly (string Code, string Args, string English)[] Unreadable =
    [
        ("decide", """{"number": 4}""", "Approve or refuse version 4 of the price list"),
        ("approved", """{"number": 4}""", "Version 4 of the price list is approved"),
        ("refused", """{"number": 4, "reason": "Too dear."}""", "Version 4 of the price list is refused: Too dear."),
    ];

    [Fact]
    public async Task A_sentence_of_before_says_in_English_what_it_said_and_in_Chinese_the_same()
    {
        var database = new ServiceDatabase(await EarlierVersion.InstallAsync(servers));
        foreach (var sentence in Sentences.Select(one => one.Before).Append(Hand))
            await WriteAsync(database, sentence, null);
        await using var sales = await ServiceHost<SalesControlDb>.UpgradeAsync(servers, "salesdb", database.Admin);

        Assert.Equal(Sentences.Select(one => one.English).Append(Hand), await TitlesAsync(sales, "en"));
        var chinese = await TitlesAsync(sales, "zh-CN");
        Assert.Equal([Hand], chinese.Intersect(Sentences.Select(one => one.Before).Append(Hand)));
        Assert.DoesNotContain(chinese, title => title.Contains('{', StringComparison.Ordinal));
        Assert.Equal("请审批第 4 版价目表", chinese[Array.FindIndex(Sentences, one => one.Before.StartsWith(
            "Approve or refuse version", StringComparison.Ordinal))]);
    }

    [Fact]
    public async Task What_an_earlier_upgrade_made_unreadable_is_read_again()
    {
        var database = new ServiceDatabase(await EarlierVersion.InstallAsync(servers));
        await using var sales = await ServiceHost<SalesControlDb>.UpgradeAsync(servers, "salesdb", database.Admin);
        foreach (var (code, args, _) in Unreadable)
        {
            var title = $"price-list.task.{code}";
            await WriteAsync(database, title, $$"""{"code": "{{title}}", "args": {{args}}}""");
        }

        await database.ExecuteAsync(PriceListTaskTitles.Sql);
        await database.ExecuteAsync(PriceListTaskTitles.Sql);

        Assert.Equal(Unreadable.Select(one => one.English), await TitlesAsync(sales, "en"));
        Assert.Equal(
            ["请审批第 4 版价目表", "第 4 版价目表已批准", "第 4 版价目表未获批准：Too dear."], await TitlesAsync(sales, "zh-CN"));
    }

    private static (string Before, string English) Same(string sentence) => (sentence, sentence);

    /// <summary>An entry of somebody whom the earlier installation does not know.</summary>
    private static Task WriteAsync(ServiceDatabase database, string title, string? text) => text is null
        ? database.ExecuteAsync(
            """
            INSERT INTO tasks.entries (id, key, person, site, title, rule, subject, must_be_done, at)
            VALUES (gen_random_uuid(), $1, 'reader-1', 'harbour-court', $1, 'CS-4', '/any', true, now())
            """,
            title)
        : database.ExecuteAsync(
            """
            INSERT INTO tasks.entries (id, key, person, site, title, rule, subject, must_be_done, at, text)
            VALUES (gen_random_uuid(), $1, 'reader-1', 'harbour-court', $1, 'CS-4', '/any', true, now(), $2::json)
            """,
            title, text);

    /// <summary>Their titles in a language, in the order of their writing.</summary>
    private static async Task<List<string>> TitlesAsync(ServiceHost<SalesControlDb> sales, string language)
    {
        using var reader = sales.Client([SalesControlPermissions.OwnTasks], "reader-1");
        reader.DefaultRequestHeaders.AcceptLanguage.Clear();
        reader.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        var page = await reader.GetAsync(Tasks, HttpStatusCode.OK);
        return
        [
            .. page.Json.GetProperty("items").EnumerateArray().Reverse()
                .Select(item => item.GetProperty("title").GetString()!),
        ];
    }
}
