using System.Collections.Concurrent;
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
        await using var sales = await SalesHost.StartAsync(servers);
        // What is asked once in a process is asked before.
        await sales.RegisterAsync(1, "2-1-1201");
        await SignAsync(11, "2-1-1202");

        // The key, the unit, the customer, the line with form and receipt; then rows, and what the platform keeps.
        Assert.Equal(6, await CountAsync(() => RegisterAsync(2)));
        // Who waits is asked for no receipt, in the same question.
        Assert.Equal(6, await CountAsync(() => RegisterAsync(3)));
        // The key, the unit, all that its sale must know, the customer; then as above.
        await sales.ImportAndPublishAsync($"{SalesHost.Header}2,1,13,1301,住宅,89.12,71.5,2150000,待售\n");
        Assert.Equal(6, await CountAsync(() => SignAsync(12, "2-1-1301")));

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

    /// <summary>How often the service asked its database because of what is done.</summary>
    private static async Task<int> CountAsync(Func<Task> act)
    {
        using var caller = new Activity("caller");
        var asked = new ConcurrentBag<string?>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = statement =>
            {
                if (statement.TraceId == caller.TraceId)
                    asked.Add(statement.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        caller.Start();
        await act();
        caller.Stop();
        return asked.Count;
    }
}
