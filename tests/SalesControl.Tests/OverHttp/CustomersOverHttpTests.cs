using System.Globalization;
using System.Net;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>Customers: who is the same, what is shown of them, what is corrected, merged and taken out.</summary>
public sealed class CustomersOverHttpTests(TestServers servers)
{
    private const string Register = $"/api/sales/registers/unmaskings/{SalesHost.Project}";

    [Fact]
    [Rule("RES-4")]
    public async Task The_same_customer_is_known_by_the_document_and_without_one_by_the_phone()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var plain = await WhoAsync(sales, "2-1-1201", 1);
        Assert.Equal(plain, await WhoAsync(sales, "2-1-1202", 1, document: 1));
        // The document was learned: with it and another phone it is the same person; another document on the same phone
        // is somebody else, as of a couple.
        Assert.Equal(plain, await WhoAsync(sales, "2-1-1203", 2, document: 1));
        await sales.ImportAsync(
            $"{SalesHost.Header}3,1,1,101,住宅,80,70,,待售\n3,1,1,102,住宅,80,70,,待售\n3,1,1,103,住宅,80,70,,待售\n");
        var spouse = await WhoAsync(sales, "3-1-101", 1, document: 2);
        Assert.NotEqual(plain, spouse);
        Assert.Equal(spouse, await WhoAsync(sales, "3-1-102", 9, document: 2));
        Assert.Equal(2, await Database(sales).CountAsync("customers"));

        // One customer has one place on a unit, whichever phone is on the form.
        Assert.Equal("RES-4", (await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1203")}/reservations", Form(77, 1, "R-77"), HttpStatusCode.Conflict))["rule"]);
        await WhoAsync(sales, "2-1-1203", 1, document: 2);
        Assert.DoesNotContain(
            Resident(1), await Database(sales).QueryAsync<string>("SELECT string_agg(c::text, ' ') FROM customers c"),
            StringComparison.Ordinal);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task A_new_customer_who_is_registered_on_several_units_at_the_same_moment_is_one_entry()
    {
        await using var sales = await SalesHost.StartAsync(servers);

        var customers = await Task.WhenAll(((string[])["2-1-1201", "2-1-1202", "2-1-1203"]).Select(
            (unit, at) => WhoAsync(sales, unit, 1, document: 1, receipt: FormattableString.Invariant($"R-{at}"))));

        Assert.Single(customers.Distinct());
        Assert.Equal(1, await Database(sales).CountAsync("customers"));
    }

    [Theory]
    [Rule("RES-2")]
    [InlineData("110105194912310021")]
    [InlineData("11010519491331002X")]
    [InlineData("1101051949123100")]
    [InlineData("")]
    public async Task A_resident_identity_number_that_is_none_is_refused_by_its_field(string number)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var form = new
        {
            customer = new
            {
                name = "Customer 1",
                phone = SalesHost.Phone(1),
                idDocument = new { kind = "residentId", number },
            },
            form = "F-1",
            depositReceipt = "R-1",
        };

        var refused = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/reservations", form, HttpStatusCode.UnprocessableEntity);

        Assert.Equal("RES-2", refused["rule"]);
        Assert.Contains(
            "customer.idDocument.number",
            refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        if (number.Length > 0)
            Assert.DoesNotContain(number, refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_customer_is_masked_found_with_no_number_in_a_url_and_seen_in_full_for_a_purpose_on_record()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var clerk = Clerk(sales);
        var id = await WhoAsync(sales, SalesHost.Unit, 1, document: 1, address: "上海市浦东新区世纪大道一百号东楼");
        var path = $"/api/sales/customers/{id}";

        var seen = await sales.Consultant.GetAsync(path, HttpStatusCode.OK);
        Assert.Equal("+86138****0001", seen["phone"]);
        Assert.EndsWith(Resident(1)[^4..], seen.Json.GetProperty("idDocument").Text("number"));
        foreach (var hidden in (string[])[SalesHost.Phone(1), Resident(1), "世纪大道"])
            Assert.DoesNotContain(hidden, seen.Text, StringComparison.Ordinal);
        foreach (var what in (object[])[
            new { phone = SalesHost.Phone(1) }, new { phone = "138 0000 0001" },
            new { idDocument = new { kind = "residentId", number = Resident(1) } }])
        {
            var found = await sales.Consultant.PostAsync("/api/sales/customers/search", what, HttpStatusCode.OK);
            Assert.Equal(id, Assert.Single(found.Json.GetProperty("items").EnumerateArray()).Text("id"));
            Assert.DoesNotContain(Resident(1), found.Text, StringComparison.Ordinal);
        }

        Assert.Equal(0, (await sales.Consultant.PostAsync(
            "/api/sales/customers/search", new { phone = SalesHost.Phone(2) },
            HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());
        await sales.Consultant.PostAsync("/api/sales/customers/search", new { }, HttpStatusCode.UnprocessableEntity);
        await sales.Consultant.PostAsync(
            "/api/sales/customers/search",
            new { phone = SalesHost.Phone(1), idDocument = new { kind = "residentId", number = Resident(1) } },
            HttpStatusCode.UnprocessableEntity);

        await sales.Consultant.PostAsync(
            $"{path}/unmask", new { classes = new[] { "phone" }, purpose = "Call about the contract" },
            HttpStatusCode.Forbidden);
        await clerk.PostAsync(
            $"{path}/unmask", new { classes = new[] { "phone" }, purpose = " " }, HttpStatusCode.UnprocessableEntity);
        await clerk.PostAsync(
            $"{path}/unmask", new { classes = Array.Empty<string>(), purpose = "Call about the contract" },
            HttpStatusCode.UnprocessableEntity);
        await clerk.PostAsync(
            $"{path}/unmask", new { classes = new[] { "phone" }, purpose = $"Call {SalesHost.Phone(1)}" },
            HttpStatusCode.UnprocessableEntity);
        var shown = await clerk.PostAsync(
            $"{path}/unmask", new { classes = new[] { "phone", "idNumber" }, purpose = "Call about the contract" },
            HttpStatusCode.OK, key: "k-1");
        await clerk.PostAsync(
            $"{path}/unmask", new { classes = new[] { "address" }, purpose = "Send the contract" }, HttpStatusCode.OK,
            key: "k-1");

        Assert.Equal(
            (SalesHost.Phone(1), Resident(1), ""),
            (shown["phone"], shown.Json.GetProperty("idDocument").Text("number"), shown["address"]));
        var register = await clerk.GetAsync(Register, HttpStatusCode.OK, lines: true);
        Assert.DoesNotContain("Send the contract", register.Text, StringComparison.Ordinal);
        Assert.Contains(
            "Send the contract", (await clerk.GetAsync($"{Register}/entries", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
        Assert.Contains(path, register.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(SalesHost.Phone(1), register.Text, StringComparison.Ordinal);
        Assert.Equal("2", (await clerk.GetAsync($"{Register}/verify", HttpStatusCode.OK))["entries"]);
        Assert.Equal(0, await Database(sales).CountAsync("commands.answers WHERE key = 'k-1'"));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task All_that_is_kept_on_a_person_is_taken_out_for_a_purpose()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var clerk = Clerk(sales);
        using var supervisor = sales.Supervisor();
        var id = await WhoAsync(sales, SalesHost.Unit, 1, document: 1, address: "上海市浦东新区世纪大道一百号东楼");
        var other = await WhoAsync(sales, "2-1-1201", 2);
        await CorrectAsync(
            sales, supervisor, id, new { field = "name", value = "Customer One", reason = "A slip of the pen." });
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/subscription",
            new
            {
                agreementNumber = "S-1",
                customer = new { name = "Customer 1", phone = SalesHost.Phone(1), sameCustomer = true },
            },
            HttpStatusCode.Created);
        await MergeAsync(supervisor, other, id);

        await clerk.PostAsync(
            $"/api/sales/customers/{id}/export", new { purpose = "" }, HttpStatusCode.UnprocessableEntity);
        var taken = await clerk.PostAsync(
            $"/api/sales/customers/{other}/export", new { purpose = "The customer asked for it" }, HttpStatusCode.OK);

        foreach (var (member, count) in new[]
        {
            ("entries", 2), ("forms", 2), ("sales", 1), ("deposits", 2), ("corrections", 1), ("queueNumbers", 0),
            ("leases", 0),
        })
            Assert.Equal((member, count), (member, taken.Json.GetProperty(member).GetArrayLength()));
        foreach (var told in (string[])[
            SalesHost.Phone(1), SalesHost.Phone(2), Resident(1), "世纪大道", "S-1", "R-1-2-1-1203", "Customer One"])
            Assert.Contains(told, taken.Text, StringComparison.Ordinal);
        Assert.Contains(
            "The customer asked for it", (await clerk.GetAsync($"{Register}/entries", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    [Rule("CS-7")]
    public async Task A_customer_s_name_is_seen_by_their_consultant_and_who_may_see_holders_by_others_its_first_letter()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var supervisor = sales.Supervisor();
        using var manager = sales.Staff("marketing-manager-2", "marketing-manager", [
            SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadHolders]);
        var id = await WhoAsync(sales, SalesHost.Unit, 1);
        await CorrectAsync(sales, supervisor, id, new { field = "name", value = "Customer One", reason = "Misread." });
        var path = $"/api/sales/customers/{id}";

        foreach (var who in (HttpClient[])[sales.Consultant, manager])
            Assert.Equal("Customer One", (await who.GetAsync(path, HttpStatusCode.OK))["name"]);
        var other = await sales.Second.GetAsync(path, HttpStatusCode.OK);
        Assert.Equal(("C**", "+86138****0001"), (other["name"], other["phone"]));
        Assert.DoesNotContain("Customer", other.Text, StringComparison.Ordinal);
        var found = await sales.Second.PostAsync(
            "/api/sales/customers/search", new { phone = SalesHost.Phone(1) }, HttpStatusCode.OK);
        Assert.Equal("C**", Assert.Single(found.Json.GetProperty("items").EnumerateArray()).Text("name"));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Who_stands_in_for_one_who_may_see_holders_sees_names_wherever_shown_and_only_within_the_dates()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var id = await WhoAsync(sales, SalesHost.Unit, 1);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var from = InstantPattern.ExtendedIso.Format(now - Duration.FromHours(1));
        var until = InstantPattern.ExtendedIso.Format(now + Duration.FromDays(1));
        using var standIn = sales.Service.Client(sales.Service.Authority.Token(
            [SalesControlPermissions.ReadBoard], "sales-supervisor-1", "sales-supervisor",
            delegations: [$"{SalesControlPermissions.ReadHolders} marketing-manager-1 {from} {until}"]));

        foreach (var shown in (string[])["Customer 1", "C**"])
        {
            Assert.Equal(shown, (await standIn.GetAsync($"/api/sales/customers/{id}", HttpStatusCode.OK))["name"]);
            Assert.Equal(
                shown,
                (await standIn.GetAsync(SalesHost.UnitPath(), HttpStatusCode.OK))
                    .Json.GetProperty("holder").GetProperty("customer").Text("name"));
            await sales.Service.MoveClockAsync(Duration.FromDays(1));
        }
    }

    [Fact]
    [Rule("RES-2")]
    public async Task A_wrong_entry_of_a_form_is_corrected_by_an_added_one_and_what_was_first_recorded_stays()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var reserved = await sales.RegisterAsync(1);
        await sales.ActAsync(
            sales.Consultant, reserved, "corrections",
            new { field = "form", value = reserved["form"], reason = "A slip." }, HttpStatusCode.UnprocessableEntity);
        await sales.ActAsync(
            sales.Consultant, reserved, "corrections",
            new { field = "customerPhone", value = "12", reason = "A slip." }, HttpStatusCode.UnprocessableEntity);
        await sales.ActAsync(
            sales.Consultant, reserved, "corrections", new { field = "form", value = "F-8", reason = "" },
            HttpStatusCode.UnprocessableEntity);
        await sales.ActAsync(
            sales.Consultant, reserved, "corrections",
            new { field = "depositReceipt", value = "R-8", reason = "A slip." }, HttpStatusCode.UnprocessableEntity);

        await sales.ActAsync(
            sales.Consultant, reserved, "corrections",
            new { field = "form", value = "F-8", reason = "Two forms were mixed up." });
        await sales.ActAsync(
            sales.Consultant, reserved, "corrections",
            new { field = "customerPhone", value = SalesHost.Phone(8), reason = "Misread." });
        var right = await sales.ActAsync(
            sales.Consultant, reserved, "corrections",
            new { field = "customerName", value = "Customer Eight", reason = "Misread." });

        Assert.Equal(("F-8", "True", "Customer Eight", "+86138****0008"), (
            right["form"], right["corrected"], right.Json.GetProperty("customer").Text("name"),
            right.Json.GetProperty("customer").Text("phone")));
        var read = await sales.Consultant.GetAsync(ReservationCalls.PathOf(reserved), HttpStatusCode.OK);
        Assert.Equal(right["corrections"], read["corrections"]);
        Assert.DoesNotContain("Eight", (await sales.ReadAsync(reserved)).Text, StringComparison.Ordinal);
        Assert.Equal(
            [
                ("form", reserved["form"], "F-8"), ("customerPhone", "+86138****0001", "+86138****0008"),
                ("customerName", "Customer 1", "Customer Eight")],
            right.Json.GetProperty("corrections").EnumerateArray().Select(
                one => (one.Text("field"), one.Text("was"), one.Text("becomes"))));
        Assert.Equal("F-8", (await sales.Consultant.GetAsync(
            SalesHost.UnitPath(), HttpStatusCode.OK)).Json.GetProperty("holder").Text("form"));
        Assert.Equal($"{reserved["form"]} Customer 1", await Database(sales).QueryAsync<string>(
            "SELECT form || ' ' || customer_name FROM reservations"));
        var history = await sales.Consultant.GetAsync($"{SalesHost.UnitPath()}/history", HttpStatusCode.OK);
        Assert.Equal(3, history.Items().Count(item => item.Text("event") == "EntryCorrected"));
        Assert.DoesNotContain("Eight", history.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(SalesHost.Phone(8), history.Text, StringComparison.Ordinal);
    }

    [Fact]
    [Rule("RES-2")]
    [Rule("RES-4")]
    public async Task What_is_written_of_a_customer_is_corrected_by_an_added_entry_and_a_document_is_one_customer_s()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var supervisor = sales.Supervisor();
        var (id, other) =
            (await WhoAsync(sales, SalesHost.Unit, 1, document: 1), await WhoAsync(sales, "2-1-1201", 2, document: 2));
        var path = $"/api/sales/customers/{id}/corrections";
        var slip = new { field = "phone", value = SalesHost.Phone(5), reason = "Misread." };
        await supervisor.PostAsync(path, slip, HttpStatusCode.PreconditionRequired);
        await supervisor.PostAsync(path, slip, HttpStatusCode.PreconditionFailed, "\"7\"");
        await sales.Consultant.PostAsync(path, slip, HttpStatusCode.Forbidden, "\"0\"");
        await supervisor.PostAsync(
            path, new { field = "idDocument", value = "x", reason = "Misread." }, HttpStatusCode.UnprocessableEntity,
            "\"0\"");
        Assert.Equal("RES-4", (await supervisor.PostAsync(
            path, new { field = "idDocument", idDocument = Document(2), reason = "Misread." }, HttpStatusCode.Conflict,
            "\"0\""))["rule"]);

        await supervisor.PostAsync(path, slip, HttpStatusCode.OK, "\"0\"");
        await CorrectAsync(
            sales, supervisor, id, new { field = "idDocument", idDocument = Document(3), reason = "Misread." });
        var right = await CorrectAsync(
            sales, supervisor, id, new { field = "address", value = "广州市天河区体育西路一百号东楼", reason = "It was missing." });

        Assert.Equal("+86138****0005", right["phone"]);
        Assert.Equal(["phone", "idDocument", "address"], right.Json.GetProperty("corrections").EnumerateArray().Select(
            one => one.Text("field")));
        Assert.DoesNotContain(Resident(3), right.Text, StringComparison.Ordinal);
        Assert.Equal(id, Assert.Single((await sales.Consultant.PostAsync(
            "/api/sales/customers/search", new { idDocument = Document(3) },
            HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray()).Text("id"));
        Assert.Equal(0, (await sales.Consultant.PostAsync(
            "/api/sales/customers/search", new { idDocument = Document(1) }, HttpStatusCode.OK))
            .Json.GetProperty("items").GetArrayLength());
        Assert.Equal(3, await Database(sales).CountAsync("messaging.events WHERE type LIKE '%CustomerCorrected'"));
        Assert.Equal(
            0, await Database(sales).CountAsync($"messaging.events WHERE body::text LIKE '%{SalesHost.Phone(5)}%'"));
        Assert.NotEqual(id, other);
    }

    [Fact]
    [Rule("RES-4")]
    public async Task Two_entries_of_one_person_are_merged_by_an_entry_and_all_that_is_open_follows()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var supervisor = sales.Supervisor();
        var (id, into) = (await WhoAsync(sales, SalesHost.Unit, 1), await WhoAsync(sales, "2-1-1201", 2, document: 2));
        var path = $"/api/sales/customers/{id}/merge";
        var why = new { into, reason = "They showed the same passport." };
        await supervisor.PostAsync(path, why, HttpStatusCode.PreconditionRequired);
        await sales.Consultant.PostAsync(path, why, HttpStatusCode.Forbidden, "\"0\"");
        await supervisor.PostAsync(
            path, new { into = id, reason = "The same." }, HttpStatusCode.UnprocessableEntity, "\"0\"");
        await supervisor.PostAsync(
            path, new { into = Guid.Empty, reason = "The same." }, HttpStatusCode.UnprocessableEntity, "\"0\"");

        Assert.Equal(["CorrectCustomer", "MergeCustomer"], await OfferedAsync(supervisor));
        Assert.Empty(await OfferedAsync(sales.Consultant));
        var merged = await supervisor.PostAsync(path, why, HttpStatusCode.OK, "\"0\"");

        Assert.Equal(into, merged["id"]);
        Assert.Empty(await OfferedAsync(supervisor));
        Assert.Equal(["CorrectCustomer", "MergeCustomer"], merged.Json.Texts("actions"));
        Assert.Equal(
            into, (await sales.Consultant.GetAsync($"/api/sales/customers/{id}", HttpStatusCode.OK))["mergedInto"]);
        Assert.Equal(into, (await sales.Consultant.GetAsync(
            SalesHost.UnitPath(), HttpStatusCode.OK)).Json.GetProperty("holder").Text("customerId"));
        Assert.Equal(2, await Database(sales).CountAsync($"units WHERE holder_id = '{into}'"));
        Assert.Contains(
            (await sales.Consultant.GetAsync($"{SalesHost.UnitPath()}/history", HttpStatusCode.OK)).Items(),
            item => item.Text("event") == "CustomersMerged");
        // The old phone leads to the person, who has a place on the unit already; a second merge of the entry is none.
        Assert.Equal("RES-4", (await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1201")}/reservations", SalesHost.Form(1, receipt: "R-9"),
            HttpStatusCode.Conflict))["rule"]);
        Assert.Equal("RES-4", (await supervisor.PostAsync(path, why, HttpStatusCode.Conflict, "\"1\""))["rule"]);
        Assert.Equal(into, Assert.Single((await sales.Consultant.PostAsync(
            "/api/sales/customers/search", new { phone = SalesHost.Phone(1) },
            HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray()).Text("id"));

        async Task<string[]> OfferedAsync(HttpClient who) =>
            (await who.GetAsync($"/api/sales/customers/{id}", HttpStatusCode.OK)).Json.Texts("actions");
    }

    [Fact]
    [Rule("RES-4")]
    public async Task What_was_made_for_an_entry_that_was_merged_is_found_through_the_one_that_stands()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var supervisor = sales.Supervisor();
        using var finance = sales.Staff(
            "finance-officer-1", "finance-officer",
            [SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadLedger]);
        using var clerk = sales.Staff(
            "customer-affairs-clerk-1", "customer-affairs-clerk",
            [SalesControlPermissions.ReadBoard, SalesControlPermissions.ManageLeases]);
        using var lead = sales.TheLead();
        var ended = await sales.RegisterAsync(1, "2-1-1202");
        await sales.ActAsync(sales.Consultant, ended, "release", new { reason = "Bought elsewhere." });
        var one = new { name = "Customer 1", phone = SalesHost.Phone(1) };
        await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1202")}/subscription", new { agreementNumber = "S-1", customer = one },
            HttpStatusCode.Created);
        await sales.ImportAndPublishAsync(
            $"{SalesHost.Header}5,1,1,101,商铺,45,,900000,待售\n9,1,1,101,住宅,90,,900000,销控\n");
        await clerk.PostAsync(
            $"{SalesHost.UnitPath("5-1-101")}/leases",
            new
            {
                tenant = one,
                bookingNumber = "B-1",
                from = "2040-01-01",
                to = "2041-01-01",
                monthlyRent = SellingHost.Yuan(9000),
            },
            HttpStatusCode.Created);
        var batch = await lead.PostAsync(
            $"{Listing.Base}/batches", new { code = "b-1", name = "First", building = "9" }, HttpStatusCode.Created);
        var numbers = $"/api/sales/batches/{batch["id"]}/queue-numbers";
        await lead.PostAsync(numbers, Listing.Agreement(1), HttpStatusCode.Created);
        var (id, into) = (await WhoAsync(sales, SalesHost.Unit, 1), await WhoAsync(sales, "2-1-1201", 2, document: 2));
        await MergeAsync(supervisor, id, into);

        var found = Assert.Single((await sales.Consultant.PostAsync(
            "/api/sales/customers/search", new { name = "Customer 2" }, HttpStatusCode.OK)).Items());
        Assert.Equal(
            [
                "deposit", "deposit", "deposit", "deposit", "lease", "queueNumber", "reservation", "reservation",
                "subscription"],
            found.GetProperty("open").EnumerateArray().Select(one => one.Text("kind")).Order(StringComparer.Ordinal));
        foreach (var entry in (string[])[id, into])
        {
            var project = $"/api/sales/projects/{SalesHost.Project}";
            Assert.Equal(4, (await finance.GetAsync(
                $"{project}/deposits?customerId={entry}", HttpStatusCode.OK)).Items().Count);
            Assert.Equal(3, (await sales.Consultant.GetAsync(
                $"{project}/reservations?customerId={entry}", HttpStatusCode.OK)).Items().Count);
            foreach (var list in (string[])["leases", "subscriptions"])
            {
                Assert.Single((await finance.GetAsync(
                    $"{project}/{list}?customerId={entry}", HttpStatusCode.OK)).Items());
            }

            Assert.Single((await lead.GetAsync($"{numbers}?customerId={entry}", HttpStatusCode.OK)).Items());
        }
    }

    [Fact]
    [Rule("RES-4")]
    public async Task Two_entries_that_are_open_on_one_unit_or_show_two_documents_are_not_merged()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        using var supervisor = sales.Supervisor();
        var reserved = await sales.RegisterAsync(1);
        var waiting = await sales.RegisterAsync(2);
        var (one, two) = (reserved["customerId"]!, waiting["customerId"]!);
        var refused = await supervisor.PostAsync(
            $"/api/sales/customers/{two}/merge", new { into = one, reason = "The same." }, HttpStatusCode.Conflict,
            "\"0\"");
        Assert.Equal(("RES-4", 2), (refused["rule"], refused.Json.GetProperty("evidence").GetArrayLength()));
        Assert.Equal("1", (await sales.ReadAsync(waiting))["place"]);

        await sales.ActAsync(sales.Consultant, waiting, "leave", new { reason = "One place is enough." });
        await MergeAsync(supervisor, two, one);
        var (first, second) =
            (await WhoAsync(sales, "2-1-1201", 5, document: 5), await WhoAsync(sales, "2-1-1202", 6, document: 6));
        Assert.Equal("RES-4", (await supervisor.PostAsync(
            $"/api/sales/customers/{first}/merge", new { into = second, reason = "The same." }, HttpStatusCode.Conflict,
            "\"0\""))["rule"]);
    }

    [Fact]
    public async Task After_a_change_of_the_master_secret_customers_are_resealed_and_then_found_without_the_old_one()
    {
        const string newMaster = "another master secret of the tests, as long as the first";
        await using var sales = await SalesHost.StartAsync(servers);
        var id = await WhoAsync(sales, SalesHost.Unit, 1, document: 1, address: "上海市浦东新区世纪大道一百号东楼");
        await WhoAsync(sales, "2-1-1201", 2, document: 2);
        var before = await Database(sales).QueryAsync<string>(
            "SELECT string_agg(document_hash, ',' ORDER BY id) FROM customers");
        var both = sales.Service.Setting with
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["PersonalData:MasterKeys:0"] = newMaster,
                ["PersonalData:MasterKeys:1"] = "a master secret of the tests, long enough to derive from",
            },
        };
        await using (var replica = await ServiceHost<SalesControlDb>.StartAsync(both, sales.Service.Authority))
        {
            using var operations = replica.Client(
                [SalesControlPermissions.Operate, SalesControlPermissions.ReadBoard], "operations-1", "operations");
            Assert.Equal(1, (await operations.PostAsync(
                "/api/sales/customers/search", new { idDocument = Document(1) },
                HttpStatusCode.OK)).Json.GetProperty("items").GetArrayLength());
            var first = await operations.PostAsync("/api/sales/customers/reseal", new { limit = 1 }, HttpStatusCode.OK);
            Assert.Equal(("1", "1"), (first["looked"], first["resealed"]));
            var second = await operations.PostAsync(
                "/api/sales/customers/reseal", new { after = first["next"] }, HttpStatusCode.OK);
            Assert.Equal(("1", "1", ""), (second["looked"], second["resealed"], second["next"]));
            Assert.Equal(
                "0",
                (await operations.PostAsync("/api/sales/customers/reseal", new { }, HttpStatusCode.OK))["resealed"]);
            await operations.PostAsync(
                "/api/sales/customers/reseal", new { limit = 501 }, HttpStatusCode.UnprocessableEntity);
        }

        Assert.Empty(
            (await Database(sales).QueryAsync<string>(
                "SELECT string_agg(document_hash, ',' ORDER BY id) FROM customers"))
                .Split(',').Intersect(before.Split(',')));
        var alone = both with
        {
            Settings =
                new Dictionary<string, string>(StringComparer.Ordinal) { ["PersonalData:MasterKeys:0"] = newMaster },
        };
        await using var after = await ServiceHost<SalesControlDb>.StartAsync(alone, sales.Service.Authority);
        using var reader = after.Client([SalesControlPermissions.ReadBoard]);
        Assert.Equal(id, Assert.Single((await reader.PostAsync(
            "/api/sales/customers/search", new { idDocument = Document(1) },
            HttpStatusCode.OK)).Json.GetProperty("items").EnumerateArray()).Text("id"));
        Assert.Contains(
            "上海市浦东新", (await reader.GetAsync($"/api/sales/customers/{id}", HttpStatusCode.OK)).Text,
            StringComparison.Ordinal);
    }

    private static ServiceDatabase Database(SalesHost sales) => new(sales.Service.Setting.Admin);

    private static HttpClient Clerk(SalesHost sales) =>
        sales.Staff("customer-affairs-clerk-1", "customer-affairs-clerk", [
            SalesControlPermissions.UnmaskCustomer, SalesControlPermissions.ExportCustomer,
            SalesControlPermissions.ReadBoard, SalesControlPermissions.ReadRegisters]);

    /// <summary>A resident identity number by number, its check character as GB 11643 has it.</summary>
    private static string Resident(int person)
    {
        var digits = "11010519491231" + person.ToString("000", CultureInfo.InvariantCulture);
        int[] weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        return digits + "10X98765432"[digits.Select((digit, at) => (digit - '0') * weights[at]).Sum() % 11];
    }

    private static object Document(int person) => new { kind = "residentId", number = Resident(person) };

    private static object Form(int phone, int? document, string receipt, string? address = null) =>
        document is { } person
        ? new
        {
            customer = new
            {
                name = $"Customer {phone}",
                phone = SalesHost.Phone(phone),
                idDocument = Document(person),
                address,
            },
            form = $"F-{receipt}",
            depositReceipt = receipt,
        }
        : new
        {
            customer = new { name = $"Customer {phone}", phone = SalesHost.Phone(phone), address },
            form = $"F-{receipt}",
            depositReceipt = receipt,
        };

    /// <summary>Registers a form and answers which customer it was taken for.</summary>
    private static async Task<string> WhoAsync(
        SalesHost sales, string unit, int phone, int? document = null, string? address = null,
        string? receipt = null) =>
        (await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath(unit)}/reservations", Form(phone, document, receipt ?? $"R-{phone}-{unit}", address),
            HttpStatusCode.Created))["customerId"]!;

    private static async Task<Answer> CorrectAsync(SalesHost sales, HttpClient who, string customer, object right) =>
        await who.PostAsync(
            $"/api/sales/customers/{customer}/corrections", right, HttpStatusCode.OK,
            (await sales.Consultant.GetAsync($"/api/sales/customers/{customer}", HttpStatusCode.OK)).ETag);

    private static async Task<Answer> MergeAsync(HttpClient who, string from, string into) => await who.PostAsync(
        $"/api/sales/customers/{from}/merge", new { into, reason = "They are one person." }, HttpStatusCode.OK,
        (await who.GetAsync($"/api/sales/customers/{from}", HttpStatusCode.OK)).ETag);
}
