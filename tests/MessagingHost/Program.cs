using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.MessagingHost;
using Ops.Platform.Commands;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

// A service with nothing but messaging: what the tests kill, stop and run twice. --Host:Service says which of the two
// it is.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, EnvironmentName = Environments.Development });
var service = builder.Configuration["Host:Service"] ?? HostEvents.Sender;
builder.AddServiceDefaults();
builder.AddServiceDatabase<HostDb>("host");
builder.AddCommands<HostDb>();
builder.Services.AddPlatformSchema(new PlatformSchema(
    "host", typeof(HostDb).Assembly, "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA host TO {role};"));
builder.AddMessaging(service, HostEvents.Subscribers, messaging =>
{
    if (service != HostEvents.Sender)
        messaging.Handle<ThingHappened, TakeThing>(from: HostEvents.Sender);
});

var app = builder.Build();
if (await app.MigrateWhenAskedAsync(args))
    return;

app.UseServiceDefaults();
app.MapGroup("/api/things").MapMessages("things.operate");
app.MapPost("/things/{id:guid}", async (
    Guid id, int from, int count, string? text, UnitOfWork change, HostDb db, CancellationToken cancellationToken) =>
{
    await HappenAsync(change, db, id, from, count, text ?? "", cancellationToken);
    return Results.NoContent();
}).AllowAnonymous();
// Many changes, each of a thing of its own and with one event, without a request for each: for who measures what
// follows a commit.
app.MapPost("/burst", async (
    int changes, int atOnce, string text, IServiceScopeFactory scopes, TimeProvider time,
    CancellationToken cancellationToken) =>
{
    await Parallel.ForEachAsync(Enumerable.Range(1, changes), new ParallelOptions
    {
        MaxDegreeOfParallelism = atOnce,
        CancellationToken = cancellationToken,
    }, async (number, cancel) =>
    {
        await using var scope = scopes.CreateAsyncScope();
        await HappenAsync(
            scope.ServiceProvider.GetRequiredService<UnitOfWork>(), scope.ServiceProvider.GetRequiredService<HostDb>(),
            Guid.CreateVersion7(time.GetUtcNow()), number, 1, text, cancel);
    });
    return Results.NoContent();
}).AllowAnonymous();
await app.RunAsync();

static Task HappenAsync(
    UnitOfWork change, HostDb db, Guid id, int from, int count, string text, CancellationToken cancellationToken) =>
    change.RunAsync(async cancel =>
{
    var thing = await db.Things.SingleOrDefaultAsync(t => t.Id == id, cancel);
    if (thing is null)
        db.Add(thing = Thing.New(id));

    for (var number = from; number < from + count; number++)
        thing.Happen(
            text == "ignored" ? new ThingIgnored(id) : new ThingHappened(id, number, text),
            Instant.FromUtc(2026, 9, 29, 1, 0));

    return true;
}, cancellationToken);
