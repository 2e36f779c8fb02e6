using System.Diagnostics;
using Ops.Benchmarks.Load;
using Ops.TestSupport;

namespace Ops.Benchmarks.Rows;

/// <summary>Two hundred callers for one unit, fifty times over: one holds it, 199 wait in the order of the register.</summary>
internal sealed class Race : IRow
{
    private const int Callers = 200, Units = 50;

    public string Name => "race";

    public async Task<IReadOnlyList<Line>> RunAsync(Bench bench)
    {
        await using var authority = await TestAuthority.StartAsync();
        await using var office = await SalesOffice.OpenAsync(bench.Servers, authority, await bench.Servers.CreateVirtualHostAsync("race"));
        var took = new List<double>();
        foreach (var unit in await office.ListAsync(Units))
        {
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(1, Callers).Select(caller => office.ReserveAsync(unit, caller)));
            took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        // Right: the first in the register holds, all after it wait, and the register's numbers, times and ids run alike.
        var right = await office.Service.CountAsync($"""
            (SELECT unit_id FROM (
                SELECT unit_id, number, state, row_number() OVER (PARTITION BY unit_id ORDER BY registered_at, id) AS place FROM reservations) AS r
             GROUP BY unit_id
             HAVING count(*) = {Callers} AND count(*) FILTER (WHERE number = 1 AND state = 'Pending') = 1
                AND count(*) FILTER (WHERE number > 1 AND state = 'Waiting') = {Callers - 1} AND bool_and(number = place)) AS units
            """);
        return right == Units
            ? [new($"{Callers} callers race for one unit, {Units} times: 1 holder and {Callers - 1} waiting in order, each time", "ms a race", took, [], "every round", (_, _) => true)]
            : throw new WrongOutcomeException($"{right} of {Units} races came out right.");
    }
}
