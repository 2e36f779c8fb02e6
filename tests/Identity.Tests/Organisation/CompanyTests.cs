using System.Net;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>The company, and its departments as they change.</summary>
public sealed class CompanyTests(TestServers servers)
{
    [Fact]
    [Rule("DOC-4")]
    public async Task
        An_installation_begins_with_one_company_whose_sites_and_duties_are_its_own_and_which_is_given_its_name()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (company, tag) = await operations.GetAsync("/api/identity/companies/company", HttpStatusCode.OK);
        Assert.Equal(
            ["harbour-court", "hill-side"],
            company.GetProperty("sites").EnumerateArray().Select(site => site.GetString()));
        await operations.PostAsync(
            "/api/identity/companies/company/rename", new { name = "海棠置业" }, HttpStatusCode.PreconditionRequired);
        await operations.PostAsync(
            "/api/identity/companies/company/rename", new { name = "" }, HttpStatusCode.UnprocessableEntity, tag);
        await operations.PostAsync(
            "/api/identity/companies/company/rename", new { name = "海棠置业" }, HttpStatusCode.OK, tag);
        await operations.PostAsync(
            "/api/identity/companies/company/rename", new { name = "Another" }, HttpStatusCode.PreconditionFailed, tag);
        await operations.PostAsync(
            "/api/identity/companies/other/rename", new { name = "Another" }, HttpStatusCode.NotFound, tag);
        Assert.Equal(
            "海棠置业",
            Assert.Single(
                (await operations.GetAsync("/api/identity/companies", HttpStatusCode.OK)).Json.EnumerateArray())
                .GetProperty("name").GetString());

        Assert.All(
            (await operations.GetAsync("/api/identity/duties", HttpStatusCode.OK)).Json.EnumerateArray(),
            duty => Assert.Equal("company", duty.GetProperty("company").GetString()));
        Assert.All(
            (await operations.GetAsync("/api/identity/sites", HttpStatusCode.OK)).Json.EnumerateArray(),
            site => Assert.Equal("company", site.GetProperty("company").GetString()));
        Assert.Equal(1, await identity.Database.CountAsync("messaging.events WHERE type LIKE '%CompanyRenamed'"));
        Assert.Contains(
            await identity.AuditAsync(), entry => entry.GetProperty("what").GetString() == "companyRenamed");
        using var consultant = await identity.BoundToAsync("hill-side");
        await consultant.PostAsync(
            "/api/identity/companies/company/rename", new { name = "Mine" }, HttpStatusCode.Forbidden, "\"1\"");
    }

    [Fact]
    [Rule("DOC-4")]
    public async Task A_duty_is_given_as_it_was_seen_in_its_company()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (duty, tag) = await operations.GetAsync("/api/identity/duties/move-in-records", HttpStatusCode.OK);
        Assert.Equal(
            ("company", "customer-affairs-group"),
            (duty.GetProperty("company").GetString(), duty.GetProperty("department").GetString()));
        await operations.PostAsync(
            "/api/identity/duties/move-in-records/assign", new { department = "customer-service-centre" },
            HttpStatusCode.OK, tag);
        await operations.PostAsync(
            "/api/identity/duties/move-in-records/assign", new { department = "finance" },
            HttpStatusCode.PreconditionFailed, tag);
        await operations.GetAsync("/api/identity/duties/no-such-duty", HttpStatusCode.NotFound);
        Assert.Equal(
            "company",
            await identity.Database.QueryAsync<string>(
                "SELECT body ->> 'company' FROM messaging.events WHERE type LIKE '%DutyAssigned'"));
    }

    [Fact]
    [Rule("DOC-4")]
    public async Task A_department_is_renamed_and_a_group_put_elsewhere_and_everybody_who_listens_hears_of_it()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        const string Group = "/api/identity/departments/commercial-group";
        var (before, tag) = await operations.GetAsync(Group, HttpStatusCode.OK);
        Assert.Equal("sales-operations", before.GetProperty("partOf").GetString());
        await operations.PostAsync(
            $"{Group}/change", new { name = "商业管理组", partOf = "finance" }, HttpStatusCode.PreconditionRequired);
        await operations.PostAsync(
            $"{Group}/change", new { name = "商业管理组", partOf = "finance" }, HttpStatusCode.OK, tag);
        await operations.PostAsync(
            $"{Group}/change", new { name = "商业组", partOf = "finance" }, HttpStatusCode.PreconditionFailed, tag);
        var (after, now) = await operations.GetAsync(Group, HttpStatusCode.OK);
        Assert.Equal(
            ("商业管理组", "finance"), (after.GetProperty("name").GetString(), after.GetProperty("partOf").GetString()));

        // A group is of a department, not of a group, itself or nothing that there is; and what has groups is none.
        foreach (var whole in (string[])["project-sales-group", "commercial-group", "nowhere"])
            await operations.PostAsync(
                $"{Group}/change", new { name = "商业组", partOf = whole }, HttpStatusCode.UnprocessableEntity, now);
        var (_, sales) = await operations.GetAsync("/api/identity/departments/sales-operations", HttpStatusCode.OK);
        await operations.PostAsync(
            "/api/identity/departments/sales-operations/change", new { name = "销售经营部", partOf = "finance" },
            HttpStatusCode.UnprocessableEntity, sales);
        await operations.PostAsync(
            "/api/identity/departments/nowhere/change", new { name = "Nowhere", partOf = (string?)null },
            HttpStatusCode.NotFound, now);

        Assert.Equal(
            "商业管理组 finance",
            await identity.Database.QueryAsync<string>(
                "SELECT string_agg((body ->> 'name') || ' ' || (body ->> 'partOf'), ',') FROM messaging.events "
                + "WHERE type LIKE '%DepartmentChanged' AND by = 'operations-1'"));
        await operations.PostAsync(
            $"{Group}/change", new { name = "商业组", partOf = (string?)null }, HttpStatusCode.OK, now);
        Assert.Equal(
            ["商业管理组, of Finance department", "商业组"],
            (await identity.AuditAsync()).Where(
                entry => entry.GetProperty("what").GetString() == "departmentChanged").Select(
                identity.HowOf));
    }

    [Fact]
    [Rule("DOC-4")]
    public async Task Of_two_departments_that_would_become_groups_of_each_other_at_once_one_stays_what_it_is()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var changes = new[] { ("finance", "legal-office"), ("legal-office", "finance") }.Select(async pair =>
        {
            var (department, whole) = pair;
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"/api/identity/departments/{department}/change");
            request.Content = System.Net.Http.Json.JsonContent.Create(new { name = department, partOf = whole });
            request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
            using var answer = await operations.SendAsync(request);
            return answer.StatusCode;
        });
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity], (await Task.WhenAll(changes)).Order());
    }
}
