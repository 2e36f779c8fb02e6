using Microsoft.EntityFrameworkCore;
using Ops.Platform.Storage;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Storage;

/// <summary>SalesControl's own tables.</summary>
internal sealed class SalesControlDb(DbContextOptions<SalesControlDb> options) : DbContext(options)
{
    public DbSet<Project> Projects => Set<Project>();

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<UnitState>().HaveConversion<string>();
        configurationBuilder.Properties<UnitKind>().HaveConversion<string>();
        configurationBuilder.Properties<ReservationState>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Project>(project =>
        {
            project.ToTable("projects");
            project.HasKey(p => p.Code);
        });
        modelBuilder.Entity<Unit>(unit =>
        {
            unit.ToTable("units");
            unit.HasIndex(u => new { u.Project, u.Code }).IsUnique();
            unit.HasOne<Project>().WithMany().HasForeignKey(u => u.Project);
            unit.HasMany(u => u.Reservations).WithOne().HasForeignKey(r => r.UnitId);
            unit.Navigation(u => u.Reservations).UsePropertyAccessMode(PropertyAccessMode.Field);
            unit.Ignore(u => u.Holder).Ignore(u => u.Line);
        });
        modelBuilder.Entity<Reservation>(reservation =>
        {
            reservation.ToTable("reservations");
            reservation.Property(r => r.Id).ValueGeneratedNever();
            reservation.ComplexProperty(r => r.Customer);
            // The order of the line has no ties (RES-4).
            reservation.HasIndex(r => new { r.UnitId, r.Number }).IsUnique();
            // One receipt backs one reservation (RES-1).
            reservation.HasIndex(r => r.DepositReceipt).IsUnique().HasFilter("state IN ('Pending', 'Reserved')");
            reservation.Ignore(r => r.IsOpen).Ignore(r => r.Evidence).Ignore(r => r.LapseKey).Ignore(r => r.OfferKey);
        });
        modelBuilder.Entity<Subscription>(subscription =>
        {
            subscription.ToTable("subscriptions");
            subscription.Property(s => s.Id).ValueGeneratedNever();
            subscription.ComplexProperty(s => s.Customer);
            subscription.HasIndex(s => new { s.Project, s.AgreementNumber }).IsUnique();
            // A unit has one subscription that stands; what ends one belongs to a later chapter.
            subscription.HasIndex(s => s.UnitId).IsUnique();
            subscription.HasOne<Unit>().WithMany().HasForeignKey(s => s.UnitId);
        });
        modelBuilder.MapAggregates();
    }
}
