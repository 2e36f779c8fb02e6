using System.Diagnostics;
using System.Text.Json;
using Ops.Benchmarks.Load;
using Ops.Benchmarks.Raw;
using Ops.SalesControl.Contracts;
using Ops.TestSupport;

namespace Ops.Benchmarks.Openings;

/// <summary>
/// SalesControl on the day of a release: on one replica or more, with 300 consultants who have a connection and a token
/// each.
/// </summary>
internal sealed class Opening : IAsyncDisposable
{
    public const int Consultants = 300, Units = 1_000, Attempts = 10_000, Customers = 5_000;

    private readonly List<ServiceProcess> _replicas = [];
    private readonly string[] _tokens;
    private HttpConnection[] _callers = [];

    private Opening(Database sales, string[] tokens) => (Sales, _tokens) = (sales, tokens);

    public Database Sales { get; }

    /// <summary>The processor time that all replicas have used.</summary>
    public TimeSpan ProcessorTime => _replicas.Aggregate(TimeSpan.Zero, (sum, replica) => sum + replica.ProcessorTime);

    public static async Task<Opening> StartAsync(Bench bench, string name, int replicas)
    {
        var opening = new Opening(await bench.MigrateAsync(ServiceProgram.SalesControl), [
            .. Enumerable.Range(0, Consultants).Select(number => bench.Authority.Token(
                [SalesControlPermissions.RegisterReservation, SalesControlPermissions.SignSubscription],
                Lot.Consultant(number)))]);
        var broker = await bench.Servers.CreateVirtualHostAsync(name);
        await RawBroker.KeepAsync(broker, "records-archive");
        for (var i = 0; i < replicas; i++)
            opening._replicas.Add(await bench.StartAsync(ServiceProgram.SalesControl, opening.Sales, broker));
        return opening;
    }

    /// <summary>A lot's wishes: by its number, so that they are the same in each run and on each side.</summary>
    public static Lot LotOf(int number, int attempts = Attempts) =>
        new(number, Units, Wishes.Make(number, attempts, Units, Customers, Consultants));

    /// <summary>
    /// All come at once, each with the next form as soon as the last is answered. Answers how many were answered in a
    /// second, and how long each took.
    /// </summary>
    public async Task<(double PerSecond, double[] Times)> AllAtOnceAsync(Lot lot)
    {
        await Estate.AddUnitsAsync(Sales, lot.First, lot.Units);
        await ConnectAsync();
        var (requests, answers) = Forms(lot);
        var times = new double[requests.Length];
        var rate = await Callers.RateAsync(Consultants, requests.Length, async (caller, wish) =>
        {
            var started = Stopwatch.GetTimestamp();
            answers[wish] = await BringAsync(_callers[caller], requests[wish]);
            times[wish] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        });
        await CheckAsync(lot, answers);
        return (rate, times);
    }

    /// <summary>They come as it suits them, so many a second. Answers how long each took.</summary>
    public async Task<double[]> ByChanceAsync(Lot lot, int perSecond)
    {
        await Estate.AddUnitsAsync(Sales, lot.First, lot.Units);
        await ConnectAsync();
        var (requests, answers) = Forms(lot);
        var times = await Callers.ByChanceAsync(
            Consultants, requests.Length, perSecond, lot.Number,
            async (caller, wish) => answers[wish] = await BringAsync(_callers[caller], requests[wish]));
        await CheckAsync(lot, answers);
        return times;
    }

    /// <summary>The winners of a lot sign. Answers how many did in a second.</summary>
    public async Task<double> SubscribeAsync(Lot lot)
    {
        await ConnectAsync();
        var winners = (await OpeningCheck.LookAsync(Sales, lot)).Winners;
        var requests = winners.Select(winner => HttpConnection.Request(
            "POST", $"{Estate.UnitPath(winner.Unit)}/subscription", _tokens[winner.Unit % Consultants],
            $$$"""
            {"agreementNumber":"A-{{{winner.Unit}}}","customer":{"name":"The winner","phone":"{{{winner.Phone}}}",
            "sameCustomer":true}}
            """,
            $"Idempotency-Key: sign-{winner.Unit}")).ToArray();
        var rate = await Callers.RateAsync(
            Consultants, requests.Length, (caller, winner) => _callers[caller].SendAsync(requests[winner], 201));
        await (await OpeningCheck.LookAsync(Sales, lot)).SubscribedAsync();
        return rate;
    }

    /// <summary>
    /// Connections of their own for each part of the day: one that was idle while something else was measured is
    /// closed.
    /// </summary>
    private async Task ConnectAsync()
    {
        foreach (var caller in _callers)
            caller.Dispose();
        _callers = [];
        var perReplica = await Task.WhenAll(
            _replicas.Select(replica => Callers.ConnectAsync(Consultants / _replicas.Count, replica.Address)));
        // Of two replicas every other caller is at the first.
        _callers = [
            .. Enumerable.Range(0, Consultants).Select(
                caller => perReplica[caller % perReplica.Length][caller / perReplica.Length])];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var caller in _callers)
            caller.Dispose();
        foreach (var replica in _replicas)
            await replica.DisposeAsync();
    }

    private (byte[][] Requests, Answer[] Answers) Forms(Lot lot) => ([
        .. lot.Wishes.Select((wish, i) => HttpConnection.Request(
            "POST", $"{Estate.UnitPath(lot.UnitOf(wish))}/reservations", _tokens[wish.Consultant],
            $$$"""
            {"customer":{"name":"Customer {{{lot.CustomerOf(wish)}}}","phone":"{{{lot.PhoneOf(wish)}}}"},
            "form":"F-{{{lot.FormOf(i)}}}","depositReceipt":"R-{{{lot.FormOf(i)}}}"}
            """,
            $"Idempotency-Key: {lot.KeyOf(i)}"))], new Answer[lot.Wishes.Length]);

    private static async Task<Answer> BringAsync(HttpConnection caller, byte[] request)
    {
        var (status, body) = await caller.AskAsync(request);
        // Read when all is over: the load is not what is measured.
        return new(status, body.ToArray());
    }

    private async Task CheckAsync(Lot lot, Answer[] answers) =>
        await (await OpeningCheck.LookAsync(Sales, lot)).RegisteredAsync([.. answers.Select(Read)]);

    private static Told Read(Answer answer)
    {
        using var json = JsonDocument.Parse(answer.Body);
        var told = json.RootElement;
        return answer.Status switch
        {
            201 when told.GetProperty("state").GetString() == "pending" => new(
                true, told.GetProperty("id").GetGuid(), 0),
            201 => new(true, told.GetProperty("id").GetGuid(), told.GetProperty("place").GetInt32()),
            // RES-4: the customer has a place already; it names which.
            409 when told.GetProperty("rule").GetString() == "RES-4"
                && told.GetProperty("evidence")[0].GetString()!.Split('/') is ["reservation", var theirs] => new(
                    false, Guid.Parse(theirs), 0),
            _ => throw new WrongOutcomeException($"{answer.Status}: {told}"),
        };
    }

    private sealed record Answer(int Status, byte[] Body);
}
