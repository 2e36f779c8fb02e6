using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;
using Npgsql;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// What cannot be taken gets a problem of its own that names the field or the rule, and changes nothing.
/// </summary>
public sealed class BadInputTests(TestServers servers)
{
    private const string Customer = """ "customer": { "name": "Customer 1", "phone": "+8613800000001" } """;
    private const string Good = $$"""{ {{Customer}}, "form": "F-1", "depositReceipt": "R-1" }""";

    [Theory]
    [Rule("T-6")]
    [InlineData("malformed", """{ "form": """, 400, null, null)]
    [InlineData("no object", "[]", 400, null, null)]
    [InlineData("nothing", "", 400, null, null)]
    [InlineData("a missing member", """{ "form": "F-1" }""", 422, "customer", null)]
    [InlineData(
        "null for a member", $$"""{ {{Customer}}, "form": null, "depositReceipt": "R-1" }""", 422, "form", null)]
    [InlineData(
        "an unknown member", $$"""{ {{Customer}}, "form": "F-1", "depositReceipt": "R-1", "colour": "red" }""", 422,
        "colour", null)]
    [InlineData(
        "another kind of value", $$"""{ {{Customer}}, "form": 1, "depositReceipt": "R-1" }""", 422, "form", null)]
    [InlineData(
        "a time of the caller's",
        $$"""{ {{Customer}}, "form": "F-1", "depositReceipt": "R-1", "registeredAt": "2026-09-28T09:00:00+08:00" }""",
        422, "registeredAt", "T-6")]
    [InlineData(
        "a past date", $$"""{ {{Customer}}, "form": "F-1", "depositReceipt": "R-1", "date": "2020-01-01" }""", 422,
        "date", "T-6")]
    [InlineData("no receipt", $$"""{ {{Customer}}, "form": "F-1" }""", 422, "depositReceipt", "RES-1")]
    [InlineData("an empty form", $$"""{ {{Customer}}, "form": " ", "depositReceipt": "R-1" }""", 422, "form", "RES-1")]
    [InlineData(
        "no name",
        """{ "customer": { "name": "", "phone": "+8613800000001" }, "form": "F-1", "depositReceipt": "R-1" }""", 422,
        "customer.name", "RES-2")]
    [InlineData(
        "no telephone number",
        """{ "customer": { "name": "Customer 1", "phone": "12" }, "form": "F-1", "depositReceipt": "R-1" }""", 422,
        "customer.phone", "RES-2")]
    [InlineData(
        "what no text holds", $$"""{ {{Customer}}, "form": "F\u0000", "depositReceipt": "R-1" }""", 422, "form", null)]
    [InlineData(
        "half a character", $$"""{ {{Customer}}, "form": "F\ud800", "depositReceipt": "R-1" }""", 422, "form", null)]
    [Case("wrong-type-in-a-body")]
    public async Task A_form_that_cannot_be_taken_is_refused_by_name(
        string what, string body, int status, string? field, string? rule)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var before = await StateAsync(sales);

        var problem = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/reservations", body, (HttpStatusCode)status);

        IsProblem(problem, status);
        Assert.Equal(rule, problem["rule"]);
        if (field is not null)
            Assert.True(
                problem.Json.GetProperty("errors").TryGetProperty(field, out var told)
                    && told[0].GetString() is { Length: > 5 },
                $"{what}: {problem.Text}");
        Assert.Equal(before, await StateAsync(sales));
        // The good one is taken, so that it was the fault that was refused and nothing else.
        await sales.Consultant.PostAsync($"{SalesHost.UnitPath()}/reservations", Good, HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("form", 51)]
    [InlineData("depositReceipt", 51)]
    public async Task A_text_that_is_too_long_is_refused_by_name(string field, int length)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var before = await StateAsync(sales);

        var problem = await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/reservations",
            Good.Replace(field == "form" ? "F-1" : "R-1", new string('x', length), StringComparison.Ordinal),
            HttpStatusCode.UnprocessableEntity);

        IsProblem(problem, 422);
        Assert.True(problem.Json.GetProperty("errors").TryGetProperty(field, out _), problem.Text);
        Assert.Equal(before, await StateAsync(sales));
    }

    [Fact]
    public async Task A_unit_that_is_not_there_and_one_that_is_withheld_are_told_apart()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var before = await StateAsync(sales);

        IsProblem(await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("9-9-9999")}/reservations", Good, HttpStatusCode.NotFound), 404);
        IsProblem(await sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath("2-1-1204")}/reservations", Good, HttpStatusCode.Conflict), 409);
        IsProblem(await sales.Consultant.PostAsync(
            "/api/sales/reservations/not-an-id/approve", null, HttpStatusCode.NotFound, "\"1\""), 404);
        IsProblem(
            await sales.Consultant.GetAsync("/api/sales/projects/harbour%00court/board", HttpStatusCode.BadRequest),
            null);
        IsProblem(await sales.Consultant.GetAsync("/api/sales/nothing-of-the-kind", HttpStatusCode.NotFound), 404);
        IsProblem(
            await sales.Consultant.GetAsync($"{SalesHost.UnitPath()}/reservations", HttpStatusCode.MethodNotAllowed),
            405);
        IsProblem(
            await sales.Consultant.GetAsync("/api/sales/me/tasks?after=%00", HttpStatusCode.UnprocessableEntity), 422);
        Assert.Equal(before, await StateAsync(sales));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var before = await StateAsync(sales);

        using var request = new HttpRequestMessage(HttpMethod.Post, $"{SalesHost.UnitPath()}/reservations");
        request.Content = new StringContent(
            Good.Replace("F-1", new string('x', 1024 * 1024), StringComparison.Ordinal), Encoding.UTF8,
            "application/json");
        request.Headers.ExpectContinue = true;
        var answer = await sales.Consultant.SendAsync(request, TestContext.Current.CancellationToken);
        IsProblem(await Answer.OfAsync(answer, HttpStatusCode.RequestEntityTooLarge), 413);

        Assert.Equal(before, await StateAsync(sales));
    }

    [Theory]
    [InlineData("missing", 401)]
    [InlineData("expired", 401)]
    [InlineData("issuer", 401)]
    [InlineData("audience", 401)]
    [InlineData("key", 401)]
    [InlineData("nonsense", 401)]
    [InlineData("permission", 403)]
    public async Task The_service_itself_takes_only_a_token_of_the_authority_s_with_the_permission(
        string fault, int status)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var authority = sales.Service.Authority;
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string[] permissions = ["sales.reservation.register"];
        var before = await StateAsync(sales);
        using var caller = sales.Service.Client(fault switch
        {
            "expired" => authority.Token(permissions, expires: TimeProvider.System.GetUtcNow().AddHours(-1)),
            "issuer" => authority.Token(permissions, issuer: "https://elsewhere.example"),
            "audience" => authority.Token(permissions, audience: "others"),
            "key" => authority.Token(permissions, key: new ECDsaSecurityKey(foreign) { KeyId = "test" }),
            "nonsense" => "a.b.c",
            "permission" => authority.Token(["sales.board.read"]),
            _ => null,
        });

        var problem = await caller.PostAsync($"{SalesHost.UnitPath()}/reservations", Good, (HttpStatusCode)status);

        IsProblem(problem, status);
        Assert.Equal(before, await StateAsync(sales));
        using var allowed = sales.Service.Client(authority.Token(permissions));
        await allowed.PostAsync($"{SalesHost.UnitPath()}/reservations", Good, HttpStatusCode.Created);
    }

    [Fact]
    public async Task An_authority_that_does_not_answer_is_503_and_not_the_caller_s_fault()
    {
        var authority = await TestAuthority.StartAsync();
        var token = authority.Token(["sales.board.read"]);
        await using var running = await SalesHost.StartAsync(servers);
        await authority.DisposeAsync();
        await using var replica = await ServiceHost<Storage.SalesControlDb>.StartAsync(
            running.Service.Setting, authority);
        using var caller = replica.Client(token);

        var problem = await caller.GetAsync("/api/sales/projects", HttpStatusCode.ServiceUnavailable);

        IsProblem(problem, 503);
        using var health = await caller.GetAsync(
            new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    /// <summary>An RFC 9457 problem with the trace to look it up by, and nothing of the program's insides.</summary>
    private static void IsProblem(Answer answer, int? status)
    {
        if (status is null)
            return;
        Assert.Equal(status, answer.Json.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(answer["title"]), answer.Text);
        Assert.Equal(32, answer["traceId"]!.Length);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
    }

    /// <summary>Everything that a command could have left.</summary>
    private static async Task<string> StateAsync(SalesHost sales)
    {
        await using var connection = new NpgsqlConnection(sales.Service.Setting.Admin + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            SELECT concat_ws('/',
                (SELECT count(*) FROM reservations), (SELECT count(*) FROM messaging.events),
                (SELECT count(*) FROM commands.answers), (SELECT count(*) FROM deadlines.deadlines),
                (SELECT sum(version) FROM units))
            """,
            connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
