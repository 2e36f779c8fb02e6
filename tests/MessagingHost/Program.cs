using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.MessagingHost;
using Ops.Platform.Commands;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

// A service with nothing but messaging: what the tests kill, stop and run twice. --Host:Service says which of the two it is.
var builder = WebApplication.CreateBuilder(args);
var service = builder.Configuration["Host:Service"] ?? HostEvents.Sender;
builder.AddServiceDefaults();
builder.AddServiceDatabase<HostDb>("host");
builder.AddCommands<HostDb>();
builder.Services.AddPlatformSchema(new PlatformSchema("host", typeof(HostDb).Assembly, "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA host TO {role};"));
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
app.MapPost("/things/{id:guid}", async (Guid id, int from, int count, string? text, UnitOfWork change, HostDb db, CancellationToken cancellationToken) =>
{
    await change.RunAsync(async cancel =>
    {
        var thing = await db.Things.SingleOrDefaultAsync(t => t.Id == id, cancel);
        if (thing is null)
            db.Add(thing = Thing.New(id));

        for (var number = from; number < from + count; number++)
            thing.Happen(text == "ignored" ? new ThingIgnored(id) : new ThingHappened(id, number, text ?? ""), Instant.FromUtc(2026, 9, 29, 1, 0));

        return true;
    }, cancellationToken);
    return Results.NoContent();
}).AllowAnonymous();
await app.RunAsync();
