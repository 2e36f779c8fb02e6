using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>Who is the same customer, where a phone, a name or a document alone would not say it.</summary>
public sealed class SameCustomerTests(TestServers servers)
{
    private int _last;

    private const string Switchboard = "0755-82345678";

    [Fact, Rule("RES-4")]
    [Case("phone-extension-is-dropped")]
    public async Task Two_extensions_of_a_switchboard_are_two_customers_and_are_shown_as_such()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var first = await RegisterAsync(sales, "2-1-1201", "甲公司", $"{Switchboard} ext 801");
        var second = await RegisterAsync(sales, "2-1-1202", "乙公司", $"{Switchboard}转802");
        var again = await RegisterAsync(sales, "2-1-1203", "甲公司", $"{Switchboard}-801");

        Assert.NotEqual(first["customerId"], second["customerId"]);
        Assert.Equal(first["customerId"], again["customerId"]);
        Assert.Equal("+86755****5678;ext=801", first.Json.GetProperty("customer").Text("phone"));
    }

    [Fact, Rule("RES-4")]
    [Case("switchboard-candidate")]
    public async Task Another_name_under_a_phone_is_a_candidate_that_the_consultant_confirms_or_denies_on_record()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var first = await RegisterAsync(sales, "2-1-1201", "王小明", SalesHost.Phone(1));

        var refused = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1202")}/reservations", Form("李小红", SalesHost.Phone(1)),
            HttpStatusCode.UnprocessableEntity);

        Assert.Equal(("RES-4", "customer.candidate"), (refused["rule"], refused["code"]));
        Assert.Contains("王**", refused["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain("王小明", refused.Text, StringComparison.Ordinal);
        Assert.Contains(first["customerId"]!, refused["evidence"], StringComparison.Ordinal);
        Assert.Equal("customer.sameCustomer", FieldOf(refused));
        Assert.Equal(1, await Database(sales).CountAsync("customers"));

        var denied = await RegisterAsync(sales, "2-1-1202", "李小红", SalesHost.Phone(1), same: false);
        Assert.NotEqual(first["customerId"], denied["customerId"]);
        // Who was denied once is known by phone and name; neither is asked about again.
        Assert.Equal(denied["customerId"], (await RegisterAsync(
            sales, "2-1-1203", "李 小红", SalesHost.Phone(1)))["customerId"]);
        // A confirmed customer has one open place on a unit (RES-4).
        Assert.Equal("reservation.has-already", (await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1201")}/reservations", Form("Wang Xiaoming", SalesHost.Phone(1), same: true),
            HttpStatusCode.Conflict))["code"]);
        Assert.Equal(1, await Database(sales).CountAsync("messaging.events WHERE type LIKE '%CandidateDecided'"));
        await sales.ImportAsync($"{SalesHost.Header}3,1,1,101,住宅,80,70,,待售\n");
        Assert.Equal(first["customerId"], (await RegisterAsync(
            sales, "3-1-101", "Wang Xiaoming", SalesHost.Phone(1), same: true))["customerId"]);
        Assert.Equal(2, await Database(sales).CountAsync("messaging.events WHERE type LIKE '%CandidateDecided'"));
        Assert.Equal(2, await Database(sales).CountAsync("customers"));
    }

    /// <summary>A name is another unless it differs by case, width or spaces alone.</summary>
    [Fact, Rule("RES-4"), Case("switchboard-candidate", Generated = true)]
    public async Task Whoever_comes_with_a_known_phone_and_any_other_name_is_never_taken_for_the_same_by_themselves()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await RegisterAsync(sales, "2-1-1201", "Anna 王小明", Switchboard);
        var letters = Gen.Char["ABCabc王小明李红"].Array[2, 8].Select(signs => new string(signs));
        var same = Gen.Select(Gen.Bool.Array[8], Gen.Int[0, 8], (wide, gap) => string.Concat("anna王小明".Select(
            (sign, at) => wide[at % 8] && char.IsAsciiLetter(sign) ? (char)(sign - '!' + '！') : sign))
            .Insert(Math.Min(gap, 7), " "));

        await Gen.Select(letters, same).SampleAsync(
            async one =>
            {
                var (other, spelt) = one;
                var refused = await sales.Consultant.PostAsync(
                    $"{SalesHost.UnitPath("2-1-1202")}/reservations", Form(other, Switchboard),
                    HttpStatusCode.UnprocessableEntity);
                Assert.Equal("customer.candidate", refused["code"]);
                // She has a place on that unit already, so that it is she who is refused.
                Assert.Equal("reservation.has-already", (await sales.Consultant.PostAsync(
                    $"{SalesHost.UnitPath("2-1-1201")}/reservations", Form(spelt, Switchboard),
                    HttpStatusCode.Conflict))["code"]);
            },
            iter: 20, threads: 1);
        Assert.Equal(1, await Database(sales).CountAsync("customers"));
    }

    [Fact, Rule("RES-4"), Case("resident-number-of-15-and-of-18", Generated = true)]
    public async Task Anybody_with_the_old_and_the_new_number_of_their_document_has_one_place_in_a_line()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var people = Gen.Select(Gen.Int[110000, 659999], Gen.Int[0, 36523], Gen.Int[1, 999]).Array[12].Single();

        foreach (var (region, days, sequence) in people)
        {
            var born = new DateOnly(1900, 1, 1).AddDays(days);
            var old = FormattableString.Invariant($"{region}{born:yyMMdd}{sequence:000}");
            var number = IdNumber.Read(old)!;
            var (phone, other) = (SalesHost.Phone(++_last + 500), SalesHost.Phone(++_last + 500));
            var first = await RegisterAsync(sales, SalesHost.Unit, "王小明", phone, document: old);

            var again = await sales.Consultant.PostAsync(
                $"{SalesHost.UnitPath()}/reservations", Form("王小明", other, document: number),
                HttpStatusCode.Conflict);

            Assert.Equal("RES-4", again["rule"]);
            Assert.Contains(again["code"], (string[])["reservation.has-already", "reservation.waits-already"]);
            Assert.Equal(first["customerId"], (await RegisterAsync(
                sales, "2-1-1201", "王小明", other, document: number))["customerId"]);
        }

        Assert.Equal(people.Length, await Database(sales).CountAsync("customers"));
    }

    [Fact, Rule("RES-4"), Case("subscription-by-the-reservation-s-customer", Generated = true)]
    public async Task Whoever_holds_a_unit_subscribes_by_their_id_however_they_were_written_down()
    {
        await using var stage = await EveryCommand.Stage.StartAsync(servers);
        var sales = stage.Sales;

        await Gen.Select(Gen.Bool, Gen.Bool, Gen.Char["王李张Ann "].Array[1, 5]).SampleAsync(
            async one =>
            {
                var (withDocument, landline, signs) = one;
                var number = ++_last;
                var form = Form(
                    $"A{new string(signs)}".Trim(),
                    landline ? FormattableString.Invariant($"0755-8234{1000 + number}转{number}")
                        : SalesHost.Phone(number),
                    document: withDocument ? IdNumber.Read(FormattableString.Invariant($"110105491231{number:000}"))
                        : null);
                var unit = await stage.ShopAsync();
                var reserved = await stage.All.PostAsync($"{unit}/reservations", form, HttpStatusCode.Created);
                await stage.Decider.ActAsync(
                    $"/api/sales/reservations/{reserved["id"]}", "approve", null, HttpStatusCode.OK);
                var sale = await stage.All.PostAsync(
                    $"{unit}/subscription",
                    new { agreementNumber = stage.Next("S"), customerId = reserved["customerId"] },
                    HttpStatusCode.Created);
                Assert.Equal(reserved["id"], sale["reservationId"]);
                Assert.Contains(reserved["customerId"]!, sale.Text, StringComparison.Ordinal);
            },
            iter: 12, threads: 1);
        Assert.True(await Database(sales).CountAsync("subscriptions") >= 12);
    }

    [Fact, Rule("RES-4")]
    public async Task Of_many_names_that_come_with_one_phone_at_the_same_moment_one_is_taken_and_the_others_are_asked()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        string[] units = ["2-1-1201", "2-1-1202", "2-1-1203"];

        var answers = await Task.WhenAll(units.Select((unit, at) => Task.Run(async () =>
        {
            using var answer = await sales.Consultant.PostAsJsonAsync(
                new Uri($"{SalesHost.UnitPath(unit)}/reservations", UriKind.Relative),
                Form($"Customer {at}", SalesHost.Phone(1)));
            return answer.StatusCode;
        })));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity],
            answers.Order());
        Assert.Equal(1, await Database(sales).CountAsync("customers"));
    }

    [Fact, Rule("RES-4")]
    [Case("resident-number-of-15-and-of-18")]
    [Case("resident-number-of-somebody-not-born")]
    public async Task A_resident_number_of_fifteen_digits_is_the_document_of_eighteen_and_a_birth_to_come_is_none()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var old = await RegisterAsync(sales, "2-1-1201", "王小明", SalesHost.Phone(1), document: "110105491231002");
        var shown = await RegisterAsync(sales, "2-1-1202", "王明", SalesHost.Phone(2), document: "110105 19491231 002x");
        Assert.Equal(old["customerId"], shown["customerId"]);
        var refused = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1203")}/reservations",
            Form("王小明", SalesHost.Phone(3), document: "110105209912310029"), HttpStatusCode.UnprocessableEntity);
        Assert.Equal(("RES-2", "customer.resident-not-born"), (refused["rule"], refused["code"]));
    }

    [Fact, Rule("RES-4")]
    [Case("subscription-by-the-reservation-s-customer")]
    public async Task A_subscription_of_who_holds_the_unit_needs_the_customer_s_id_alone()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.ReservedAsync(1);
        var other = await sales.RegisterAsync(2, "2-1-1201");
        var path = $"{SalesHost.UnitPath()}/subscription";

        Assert.Equal("sale.customer-holds-not", (await sales.Consultant.PostAsync(
            path, new { agreementNumber = "S-1", customerId = other["customerId"] },
            HttpStatusCode.UnprocessableEntity))["code"]);
        Assert.Equal("sale.customer-or-buyers", (await sales.Consultant.PostAsync(
            path, new { agreementNumber = "S-1" }, HttpStatusCode.UnprocessableEntity))["code"]);
        var sale = await sales.Consultant.PostAsync(
            path, new { agreementNumber = "S-1", customerId = reserved["customerId"] }, HttpStatusCode.Created);

        Assert.Equal(reserved["id"], sale["reservationId"]);
        Assert.Contains(reserved["customerId"]!, sale.Text, StringComparison.Ordinal);
    }

    [Fact, Rule("RES-4")]
    [Case("switchboard-candidate")]
    public async Task Wherever_a_form_stands_in_a_request_the_question_is_named_by_its_place()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        await RegisterAsync(sales, "2-1-1201", "王小明", SalesHost.Phone(1));
        await sales.ImportAndPublishAsync($"{SalesHost.Header}1,1,1,S01,商铺,50.5,44.5,2050000,待售\n");
        var (other, known) = (
            new { name = "赵小兰", phone = SalesHost.Phone(2), idDocument = Document("110105199912310022") },
            new { name = "李小红", phone = SalesHost.Phone(1), idDocument = Document("11010519491231002X") });

        Assert.Equal("customer.sameCustomer", await AskedAsync(
            sales, $"{SalesHost.UnitPath("2-1-1202")}/subscription",
            new { agreementNumber = "S-1", customer = known }));
        Assert.Equal("buyers[1].customer.sameCustomer", await AskedAsync(
            sales, $"{SalesHost.UnitPath("2-1-1202")}/subscription",
            new
            {
                agreementNumber = "S-1",
                buyers = new[] { new { customer = other, share = 60 }, new { customer = known, share = 40 } },
            }));
        using var clerk = sales.Staff(
            "commercial-1", "commercial-group-clerk",
            [SalesControlPermissions.ReadBoard, SalesControlPermissions.ManageLeases]);
        Assert.Equal("tenant.sameCustomer", FieldOf(await clerk.PostAsync(
            $"{SalesHost.UnitPath("1-1-S01")}/leases",
            new
            {
                tenant = known,
                bookingNumber = "B-1",
                from = "2027-01-01",
                to = "2029-12-31",
                monthlyRent = new { amount = "8000.00", currency = "CNY" },
            },
            HttpStatusCode.UnprocessableEntity)));
    }

    private static object Document(string number) => new { kind = "residentId", number };

    private static async Task<string> AskedAsync(SalesHost sales, string path, object body) =>
        FieldOf(await sales.Consultant.PostAsync(path, body, HttpStatusCode.UnprocessableEntity));

    private static string FieldOf(Answer refused) =>
        Assert.Single(refused.Json.GetProperty("errors").EnumerateObject()).Name;

    private static ServiceDatabase Database(SalesHost sales) => new(sales.Service.Setting.Admin);

    private object Form(string name, string phone, bool? same = null, string? document = null) => new
    {
        customer = new
        {
            name,
            phone,
            idDocument = document is null ? null : new { kind = "residentId", number = document },
            sameCustomer = same,
        },
        form = $"F-{Interlocked.Increment(ref _last)}",
        depositReceipt = $"R-{Interlocked.Increment(ref _last)}",
    };

    private Task<Answer> RegisterAsync(
        SalesHost sales, string unit, string name, string phone, bool? same = null, string? document = null) =>
        sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath(unit)}/reservations", Form(name, phone, same, document), HttpStatusCode.Created);
}
