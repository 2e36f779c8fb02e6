using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Storage;

namespace Ops.MessagingHost;

public sealed class Thing : Aggregate
{
    public override string StreamKind => "thing";

    public static Thing New(Guid id) => new() { Id = id };

    public void Happen(object @event, Instant at) => Raise(@event, at, "system:test");
}

public sealed class Effect
{
    public long Id { get; init; }

    public Guid EventId { get; init; }

    public Guid ThingId { get; init; }

    public int Number { get; init; }

    public string Text { get; init; } = "";

    public string? TraceId { get; init; }
}

public sealed class HostDb(DbContextOptions<HostDb> options) : DbContext(options)
{
    public DbSet<Thing> Things => Set<Thing>();

    public DbSet<Effect> Effects => Set<Effect>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema("host");
        modelBuilder.Entity<Thing>(thing =>
        {
            thing.Ignore(t => t.Raised);
            thing.Ignore(t => t.Stream);
            thing.Ignore(t => t.StreamKind);
            thing.Property(t => t.Version).IsConcurrencyToken();
        });
    }
}
