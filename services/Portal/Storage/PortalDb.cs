using Microsoft.EntityFrameworkCore;
using Ops.Portal.SignIn;

namespace Ops.Portal.Storage;

/// <summary>What the portal keeps: who is signed in, with the tokens that stand for them.</summary>
internal sealed class PortalDb(DbContextOptions<PortalDb> options) : DbContext(options)
{
    public DbSet<Session> Sessions => Set<Session>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Session>(session =>
        {
            session.ToTable("sessions");
            session.Property(s => s.Id).ValueGeneratedNever();
            session.HasIndex(s => s.EndsAt);
        });
    }
}
