using System.Net;
using System.Text.Json;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>Duties belong to departments, and each department names who keeps its records.</summary>
public sealed class CustodianTests(TestServers servers)
{
    [Fact]
    [Rule("DOC-5.1.6")]
    public async Task
        A_department_without_a_custodian_is_listed_until_it_names_one_of_its_own_and_again_when_that_one_moves()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var legal = await identity.AsAsync("legal-officer-1");
        Assert.Contains("legal-office litigation", await MissingAsync(legal));
        var (refused, _) = await legal.PostAsync(
            "/api/identity/departments/legal-office/custodians", new { kind = "litigation", staff = "archivist-1" },
            HttpStatusCode.UnprocessableEntity);
        Assert.Equal("DOC-5.1.6", refused.GetProperty("rule").GetString());
        await legal.PostAsync(
            "/api/identity/departments/legal-office/custodians", new { kind = "litigation", staff = "legal-officer-1" },
            HttpStatusCode.OK);
        Assert.DoesNotContain("legal-office litigation", await MissingAsync(legal));

        using var operations = await identity.AsAsync("operations-1");
        await operations.ChangeStaffAsync(
            "legal-officer-1", "move", new { post = "legal-officer", department = "finance", sites = new[] { "*" } });
        Assert.Contains("legal-office litigation", await MissingAsync(operations));
        Assert.Contains(
            "CustodianNamed",
            await identity.Database.QueryAsync<string>(
                "SELECT string_agg(type, ' ') FROM messaging.events WHERE stream LIKE 'department/%'"),
            StringComparison.Ordinal);
    }

    [Fact]
    [Rule("DOC-5.1.6")]
    public async Task A_department_s_custodians_are_its_own_to_name_or_the_general_manager_s_office()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var legal = await identity.AsAsync("legal-officer-1");
        var (refused, _) = await legal.PostAsync(
            "/api/identity/departments/customer-affairs-group/custodians",
            new { kind = "signing", staff = "custodian-1" }, HttpStatusCode.Forbidden);
        Assert.Equal("DOC-5.1.6", refused.GetProperty("rule").GetString());
        using var office = await identity.AsAsync("general-manager-1");
        await office.PostAsync(
            "/api/identity/departments/customer-affairs-group/custodians",
            new { kind = "signing", staff = "custodian-1" }, HttpStatusCode.OK);
        // The department that the group is part of may, too.
        using var head = await identity.AsAsync("head-of-department-1");
        await head.PostAsync(
            "/api/identity/departments/customer-affairs-group/custodians",
            new { kind = "title", staff = "custodian-1" }, HttpStatusCode.OK);
    }

    [Fact]
    [Rule("DOC-4")]
    public async Task
        The_regulation_s_duties_begin_with_the_departments_it_names_and_a_company_gives_a_duty_to_another()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var operations = await identity.AsAsync("operations-1");
        var (duties, _) = await operations.GetAsync("/api/identity/duties", HttpStatusCode.OK);
        Assert.Equal("general-manager-office", DutyOf(duties, "archive-owner").GetProperty("department").GetString());
        Assert.Equal(
            "customer-service-centre",
            DutyOf(duties, "property-company-handover").GetProperty("department").GetString());

        await operations.PostAsync(
            "/api/identity/duties/repair-and-compensation-records/assign", new { department = "nowhere" },
            HttpStatusCode.UnprocessableEntity, "\"1\"");
        await operations.PostAsync(
            "/api/identity/duties/repair-and-compensation-records/assign",
            new { department = "customer-affairs-group" }, HttpStatusCode.OK, "\"1\"");
        await operations.PostAsync(
            "/api/identity/duties/repair-and-compensation-records/assign", new { department = "finance" },
            HttpStatusCode.PreconditionFailed, "\"1\"");
        Assert.Contains("customer-affairs-group repair", await MissingAsync(operations));
        Assert.DoesNotContain("customer-service-centre repair", await MissingAsync(operations));
    }

    [Fact]
    public async Task A_permission_that_a_release_brings_begins_with_the_posts_of_a_new_installation()
    {
        await using var identity = await Authority.StartAsync(servers);
        await identity.Database.ExecuteAsync(
            "DELETE FROM known_permissions WHERE code = 'identity.audit.read'; UPDATE posts SET permissions = "
            + "array_remove(permissions, 'identity.audit.read')");
        await using var next = await identity.RestartAsync();
        Assert.Equal(
            ["general-manager", "operations"],
            await identity.Database.QueryAsync<string[]>(
                "SELECT array_agg(code ORDER BY code) FROM posts WHERE 'identity.audit.read' = ANY (permissions)"));
    }

    private static JsonElement DutyOf(JsonElement duties, string code) =>
        duties.EnumerateArray().Single(duty => duty.GetProperty("duty").GetString() == code);

    private static async Task<IReadOnlyList<string>> MissingAsync(HttpClient who) =>
        [
            .. (await who.GetAsync("/api/identity/duties/without-custodian", HttpStatusCode.OK)).Json
                .EnumerateArray().Select(
                    one => $"{one.GetProperty("department").GetString()} {one.GetProperty("kind").GetString()}"),
        ];
}
