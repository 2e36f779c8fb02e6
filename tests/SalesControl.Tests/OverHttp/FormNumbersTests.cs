using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>The number of a paper form stands once in a project, however it is written.</summary>
public sealed class FormNumbersTests(TestServers servers)
{
    private const string Number = "YY-2026-0001";

    [Theory, Rule("RES-2")]
    [InlineData(Number)]
    [InlineData(" yy-2026-0001 ")]
    [InlineData("ＹＹ－２０２６－０００１")]
    [InlineData("YY - 2026 - 0001")]
    [Case("form-registered-twice")]
    public async Task A_form_is_registered_once_and_the_refusal_names_the_reservation_that_has_it(string written)
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var first = await RegisterAsync(sales, 1, "2-1-1201", Number);

        foreach (var unit in (string[])["2-1-1201", "2-1-1202"])
        {
            var refused = await RegisterAsync(sales, 2, unit, written, HttpStatusCode.Conflict);
            Assert.Equal(("RES-2", "reservation.form-used"), (refused["rule"], refused["code"]));
            Assert.Contains(first["id"]!, refused["evidence"], StringComparison.Ordinal);
            Assert.Contains("2-1-1201", refused["detail"], StringComparison.Ordinal);
        }

        Assert.Equal(1, await new ServiceDatabase(sales.Service.Setting.Admin).CountAsync("reservations"));
    }

    [Fact, Rule("RES-2")]
    public async Task A_corrected_number_counts_and_the_wrong_one_is_free_for_its_own_form()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var wrong = await RegisterAsync(sales, 1, "2-1-1201", "YY-2");
        var other = await RegisterAsync(sales, 2, "2-1-1202", "YY-3");
        await sales.ActAsync(
            sales.Consultant, wrong, "corrections", new { field = "form", value = "yy-3", reason = "Misread." },
            HttpStatusCode.Conflict);

        await sales.ActAsync(
            sales.Consultant, wrong, "corrections", new { field = "form", value = "YY-1", reason = "Misread." });

        await RegisterAsync(sales, 3, "2-1-1203", "YY-1", HttpStatusCode.Conflict);
        await RegisterAsync(sales, 3, "2-1-1203", "YY-2");
        Assert.Equal("YY-3", (await sales.ReadAsync(other))["form"]);
    }

    [Fact, Rule("RES-2")]
    public async Task Of_one_form_that_comes_many_times_at_the_same_moment_one_is_registered()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        string[] spellings = [Number, "yy-2026-0001", "ＹＹ-2026-0001", Number];
        string[] units = ["2-1-1201", "2-1-1202", "2-1-1203", "2-1-1201"];

        var answers = await Task.WhenAll(units.Select((unit, at) => Task.Run(async () =>
        {
            using var answer = await sales.Consultant.PostAsJsonAsync(
                new Uri($"{SalesHost.UnitPath(unit)}/reservations", UriKind.Relative),
                SalesHost.Form(at + 1, form: spellings[at]));
            return answer.StatusCode;
        })));

        Assert.Equal(
            [HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Conflict],
            answers.Order());
    }

    [Fact, Rule("RES-2")]
    [Case("form-registered-twice", Generated = true)]
    public async Task However_a_number_is_written_it_is_the_same_and_another_is_another()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        var taken = await RegisterAsync(sales, 1, "2-1-1201", Number);
        var writing = Gen.Select(
            Gen.Bool.Array[Number.Length], Gen.Bool.Array[Number.Length], Gen.Int[0, Number.Length]).Select(how =>
            string.Concat(Number.Select((c, at) => Write(c, how.Item1[at], how.Item2[at]))).Insert(how.Item3, " "));

        await writing.SampleAsync(
            async written => Assert.Contains(
                taken["id"]!,
                (await RegisterAsync(sales, 2, "2-1-1202", written, HttpStatusCode.Conflict))["evidence"],
                StringComparison.Ordinal),
            iter: 20, threads: 1);
        await RegisterAsync(sales, 2, "2-1-1202", "YY-2026-00011");
    }

    private static char Write(char c, bool wide, bool small) => (wide, small) switch
    {
        (true, _) => (char)(c - '!' + '！'),
        (_, true) => char.ToLowerInvariant(c),
        _ => c,
    };

    private static Task<Answer> RegisterAsync(
        SalesHost sales, int customer, string unit, string form, HttpStatusCode expected = HttpStatusCode.Created) =>
        sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath(unit)}/reservations", SalesHost.Form(customer, form: form), expected);
}
