using System.Diagnostics.Metrics;
using Npgsql;
using Ops.Platform.Rules;
using Ops.TestSupport;
using Xunit;

namespace Ops.SalesControl.Tests.OverHttp;

public sealed class LiningUpTests(TestServers servers)
{
    /// <summary>More than the service has connections.</summary>
    private const int Many = 90;

    [Fact]
    [Rule("RES-4")]
    public async Task While_more_want_a_unit_than_there_are_connections_another_is_reserved_and_all_get_their_place()
    {
        await using var sales = await SalesHost.StartAsync(servers);
        long active = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Name == "http.server.active_requests")
                all.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, change, _, _) => Interlocked.Add(ref active, change));
        listener.Start();

        List<Task<Answer>> forms;
        await using (var holding = new NpgsqlConnection(sales.Service.Setting.Admin + ";Pooling=false"))
        {
            await holding.OpenAsync();
            await using var transaction = await holding.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand(
                "SELECT id FROM units WHERE code = '2-1-1203' FOR UPDATE", holding, transaction))
                await hold.ExecuteNonQueryAsync();
            forms = [.. Enumerable.Range(1, Many).Select(customer => Task.Run(() => sales.RegisterAsync(customer)))];
            await Wait.UntilAsync(() => Interlocked.Read(ref active) >= Many, "all forms have come");

            var other = await sales.RegisterAsync(Many + 1, "2-1-1201").WaitAsync(Wait.Patience);
            Assert.Equal("pending", other["state"]);
            Assert.DoesNotContain(forms, form => form.IsCompleted);
        }

        var places = (await Task.WhenAll(forms)).Select(
            form => form["state"] == "pending" ? 0 : int.Parse(form["place"]!));
        Assert.Equal(Enumerable.Range(0, Many), places.Order());
    }
}
