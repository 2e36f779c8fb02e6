using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using NodaTime;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.Identity.Tests.Organisation;

/// <summary>Whoever works at one site, and another site's data.</summary>
public sealed partial class OtherSitesTests(TestServers servers)
{
    /// <summary>What is the whole company's, and no site's.</summary>
    private static readonly string[] OfTheCompany = ["department", "duty", "post", "key", "company", "register"];

    /// <summary>
    /// What a list must be asked for. Who is behind a number everybody may know who has the number: by itself the list
    /// names nobody.
    /// </summary>
    private static readonly IReadOnlyDictionary<string, string> Query = new Dictionary<string, string>
    {
        ["/api/identity/colleagues"] = "?numbers=nobody-1",
        ["/api/identity/working-days"] = "?since=2026-10-01&due=2026-10-12",
    };

    private static readonly LocalDate Today =
        Authority.Company.DateOf(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));

    /// <summary>
    /// Found in the service's own OpenAPI document, so that a new route is called too, and a new kind of id fails here
    /// until it is told whose it is.
    /// </summary>
    [Fact]
    [Rule("CS-7")]
    public async Task Another_site_s_data_is_not_found_by_any_route_that_takes_an_id_and_in_no_list()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var everywhere = await identity.AsAsync("operations-1");
        var (leave, _) = await everywhere.PostAsync(
            "/api/identity/staff/consultant-1/leaves", new { kind = "other", from = Iso(3), until = Iso(4) },
            HttpStatusCode.Created);
        await everywhere.PostAsync(
            "/api/identity/sites/harbour-court/advertising-days", new { date = Iso(9), reason = "Opening" },
            HttpStatusCode.Created);
        await everywhere.PostAsync(
            "/api/identity/machines",
            new { client = "portal", name = "Portal", post = "crm-client", sites = new[] { "harbour-court" } },
            HttpStatusCode.Created);
        using var manager = await identity.AsAsync("marketing-manager-1");
        var (delegation, _) = await manager.PostAsync(
            "/api/identity/me/delegations",
            new { to = "sales-supervisor-1", permissions = new[] { "sales.board.read" }, until = Iso(2) },
            HttpStatusCode.Created);
        var (_, tag) = await everywhere.GetAsync("/api/identity/staff/consultant-1", HttpStatusCode.OK);
        using var elsewhere = await identity.BoundToAsync("hill-side");

        var foreign = new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["number"] = ["consultant-1"],
            ["site"] = ["harbour-court", "company"],
            ["machine"] = ["portal"],
            ["id"] = [leave.GetProperty("id").GetString()!, delegation.GetProperty("id").GetString()!],
        };
        var document = await elsewhere.GetFromJsonAsync<JsonElement>("/api/identity/openapi.json");
        var (found, called, listed) = (new List<string>(), 0, 0);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            var parameters = Parameter().Matches(path.Name).Select(match => match.Groups["name"].Value).ToList();
            Assert.Empty(parameters.Except(foreign.Keys).Except(OfTheCompany));
            var asked = parameters.Find(foreign.ContainsKey);
            foreach (var operation in path.Value.EnumerateObject())
            {
                foreach (var value in asked is null ? [""] : foreign[asked])
                {
                    if (asked is null && (operation.Name != "get" || parameters.Count > 0))
                        continue;
                    var address = Parameter().Replace(
                        path.Name,
                        match => match.Groups["name"]
                            .Value == asked ? value : match.Groups["name"].Value == "register" ? "audit" : "any")
                        + Query.GetValueOrDefault(path.Name);
                    using var request =
                        new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), address)
                        {
                            Content = BodyOf(operation.Value, document),
                        };
                    request.Headers.TryAddWithoutValidation("If-Match", tag);
                    using var answer = await elsewhere.SendAsync(request);
                    var text = await answer.Content.ReadAsStringAsync();
                    if (asked is not null)
                    {
                        called++;
                        if (answer.StatusCode != HttpStatusCode.NotFound)
                            found.Add($"{operation.Name} {address}: {(int)answer.StatusCode} {text}");
                    }
                    else
                    {
                        listed++;
                        if (answer.StatusCode != HttpStatusCode.OK || Foreign().IsMatch(text))
                            found.Add($"{operation.Name} {address}: {(int)answer.StatusCode} {text}");
                    }
                }
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        Assert.InRange(called, 20, 1000);
        Assert.InRange(listed, 10, 1000);
        Assert.Equal(tag, (await manager.GetAsync("/api/identity/staff/consultant-1", HttpStatusCode.OK)).ETag);
    }

    [Theory]
    [Rule("CS-7")]
    [InlineData("harbour-court")]
    [InlineData("*")]
    public async Task Whoever_works_at_one_site_gives_nobody_another_nor_all_of_them(string site)
    {
        await using var identity = await Authority.StartAsync(servers);
        using var elsewhere = await identity.BoundToAsync("hill-side");
        var (refused, _) = await elsewhere.PostAsync(
            "/api/identity/staff", Somebody("c-401", site), HttpStatusCode.UnprocessableEntity);
        Assert.Equal("CS-7", refused.GetProperty("rule").GetString());
        var list = $"staff,name,post,department,sites\nc-402,Two,consultant,project-sales-group,{site}\n";
        using (var sheet = new ByteArrayContent(Encoding.UTF8.GetBytes(list)))
        using (var answer = await elsewhere.PostAsync(new Uri("/api/identity/staff/import", UriKind.Relative), sheet))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        await elsewhere.ChangeStaffAsync(
            "consultant-3", "move",
            new { post = "consultant", department = "project-sales-group", sites = new[] { "hill-side", site } },
            HttpStatusCode.UnprocessableEntity);
        await elsewhere.PostAsync(
            "/api/identity/machines",
            new { client = "portal", name = "Portal", post = "crm-client", sites = new[] { site } },
            HttpStatusCode.UnprocessableEntity);
        Assert.Equal(0, await identity.Database.CountAsync("staff WHERE number LIKE 'c-40%'"));
        Assert.Equal(0, await identity.Database.CountAsync("clients WHERE client_id = 'portal'"));

        await elsewhere.PostAsync("/api/identity/staff", Somebody("c-403", "hill-side"), HttpStatusCode.Created);
        Assert.Equal(
            ["hill-side"],
            (await elsewhere.GetAsync("/api/identity/sites", HttpStatusCode.OK)).Json.EnumerateArray().Select(
                one => one.GetProperty("site").GetString()));
    }

    [Fact]
    [Rule("CS-7")]
    public async Task Whoever_works_at_one_site_sees_whoever_works_at_all_of_them_and_changes_nothing_of_theirs()
    {
        await using var identity = await Authority.StartAsync(servers);
        using var elsewhere = await identity.BoundToAsync("hill-side");
        Assert.Equal(
            "CS-7",
            (
                await elsewhere.ChangeStaffAsync(
                    "general-manager-1", "suspend", new { reason = "a coup" }, HttpStatusCode.Forbidden))
                .GetProperty("rule").GetString());
        await elsewhere.PostAsync(
            "/api/identity/staff/general-manager-1/invitation", new { forgetAuthenticator = true },
            HttpStatusCode.Forbidden);
        await elsewhere.ChangeStaffAsync(
            "consultant-3", "leave", new { successor = "consultant-1" }, HttpStatusCode.UnprocessableEntity);
        await elsewhere.PostAsync(
            "/api/identity/sites", new { site = "third", name = "Third" }, HttpStatusCode.Forbidden);
        await elsewhere.PostAsync("/api/identity/machines/group-crm/withdraw", null, HttpStatusCode.Forbidden);
        await elsewhere.ChangeStaffAsync("consultant-3", "suspend", new { reason = "an inquiry" });
    }

    private static object Somebody(string number, string site) => new
    {
        staff = number,
        name = "Somebody",
        post = "consultant",
        department = "project-sales-group",
        sites = new[] { site },
    };

    private static string Iso(int days) => Today.PlusDays(days).ToString("uuuu-MM-dd", null);

    /// <summary>
    /// A body that the route would take, from its schema: whoever is refused is not refused for what they wrote.
    /// </summary>
    private static JsonContent? BodyOf(JsonElement operation, JsonElement document) =>
        operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content")
            .TryGetProperty("application/json", out var json) ? JsonContent.Create(
                Sample("", json.GetProperty("schema"), document)) : null;

    private static object? Sample(string name, JsonElement schema, JsonElement document)
    {
        if (schema.TryGetProperty("oneOf", out var any))
            schema = any.EnumerateArray().First(
                one => !one.TryGetProperty("type", out var type) || type.ToString() != "null");
        if (schema.TryGetProperty("$ref", out var reference) && reference.GetString()!.Split('/')[^1] is var target)
            schema = document.GetProperty("components").GetProperty("schemas").GetProperty(target);
        if (name is "from" or "until" or "date" or "on")
            return Iso(5);
        if (name == "kind" || schema.TryGetProperty("enum", out _))
            return "other";
        var kind = schema.TryGetProperty("type", out var types) ? types.ToString() : "object";
        if (kind.Contains("array", StringComparison.Ordinal))
            return new[] { name == "sites" ? "hill-side" : "identity.staff.read" };
        if (kind.Contains("boolean", StringComparison.Ordinal))
            return false;
        return kind.Contains("object", StringComparison.Ordinal) && schema.TryGetProperty("properties", out var members)
            ? members.EnumerateObject().ToDictionary(
                member => member.Name, member => Sample(member.Name, member.Value, document), StringComparer.Ordinal)
            : "some words";
    }

    [GeneratedRegex(@"\{(?<name>[a-zA-Z]+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex("\"(consultant-1|consultant-2|harbour-court|portal)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Foreign();
}
