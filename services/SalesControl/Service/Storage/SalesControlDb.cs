using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ops.Platform.Storage;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Letting;
using Ops.SalesControl.MoveIn;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Storage;

/// <summary>SalesControl's own tables.</summary>
internal sealed class SalesControlDb(DbContextOptions<SalesControlDb> options) : DbContext(options)
{
    /// <summary>What is written once: the runtime role may add to it and nothing else.</summary>
    public const string Grants = "REVOKE UPDATE ON ledger, corrections, yields, price_lines FROM {role};";

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<Batch> Batches => Set<Batch>();

    public DbSet<QueueNumber> QueueNumbers => Set<QueueNumber>();

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Correction> Corrections => Set<Correction>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<Yield> Yields => Set<Yield>();

    public DbSet<Deposit> Deposits => Set<Deposit>();

    public DbSet<LedgerLeg> Ledger => Set<LedgerLeg>();

    public DbSet<PriceList> PriceLists => Set<PriceList>();

    public DbSet<PriceLine> PriceLines => Set<PriceLine>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<ChangeRequest> Changes => Set<ChangeRequest>();

    public DbSet<Lease> Leases => Set<Lease>();

    public DbSet<MoveInCampaign> MoveInCampaigns => Set<MoveInCampaign>();

    /// <summary>Locks a unit's row: everything of a unit changes under it.</summary>
    public Task LockUnitAsync(Guid id, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"-- lock unit\nSELECT 1 FROM units WHERE id = {id} FOR UPDATE", cancellationToken);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<decimal>().HavePrecision(16, 2);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Project>(project =>
        {
            project.ToTable("projects");
            project.HasKey(p => p.Code);
            project.Property(p => p.StandardDeposit).HasDefaultValue(10_000m);
            project.Ignore(p => p.Site);
        });
        modelBuilder.Entity<Unit>(unit =>
        {
            unit.ToTable("units");
            unit.HasIndex(u => new { u.Project, u.Code }).IsUnique();
            unit.HasOne<Project>().WithMany().HasForeignKey(u => u.Project);
            unit.HasOne<Batch>().WithMany().HasForeignKey(u => u.BatchId);
            unit.HasMany(u => u.Reservations).WithOne().HasForeignKey(r => r.UnitId);
            unit.HasMany(u => u.Sales).WithOne().HasForeignKey(s => s.UnitId);
            unit.HasMany(u => u.Leases).WithOne().HasForeignKey(l => l.UnitId);
            unit.Navigation(u => u.Reservations).UsePropertyAccessMode(PropertyAccessMode.Field);
            unit.Navigation(u => u.Sales).UsePropertyAccessMode(PropertyAccessMode.Field);
            unit.Navigation(u => u.Leases).UsePropertyAccessMode(PropertyAccessMode.Field);
            unit.Ignore(u => u.Holder).Ignore(u => u.Renewal).Ignore(u => u.Line).Ignore(u => u.Sale).Ignore(u => u.Lease);
        });
        modelBuilder.Entity<Customer>(customer =>
        {
            customer.ToTable("customers");
            customer.HasIndex(c => new { c.Project, c.Phone });
            customer.HasIndex(c => new { c.Project, c.DocumentHash });
            customer.HasIndex(c => c.MergedInto);
            customer.Ignore(c => c.Path).Ignore(c => c.Evidence);
        });
        modelBuilder.Entity<Correction>(correction =>
        {
            correction.ToTable("corrections");
            correction.Property(c => c.Id).ValueGeneratedNever();
            correction.HasIndex(c => c.CustomerId);
            correction.HasIndex(c => c.ReservationId);
        });
        modelBuilder.Entity<Reservation>(Map);
        modelBuilder.Entity<Yield>(yield =>
        {
            yield.ToTable("yields");
            yield.Property(y => y.Id).ValueGeneratedNever();
            yield.HasIndex(y => new { y.To, y.ReservationId }).IsUnique();
        });
        modelBuilder.Entity<Batch>(batch =>
        {
            batch.ToTable("batches");
            batch.HasIndex(b => new { b.Project, b.Code }).IsUnique();
            batch.Ignore(b => b.Path).Ignore(b => b.OpensKey);
        });
        modelBuilder.Entity<QueueNumber>(number =>
        {
            number.ToTable("queue_numbers");
            number.Property(n => n.Id).ValueGeneratedNever();
            number.ComplexProperty(n => n.Customer);
            number.HasOne<Batch>().WithMany().HasForeignKey(n => n.BatchId);
            number.HasIndex(n => new { n.BatchId, n.Number }).IsUnique();
            number.HasIndex(n => new { n.Project, n.AgreementNumber }).IsUnique();
            number.Ignore(n => n.Path).Ignore(n => n.Evidence);
        });
        modelBuilder.Entity<Deposit>(deposit =>
        {
            deposit.ToTable("deposits");
            deposit.Property(d => d.Id).ValueGeneratedNever();
            // One receipt backs one reservation, for ever (RES-1).
            deposit.HasIndex(d => new { d.Project, d.Receipt }).IsUnique();
            deposit.HasIndex(d => d.ReservationId);
            deposit.HasIndex(d => d.SubscriptionId);
            deposit.Ignore(d => d.Evidence).Ignore(d => d.Version);
        });
        modelBuilder.Entity<LedgerLeg>(leg =>
        {
            leg.ToTable("ledger");
            leg.HasIndex(l => l.Movement);
            leg.HasIndex(l => l.DepositId);
            leg.HasIndex(l => l.SubscriptionId);
            leg.HasIndex(l => new { l.Project, l.At });
            // A receipt comes in once in a project, as a deposit or as a payment.
            leg.HasIndex(l => new { l.Project, l.Receipt }).IsUnique().HasFilter("account = 'Cash' AND kind IN ('DepositTaken', 'PaymentReceived')").HasDatabaseName("ix_ledger_receipts");
        });
        modelBuilder.Entity<PriceList>(list =>
        {
            list.ToTable("price_lists");
            list.HasIndex(p => new { p.Project, p.Number }).IsUnique();
            list.Ignore(p => p.ApprovalKey).Ignore(p => p.Path);
            list.HasMany(p => p.Lines).WithOne().HasForeignKey(l => l.PriceListId);
            list.Navigation(p => p.Lines).UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        modelBuilder.Entity<PriceLine>(line =>
        {
            line.ToTable("price_lines");
            line.HasKey(l => new { l.PriceListId, l.UnitId });
            line.HasIndex(l => l.UnitId);
        });
        modelBuilder.Entity<Subscription>(Map);
        modelBuilder.Entity<Buyer>(buyer =>
        {
            buyer.ToTable("buyers");
            buyer.Property(b => b.Id).ValueGeneratedNever();
            buyer.Property(b => b.Share).HasPrecision(5, 2);
            // Where several bought before the place was kept, none was first.
            buyer.Property(b => b.Place).HasDefaultValue(1);
            buyer.HasIndex(b => b.CustomerId);
        });
        modelBuilder.Entity<Instalment>(instalment =>
        {
            instalment.ToTable("instalments");
            instalment.Property(i => i.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<ChangeRequest>(change =>
        {
            change.ToTable("change_requests");
            change.Property(c => c.Id).ValueGeneratedNever();
            change.Property(c => c.Details).HasColumnType("jsonb");
            change.HasOne<Unit>().WithMany().HasForeignKey(c => c.UnitId);
            change.HasIndex(c => new { c.Project, c.State });
            // One of a kind is asked for at a time.
            change.HasIndex(c => new { c.UnitId, c.Kind, c.Subject }).IsUnique().AreNullsDistinct(false).HasFilter("state = 'Asked'");
            change.Ignore(c => c.Path).Ignore(c => c.ApprovalKey);
        });
        modelBuilder.Entity<Lease>(lease =>
        {
            lease.ToTable("leases");
            lease.Property(l => l.Id).ValueGeneratedNever();
            lease.ComplexProperty(l => l.Tenant);
            lease.HasIndex(l => new { l.Project, l.BookingNumber }).IsUnique();
            lease.HasIndex(l => l.UnitId).IsUnique().HasFilter("state <> 'Ended'").HasDatabaseName("ix_leases_open");
            lease.Ignore(l => l.Evidence).Ignore(l => l.Path);
        });
        modelBuilder.Entity<MoveInCampaign>(campaign =>
        {
            campaign.ToTable("move_in_campaigns");
            campaign.Ignore(c => c.Path);
            campaign.HasIndex(c => c.Project).IsUnique().HasFilter("ended_at IS NULL");
        });
        modelBuilder.MapAggregates();
    }

    private static void Map(EntityTypeBuilder<Reservation> reservation)
    {
        reservation.ToTable("reservations");
        reservation.Property(r => r.Id).ValueGeneratedNever();
        reservation.ComplexProperty(r => r.Customer);
        reservation.HasOne<Customer>().WithMany().HasForeignKey(r => r.CustomerId);
        // The order of the line has no ties (RES-4).
        reservation.HasIndex(r => new { r.UnitId, r.Number }).IsUnique();
        // What is open on a unit is found at once, however long its history.
        reservation.HasIndex(r => new { r.UnitId, r.State }).HasFilter("ended_at IS NULL");
        reservation.HasIndex(r => r.Consultant).HasFilter("ended_at IS NULL");
        reservation.HasIndex(r => r.DepositReceipt);
        reservation.Ignore(r => r.IsOpen).Ignore(r => r.IsRenewal).Ignore(r => r.Evidence).Ignore(r => r.LapseKey).Ignore(r => r.OfferKey);
    }

    private static void Map(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.ToTable("subscriptions");
        subscription.Property(s => s.Id).ValueGeneratedNever();
        subscription.Property(s => s.Discount).HasPrecision(5, 2);
        subscription.ComplexProperty(s => s.Customer);
        subscription.HasIndex(s => new { s.Project, s.AgreementNumber }).IsUnique();
        subscription.HasIndex(s => new { s.Project, s.ContractNumber }).IsUnique();
        subscription.HasIndex(s => s.Consultant).HasFilter("ended_at IS NULL");
        subscription.HasIndex(s => s.SwappedFrom);
        // A unit has one sale that stands.
        subscription.HasIndex(s => s.UnitId).IsUnique().HasFilter("ended_at IS NULL").HasDatabaseName("ix_subscriptions_standing");
        subscription.HasIndex(s => new { s.UnitId, s.SignedAt });
        subscription.HasOne<Unit>().WithMany(u => u.Sales).HasForeignKey(s => s.UnitId);
        subscription.HasMany(s => s.Buyers).WithOne().HasForeignKey(b => b.SubscriptionId);
        subscription.HasMany(s => s.Instalments).WithOne().HasForeignKey(i => i.SubscriptionId);
        subscription.Navigation(s => s.Buyers).UsePropertyAccessMode(PropertyAccessMode.Field);
        subscription.Navigation(s => s.Instalments).UsePropertyAccessMode(PropertyAccessMode.Field);
        subscription.Ignore(s => s.Stands).Ignore(s => s.Evidence).Ignore(s => s.Path);
    }
}
