using Microsoft.EntityFrameworkCore;
using Ops.Platform.Storage;
using Ops.RecordsArchive.Files;
using Ops.RecordsArchive.Handovers;

namespace Ops.RecordsArchive.Storage;

/// <summary>RecordsArchive's own tables.</summary>
internal sealed class RecordsArchiveDb(DbContextOptions<RecordsArchiveDb> options) : DbContext(options)
{
    public DbSet<UnitFile> Files => Set<UnitFile>();

    public DbSet<Handover> Handovers => Set<Handover>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<HandoverState>().HaveConversion<string>();
        configurationBuilder.Properties<PaperKind>().HaveConversion<string>();
        configurationBuilder.Properties<Carrier>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<UnitFile>(file =>
        {
            file.ToTable("unit_files");
            // DOC-5.1.2: whatever arrives how often, the database itself knows one file a unit.
            file.Ignore(f => f.Root);
            file.HasIndex(f => f.UnitId).IsUnique();
            file.HasIndex(f => new { f.Project, f.Unit }).IsUnique();
            file.HasIndex(f => f.Number).IsUnique();
        });
        modelBuilder.Entity<Handover>(handover =>
        {
            handover.ToTable("handovers", table => table.HasCheckConstraint(
                "ck_handovers_state", "state IN ('Owed', 'Overdue', 'HandedOver', 'Accepted') AND round >= 0"));
            handover.Ignore(h => h.Site).Ignore(h => h.DeadlineKey);
            handover.HasIndex(h => h.CauseEvent).IsUnique();
            handover.HasIndex(h => h.FileId);
            handover.HasIndex(h => new { h.State, h.Id });
            // A department asks page by page for what it owes and what it is owed.
            handover.HasIndex(h => new { h.OwedBy, h.Id });
            handover.HasIndex(h => new { h.OwedTo, h.Id });
            handover.HasOne<UnitFile>().WithMany().HasForeignKey(h => h.FileId);
            // A part of the handover, always read with it; but what was handed over goes with nothing (DOC-5.12.1).
            handover.HasMany(h => h.Items).WithOne().HasForeignKey("HandoverId").IsRequired();
            handover.Navigation(h => h.Items).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        });
        modelBuilder.Entity<HandoverItem>(item =>
        {
            item.ToTable("handover_items");
            item.Property<Guid>("HandoverId");
            item.HasKey("HandoverId", nameof(HandoverItem.Position));
            item.Property(i => i.Position).ValueGeneratedNever();
        });
        modelBuilder.MapAggregates();
        modelBuilder.NeverCascade();
    }
}
