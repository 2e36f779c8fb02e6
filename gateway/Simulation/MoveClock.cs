using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.Gateway.Simulation;

/// <summary>
/// Moves the business clock of all services together (Development and Training only; T-8): it stops at every due
/// instant on the way, lets what is on its way between the services arrive, and answers with what fired.
/// </summary>
internal static class MoveClock
{
    private const string Permission = "simulation.clock";

    private const int MostWorkingDays = 1000;

    /// <summary>Further than a test or training goes, and within what every calendar and database can count.</summary>
    private static readonly Duration Furthest = Duration.FromDays(100 * 365);

    /// <summary>RFC 3339; without an offset it is the company's own time.</summary>
    private static readonly IPattern<LocalDateTime> OwnTime = new CompositePatternBuilder<LocalDateTime>
    {
        { LocalDateTimePattern.GeneralIso, _ => true },
        { LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm"), _ => true },
    }.Build();

    /// <summary>The prefix of its routes.</summary>
    public const string Prefix = "/api/simulation";

    private static readonly SemaphoreSlim OneAtATime = new(1, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30), LookEvery = TimeSpan.FromMilliseconds(25);

    public static WebApplicationBuilder AddMoveClock(this WebApplicationBuilder builder)
    {
        // Plain clients: a move may fire a thousand deadlines, and must not be tried twice by a resilience handler
        // meanwhile.
        builder.Services.AddSingleton(_ => ServiceRoutes.All.ToDictionary(
            service => service.Resource,
            service => new HttpClient
            {
                BaseAddress = new Uri(ServiceRoutes.AddressesOf(service.Resource, builder.Configuration)[0]),
                Timeout = TimeSpan.FromMinutes(5),
            },
            StringComparer.Ordinal));
        builder.Services.ConfigureHttpJsonOptions(options => Configure(options.SerializerOptions));
        // A body that cannot be read is 400 in development too, and no failure of ours.
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        return builder;
    }

    /// <summary>Whether the clock can be moved here.</summary>
    public static bool IsOpen(IHostEnvironment environment) =>
        environment.IsDevelopment() || environment.IsEnvironment("Training");

    public static WebApplication MapMoveClock(this WebApplication app)
    {
        if (!IsOpen(app.Environment))
            return app;

        var clock = app.MapGroup(Prefix).MapFeature(
            "clock.feature",
            "clock.feature.about");
        clock.MapPost("clock", MoveAsync).RequirePermission(Permission)
            .WithSummary("clock.move.summary").Produces<MovedClocks>()
            .WithMetadata(new MayAnswer(StatusCodes.Status409Conflict, StatusCodes.Status504GatewayTimeout));
        // What is no JSON fits none but the portal's pages, which take everything elsewhere, and would not be found.
        clock.MapPost("clock", static () => Results.StatusCode(StatusCodes.Status415UnsupportedMediaType))
            .RequirePermission(Permission).WithSummary("clock.move.summary").WithOrder(1).ExcludeFromDescription();
        clock.MapGet("clock", GetAsync).RequirePermission(Permission)
            .WithSummary("clock.read.summary").Produces<Clocks>();
        return app;
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, Dictionary<string, HttpClient> clients, CancellationToken cancellationToken)
    {
        var clocks = await Task.WhenAll(
            ServiceRoutes.All.Select(service => Service.Of(service, clients, context).ClockAsync(cancellationToken)));
        return TypedResults.Ok(new Clocks([.. ServiceRoutes.All.Zip(
            clocks,
            (service, clock) => new ServiceClock(service.Resource, clock.Now, clock.NextDue, clock.Replicas))]));
    }

    private static async Task<IResult> MoveAsync(
        HttpContext context, Request request, Dictionary<string, HttpClient> clients, CompanyTime company,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (new object?[] { request.To, request.By, request.WorkingDays }.Count(way => way is not null) != 1)
            return Refuse("to", Text.Of("clock.one-way"));
        if (request.WorkingDays is < 1 or > MostWorkingDays)
            return Refuse("workingDays", Text.Of("clock.working-days", ("most", MostWorkingDays)));
        var to = request.To is null ? null : InstantOf(request.To, company);
        if (to is null && request.To is not null)
            return Refuse("to", Text.Of("clock.instant-form"));
        var by = request.By is null ? null : DurationOf(request.By);
        if (by is null && request.By is not null)
            return Refuse("by", Text.Of("clock.duration-form"));
        if (!await OneAtATime.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return new TextProblem(
                StatusCodes.Status409Conflict, Text.Of("clock.being-moved"), Text.Of("clock.one-at-a-time"));
        }

        try
        {
            var services = ServiceRoutes.All.Select(service => Service.Of(service, clients, context)).ToList();
            var clocks = await Task.WhenAll(services.Select(service => service.ClockAsync(cancellationToken)));
            // The services' clocks differ by the moments between their readings: the latest is the one that must not go
            // back.
            var from = clocks.Max(clock => clock.Now.ToInstant());
            var target = to ?? (request.WorkingDays is { } days
                ? await services[0].WorkingDayAsync(days, cancellationToken)
                : from + by!.Value);
            var field = request.To is null ? "by" : "to";
            if (target <= from)
                return Refuse(field, Text.Of("clock.not-back", ("now", company.At(from))));
            if (target - from > Furthest)
                return Refuse(field, Text.Of("clock.too-far"));

            var move = new Move(services, company, time);
            return await move.ToAsync(target, cancellationToken) is { } stuck
                ? new TextProblem(StatusCodes.Status504GatewayTimeout, Text.Of("clock.stopped"), stuck)
                : TypedResults.Ok(
                    new MovedClocks(company.At(from), company.At(target), company.At(move.Now), move.Fired));
        }
        catch (HttpRequestException failure) when (failure.StatusCode is null or HttpStatusCode.ServiceUnavailable)
        {
            return new TextProblem(
                StatusCodes.Status503ServiceUnavailable, Text.Of("problem.unavailable"), Text.Of("clock.service-away"));
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    private static void Configure(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
        json.AllowDuplicateProperties = false;
        json.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }

    /// <summary>Null where it is none, or in a year at either end of the calendar: an offset leads beyond.</summary>
    internal static Instant? InstantOf(string text, CompanyTime company) =>
        OffsetDateTimePattern.Rfc3339.Parse(text) is { Success: true, Value: { Year: > 1 and < 9999 } there }
            ? there.ToInstant()
            : OwnTime.Parse(text) is { Success: true, Value: { Year: > 1 and < 9999 } here }
                ? here.InZoneLeniently(company.Zone).ToInstant()
                : null;

    /// <summary>
    /// Null where it is none; months and years are of no certain length. What is further than the clock goes is cut.
    /// </summary>
    internal static Duration? DurationOf(string text)
    {
        if (PeriodPattern.Roundtrip.Parse(text) is not { Success: true, Value: { Months: 0, Years: 0 } period })
            return null;
        try
        {
            return Duration.Min(period.ToDuration(), Furthest + Duration.Epsilon);
        }
        catch (OverflowException)
        {
            return Furthest + Duration.Epsilon;
        }
    }

    private static TextProblem Refuse(string field, Text detail) =>
        new(StatusCodes.Status422UnprocessableEntity, Text.Of("clock.refused"), detail)
        {
            Rule = "T-8",
            Errors = [(field, detail)],
        };

    /// <summary>Where to: exactly one of the three.</summary>
    /// <param name="To">An instant, RFC 3339; without an offset, in the company's own time.</param>
    /// <param name="By">A duration, ISO 8601.</param>
    /// <param name="WorkingDays">To this time of day, so many working days from today, 1 to 1000.</param>
    internal sealed record Request(string? To = null, string? By = null, int? WorkingDays = null);

    /// <summary>The clocks of the services.</summary>
    internal sealed record Clocks(IReadOnlyList<ServiceClock> Services);

    /// <summary>A service's clock.</summary>
    /// <param name="Service">The service.</param>
    /// <param name="Now">What it shows.</param>
    /// <param name="NextDue">When the next of its deadlines is due; null where it has none.</param>
    /// <param name="Replicas">How many replicas run by it.</param>
    internal sealed record ServiceClock(string Service, OffsetDateTime Now, OffsetDateTime? NextDue, long Replicas);

    /// <summary>What a move came to.</summary>
    /// <param name="From">Where the clocks stood.</param>
    /// <param name="To">Where they were to go.</param>
    /// <param name="Now">What they show.</param>
    /// <param name="Fired">The deadlines that fired on the way.</param>
    internal sealed record MovedClocks(
        OffsetDateTime From, OffsetDateTime To, OffsetDateTime Now, IReadOnlyList<JsonElement> Fired);

    /// <summary>One move of all clocks.</summary>
    private sealed class Move(IReadOnlyList<Service> services, CompanyTime company, TimeProvider time)
    {
        private readonly Dictionary<Service, long> _marks = [];
        private readonly Dictionary<string, HashSet<Guid>> _onTheWay = services.ToDictionary(
            service => service.Name, _ => new HashSet<Guid>(), StringComparer.OrdinalIgnoreCase);

        public List<JsonElement> Fired { get; } = [];

        public Instant Now { get; private set; }

        /// <summary>Answers null when all are there, otherwise what is stuck.</summary>
        public async Task<Text?> ToAsync(Instant target, CancellationToken cancellationToken)
        {
            foreach (var service in services)
                _marks[service] = (await service.ProgressAsync(after: null, cancellationToken)).Mark;

            while (true)
            {
                var clocks = await Task.WhenAll(services.Select(service => service.ClockAsync(cancellationToken)));
                var now = clocks.Max(clock => clock.Now.ToInstant());
                var next = clocks.Where(clock => clock.NextDue is not null)
                    .Select(clock => clock.NextDue!.Value.ToInstant()).Append(Instant.MaxValue).Min();
                var last = next > target;
                await StopAtAsync(Instant.Max(now, last ? target : next), cancellationToken);
                if (await DrainAsync(cancellationToken) is { } stuck)
                    return stuck;
                if (last && now >= target)
                    return null;
            }
        }

        private async Task StopAtAsync(Instant instant, CancellationToken cancellationToken)
        {
            foreach (var service in services)
            {
                // Time goes on while the one before moves: each goes to the instant, or stays where it has come to.
                var moved = await service.MoveAsync(instant, cancellationToken);
                Fired.AddRange(moved.Fired);
                Now = Instant.Max(Now, moved.Now.ToInstant());
            }
        }

        private async Task<Text?> DrainAsync(CancellationToken cancellationToken)
        {
            var started = time.GetTimestamp();
            while (true)
            {
                var pending = 0;
                foreach (var service in services)
                {
                    var progress = await service.ProgressAsync(_marks[service], cancellationToken);
                    pending += progress.Pending;
                    _marks[service] = progress.Mark;
                    foreach (var published in progress.Published)
                    {
                        if (_onTheWay.TryGetValue(published.Subscriber, out var awaited))
                            awaited.Add(published.EventId);
                    }
                }

                foreach (var service in services.Where(service => _onTheWay[service.Name].Count > 0))
                {
                    _onTheWay[service.Name] =
                        [.. await service.UnsettledAsync(_onTheWay[service.Name], cancellationToken)];
                }

                if (pending == 0 && _onTheWay.Values.All(awaited => awaited.Count == 0))
                    return null;
                if (time.GetElapsedTime(started) > Patience)
                {
                    return Text.Of(
                        "clock.messages-stuck",
                        ("now", company.At(Now)), ("pending", pending),
                        ("taken", _onTheWay.Values.Sum(awaited => awaited.Count)));
                }

                await Task.Delay(LookEvery, time, cancellationToken);
            }
        }
    }

    /// <summary>A service's own side of the simulation, asked with the caller's token.</summary>
    private sealed class Service(string name, HttpClient http, AuthenticationHeaderValue token)
    {
        private static readonly JsonSerializerOptions Json =
            new JsonSerializerOptions(JsonSerializerDefaults.Web).ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

        public string Name { get; } = name;

        public static Service Of(ServiceRoute route, Dictionary<string, HttpClient> clients, HttpContext context)
        {
            return new Service(
                route.Name, clients[route.Resource],
                AuthenticationHeaderValue.Parse(context.Request.Headers.Authorization.ToString()));
        }

        public Task<Clock> ClockAsync(CancellationToken cancellationToken) =>
            AskAsync<Clock>(HttpMethod.Get, "/simulation/clock", body: null, cancellationToken);

        /// <summary>This time of day, so many working days from today, by the service's calendar.</summary>
        public async Task<Instant> WorkingDayAsync(int days, CancellationToken cancellationToken)
        {
            var path = $"/simulation/working-day?days={days}";
            return (await AskAsync<WorkingDay>(HttpMethod.Get, path, body: null, cancellationToken)).At.ToInstant();
        }

        public Task<Moved> MoveAsync(Instant to, CancellationToken cancellationToken) =>
            AskAsync<Moved>(
                HttpMethod.Post, "/simulation/clock", new { to = to.WithOffset(Offset.Zero) }, cancellationToken);

        public Task<Progress> ProgressAsync(long? after, CancellationToken cancellationToken) =>
            AskAsync<Progress>(
                HttpMethod.Get, after is null ? "/simulation/progress" : $"/simulation/progress?after={after}",
                body: null, cancellationToken);

        public async Task<IReadOnlyList<Guid>> UnsettledAsync(
            IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken) =>
            (await AskAsync<StillOpen>(HttpMethod.Post, "/simulation/settled", new { eventIds }, cancellationToken))
                .Unsettled;

        private async Task<T> AskAsync<T>(
            HttpMethod method, string path, object? body, CancellationToken cancellationToken)
        {
            using var request = new HttpRequestMessage(method, path);
            request.Content = body is null ? null : JsonContent.Create(body, options: Json);
            request.Headers.Authorization = token;
            using var response = await http.SendAsync(request, cancellationToken);
            response.EnsureSuccessStatusCode();
            return (await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken))!;
        }
    }

    private sealed record Clock(OffsetDateTime Now, OffsetDateTime? NextDue, long Replicas);

    private sealed record WorkingDay(OffsetDateTime At);

    private sealed record Moved(OffsetDateTime Now, IReadOnlyList<JsonElement> Fired);

    private sealed record Published(Guid EventId, string Subscriber);

    private sealed record Progress(int Pending, long Mark, IReadOnlyList<Published> Published);

    private sealed record StillOpen(IReadOnlyList<Guid> Unsettled);
}
