using System.Diagnostics;
using System.Net;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

/// <summary>
/// How often the busiest commands go to the database and back: on the day of a release each trip more is one more for
/// which others wait at the unit's lock. The commit is one beside these.
/// </summary>
public sealed class RoundTripTests(TestServers servers)
{
    [Fact, Rule("RES-1"), Rule("RES-4")]
    public async Task Registering_and_signing_go_to_the_database_six_times()
    {
        var told = new Told();
        await using var sales = await SalesHost.StartAsync(servers, services: told.ListenTo);
        // What is asked once in a process is asked before.
        await sales.RegisterAsync(1, "2-1-1201");
        await SignAsync(11, "2-1-1202");

        // Two go after the questions: the rows, and what the platform keeps of it.
        string[] registering =
            ["claim key", "lock units", "lock a name, select customers", "lock a name, select reservations"];
        AssertAsked(registering, await AskedAsync(told, () => RegisterAsync(2)));
        // Who waits is asked for no receipt, in the same question.
        registering[^1] = "lock a name, select units";
        AssertAsked(registering, await AskedAsync(told, () => RegisterAsync(3)));
        await sales.ImportAndPublishAsync($"{SalesHost.Header}2,1,13,1301,住宅,89.12,71.5,2150000,待售\n");
        AssertAsked(
            ["claim key", "lock units", "lock a name, select subscriptions", "lock a name, select customers"],
            await AskedAsync(told, () => SignAsync(12, "2-1-1301")));

        static void AssertAsked(string[] first, (string[] First, int Then) asked)
        {
            Assert.Equal(first, asked.First);
            Assert.Equal(2, asked.Then);
        }

        Task RegisterAsync(int customer) => sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath()}/reservations", SalesHost.Form(customer), HttpStatusCode.Created,
            key: $"register-{customer}");

        Task SignAsync(int customer, string unit) => sales.Consultant.PostAsync(
            $"{SalesHost.UnitPath(unit)}/subscription",
            new
            {
                agreementNumber = $"S-{customer}",
                customer = new { name = $"Customer {customer}", phone = SalesHost.Phone(customer) },
            },
            HttpStatusCode.Created, key: $"sign-{customer}");
    }

    /// <summary>
    /// What the service asks its database because of what is done, by the names of the first four statements, and how
    /// many come after those.
    /// </summary>
    private static async Task<(string[] First, int Then)> AskedAsync(Told told, Func<Task> act)
    {
        using var cause = ServiceDefaults.Telemetry.StartWork("a test acts")!;
        await act();
        var trace = cause.TraceId.ToString();
        await Wait.UntilAsync(
            () => told.OfTrace(trace).Any(span => span.Kind == ActivityKind.Server), "the request's span");
        var asked = told.OfTrace(trace).DistinctBy(span => span.SpanId).Where(span => span.Source.Name == "Npgsql")
            .OrderBy(span => span.StartTimeUtc).Select(span => span.DisplayName).ToList();
        return ([.. asked.Take(4)], asked.Count - 4);
    }
}
