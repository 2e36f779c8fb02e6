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
    public const string Grants = "REVOKE UPDATE ON ledger, corrections, price_lines FROM {role};";

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<Batch> Batches => Set<Batch>();

    public DbSet<QueueNumber> QueueNumbers => Set<QueueNumber>();

    public DbSet<UnitKind> UnitKinds => Set<UnitKind>();

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Correction> Corrections => Set<Correction>();

    public DbSet<Reservation> Reservations => Set<Reservation>();

    public DbSet<Deposit> Deposits => Set<Deposit>();

    public DbSet<LedgerLeg> Ledger => Set<LedgerLeg>();

    public DbSet<PriceList> PriceLists => Set<PriceList>();

    public DbSet<PriceLine> PriceLines => Set<PriceLine>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<ChangeRequest> Changes => Set<ChangeRequest>();

    public DbSet<Lease> Leases => Set<Lease>();

    public DbSet<MoveInCampaign> MoveInCampaigns => Set<MoveInCampaign>();

    /// <summary>The units of a project's list; what was taken off it is none.</summary>
    public IQueryable<Unit> ListedUnits(string project) => OnTheList.Where(u => u.Project == project);

    /// <summary>The units of all projects' lists.</summary>
    public IQueryable<Unit> OnTheList => Units.Where(u => u.State != UnitState.TakenOff);

    /// <summary>What somebody wrote, however they wrote it: one width, case and kind of digits, no spaces.</summary>
    public static string PlainText(string written) => throw new NotSupportedException("The database reckons it.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<decimal>().HavePrecision(16, 2);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDbFunction(() => PlainText("")).HasName("plain_text").IsBuiltIn();
        modelBuilder.Entity<Project>(project =>
        {
            project.ToTable("projects", table => table.HasCheckConstraint(
                "ck_projects_deposit", "standard_deposit >= 0"));
            project.HasKey(p => p.Code);
            project.Property(p => p.StandardDeposit).HasDefaultValue(10_000m);
            project.Ignore(p => p.Site);
        });
        modelBuilder.Entity<UnitKind>(kind =>
        {
            kind.ToTable("unit_kinds");
            kind.Ignore(k => k.Words);
        });
        modelBuilder.Entity<Unit>(Map);
        modelBuilder.Entity<Customer>(Map);
        modelBuilder.Entity<Correction>(Map);
        modelBuilder.Entity<Reservation>(Map);
        modelBuilder.Entity<Batch>(batch =>
        {
            batch.ToTable("batches");
            batch.HasOne<Project>().WithMany().HasForeignKey(b => b.Project);
            batch.HasIndex(b => new { b.Project, b.Code }).IsUnique();
            batch.Ignore(b => b.Path).Ignore(b => b.OpensKey).Ignore(b => b.RefundKey);
        });
        modelBuilder.Entity<QueueNumber>(Map);
        modelBuilder.Entity<Deposit>(Map);
        modelBuilder.Entity<LedgerLeg>(Map);
        modelBuilder.Entity<PriceList>(list =>
        {
            list.ToTable("price_lists");
            list.HasIndex(p => new { p.Project, p.Number }).IsUnique();
            list.Ignore(p => p.ApprovalKey).Ignore(p => p.Path);
            list.HasOne<Project>().WithMany().HasForeignKey(p => p.Project);
            list.HasMany(p => p.Lines).WithOne().HasForeignKey(l => l.PriceListId);
            list.Navigation(p => p.Lines).UsePropertyAccessMode(PropertyAccessMode.Field);
        });
        modelBuilder.Entity<PriceLine>(line =>
        {
            line.ToTable("price_lines", table => table.HasCheckConstraint("ck_price_lines_price", "price > 0"));
            line.HasKey(l => new { l.PriceListId, l.UnitId });
            line.HasOne<Unit>().WithMany().HasForeignKey(l => l.UnitId);
        });
        modelBuilder.Entity<Subscription>(Map);
        modelBuilder.Entity<Buyer>(Map);
        modelBuilder.Entity<Instalment>(instalment =>
        {
            instalment.ToTable("instalments", table => table.HasCheckConstraint(
                "ck_instalments_paid", "amount > 0 AND paid >= 0 AND paid <= amount"));
            instalment.Property(i => i.Id).ValueGeneratedNever();
        });
        modelBuilder.Entity<ChangeRequest>(Map);
        modelBuilder.Entity<Lease>(Map);
        modelBuilder.Entity<MoveInCampaign>(campaign =>
        {
            campaign.ToTable("move_in_campaigns");
            campaign.Ignore(c => c.Path);
            campaign.HasOne<Project>().WithMany().HasForeignKey(c => c.Project);
            campaign.HasIndex(c => c.Project).IsUnique().HasFilter("ended_at IS NULL");
        });
        modelBuilder.MapAggregates();
        modelBuilder.NeverCascade();
    }

    private static void Map(EntityTypeBuilder<Unit> unit)
    {
        unit.ToTable("units", table =>
        {
            table.HasCheckConstraint("ck_units_line", "waiting >= 0 AND registrations >= 0");
            table.HasCheckConstraint("ck_units_area", "built_area > 0 AND inside_area > 0");
        });
        unit.HasIndex(u => new { u.Project, u.Code }).IsUnique();
        unit.HasIndex(u => u.Project).HasFilter("state = 'TakenOff'").HasDatabaseName("ix_units_taken_off");
        // However its names are spelt, a unit is listed once (RES-2).
        unit.HasIndex(u => new { u.Project, u.NameKey }).IsUnique();
        unit.HasOne<Project>().WithMany().HasForeignKey(u => u.Project);
        unit.HasOne<UnitKind>().WithMany().HasForeignKey(u => u.Kind).HasPrincipalKey(k => k.Code);
        unit.HasOne<Batch>().WithMany().HasForeignKey(u => u.BatchId);
        unit.HasOne<Customer>().WithMany().HasForeignKey(u => u.HolderId);
    }

    private static void Map(EntityTypeBuilder<Customer> customer)
    {
        customer.ToTable("customers");
        customer.HasIndex(c => new { c.Project, c.Phone });
        customer.HasIndex(c => new { c.Project, c.DocumentHash });
        customer.HasOne<Project>().WithMany().HasForeignKey(c => c.Project);
        customer.HasOne<Customer>().WithMany().HasForeignKey(c => c.MergedInto);
        customer.Ignore(c => c.Path).Ignore(c => c.Evidence);
    }

    private static void Map(EntityTypeBuilder<Correction> correction)
    {
        correction.ToTable("corrections", table => table.HasCheckConstraint(
            "ck_corrections_of_one", "num_nonnulls(customer_id, reservation_id) = 1"));
        correction.Property(c => c.Id).ValueGeneratedNever();
        correction.HasOne<Customer>().WithMany().HasForeignKey(c => c.CustomerId);
        correction.HasOne<Reservation>().WithMany().HasForeignKey(c => c.ReservationId);
    }

    private static void Map(EntityTypeBuilder<Reservation> reservation)
    {
        string open = string.Join(", ", Reservation.Open.Select(state => $"'{state}'"));
        reservation.ToTable("reservations", table => table.HasCheckConstraint(
            "ck_reservations_open", $"(ended_at IS NULL) = (state IN ({open}))"));
        reservation.Property(r => r.Id).ValueGeneratedNever();
        reservation.ComplexProperty(r => r.Customer);
        reservation.HasOne<Unit>().WithMany().HasForeignKey(r => r.UnitId);
        reservation.HasOne<Customer>().WithMany().HasForeignKey(r => r.CustomerId);
        reservation.HasOne<Reservation>().WithMany().HasForeignKey(r => r.Renews);
        // The order of the line has no ties (RES-4).
        reservation.HasIndex(r => new { r.UnitId, r.Number }).IsUnique();
        // What is open on a unit is found at once, however long its history.
        reservation.HasIndex(r => new { r.UnitId, r.State }).HasFilter("ended_at IS NULL");
        reservation.HasIndex(r => r.Consultant).HasFilter("ended_at IS NULL");
        reservation.HasIndex(r => r.DepositReceipt);
        // A project's list, the newest first; and what of it ends next.
        reservation.HasIndex(r => new { r.Project, r.Id });
        reservation.HasIndex(r => new { r.Project, r.State, r.Id });
        reservation.HasIndex(r => new { r.Project, r.Consultant, r.Id });
        reservation.HasIndex(r => new { r.Project, r.ExpiresAt }).HasFilter("ended_at IS NULL");
        // A paper form is registered once in a project (RES-2).
        reservation.HasIndex(r => r.FormKey).IsUnique();
        reservation.Ignore(r => r.IsOpen).Ignore(r => r.IsRenewal).Ignore(r => r.HoldsUnit).Ignore(r => r.IsHeld);
        reservation.Ignore(r => r.Evidence).Ignore(r => r.Path).Ignore(r => r.LapseKey).Ignore(r => r.OfferKey);
    }

    private static void Map(EntityTypeBuilder<QueueNumber> number)
    {
        number.ToTable("queue_numbers");
        number.Property(n => n.Id).ValueGeneratedNever();
        number.ComplexProperty(n => n.Customer);
        number.HasOne<Batch>().WithMany().HasForeignKey(n => n.BatchId);
        number.HasOne<Customer>().WithMany().HasForeignKey(n => n.CustomerId);
        // The deposit names its number too, without a key of its own: the two are written at once.
        number.HasOne<Deposit>().WithMany().HasForeignKey(n => n.DepositId);
        number.HasOne<Subscription>().WithMany().HasForeignKey(n => n.SubscriptionId);
        number.HasIndex(n => new { n.BatchId, n.Number }).IsUnique();
        number.HasIndex(n => new { n.Project, n.AgreementNumber }).IsUnique();
        number.Ignore(n => n.Path).Ignore(n => n.Evidence);
    }

    private static void Map(EntityTypeBuilder<Deposit> deposit)
    {
        deposit.ToTable("deposits", table =>
        {
            table.HasCheckConstraint("ck_deposits_amount", "amount >= 0");
            table.HasCheckConstraint("ck_deposits_held", "(ended_at IS NULL) = (state = 'Held')");
        });
        deposit.Property(d => d.Id).ValueGeneratedNever();
        // One receipt backs one reservation, for ever (RES-1).
        deposit.HasIndex(d => new { d.Project, d.Receipt }).IsUnique();
        deposit.HasIndex(d => new { d.Project, d.Id });
        deposit.HasIndex(d => new { d.Project, d.State, d.Id });
        deposit.HasIndex(d => d.QueueNumberId);
        // What may be to refund.
        deposit.HasIndex(d => d.Project).HasFilter("ended_at IS NULL").HasDatabaseName("ix_deposits_held");
        deposit.HasOne<Customer>().WithMany().HasForeignKey(d => d.CustomerId);
        deposit.HasOne<Reservation>().WithMany().HasForeignKey(d => d.ReservationId);
        deposit.HasOne<Subscription>().WithMany().HasForeignKey(d => d.SubscriptionId);
        deposit.Ignore(d => d.Evidence).Ignore(d => d.Version);
    }

    private static void Map(EntityTypeBuilder<LedgerLeg> leg)
    {
        leg.ToTable("ledger");
        leg.HasIndex(l => l.Movement);
        leg.HasOne<Deposit>().WithMany().HasForeignKey(l => l.DepositId);
        leg.HasOne<Subscription>().WithMany().HasForeignKey(l => l.SubscriptionId);
        leg.HasIndex(l => new { l.Project, l.At });
        // A receipt comes in once in a project, as a deposit or as a payment.
        leg.HasIndex(l => new { l.Project, l.Receipt }).IsUnique()
            .HasFilter("account = 'Cash' AND kind IN ('DepositTaken', 'PaymentReceived')")
            .HasDatabaseName("ix_ledger_receipts");
    }

    private static void Map(EntityTypeBuilder<Subscription> subscription)
    {
        subscription.ToTable("subscriptions", table =>
        {
            table.HasCheckConstraint("ck_subscriptions_discount", "discount >= 0 AND discount < 100");
            table.HasCheckConstraint("ck_subscriptions_price", "list_price > 0 AND price > 0");
        });
        subscription.Property(s => s.Id).ValueGeneratedNever();
        subscription.Property(s => s.Discount).HasPrecision(5, 2);
        subscription.ComplexProperty(s => s.Customer);
        subscription.HasIndex(s => new { s.Project, s.AgreementNumber }).IsUnique();
        subscription.HasIndex(s => new { s.Project, s.ContractNumber }).IsUnique();
        subscription.HasIndex(s => s.Consultant).HasFilter("ended_at IS NULL");
        // A unit has one sale that stands.
        subscription.HasIndex(s => s.UnitId).IsUnique().HasFilter("ended_at IS NULL")
            .HasDatabaseName("ix_subscriptions_standing");
        subscription.HasIndex(s => new { s.UnitId, s.SignedAt });
        subscription.HasIndex(s => new { s.Project, s.Id });
        subscription.HasIndex(s => new { s.Project, s.State, s.Id });
        subscription.HasIndex(s => new { s.Project, s.Consultant, s.Id });
        subscription.HasIndex(s => new { s.Project, s.SignedAt });
        // A discount that was granted is used once (CS-4).
        subscription.HasIndex(s => s.DiscountChangeId).IsUnique();
        subscription.HasOne<Unit>().WithMany().HasForeignKey(s => s.UnitId);
        subscription.HasOne<Reservation>().WithMany().HasForeignKey(s => s.ReservationId);
        subscription.HasOne<Subscription>().WithMany().HasForeignKey(s => s.SwappedFrom);
        subscription.HasOne<ChangeRequest>().WithMany().HasForeignKey(s => s.DiscountChangeId);
        subscription.HasMany(s => s.Buyers).WithOne().HasForeignKey(b => b.SubscriptionId);
        subscription.HasMany(s => s.Instalments).WithOne().HasForeignKey(i => i.SubscriptionId);
        subscription.Navigation(s => s.Buyers).UsePropertyAccessMode(PropertyAccessMode.Field);
        subscription.Navigation(s => s.Instalments).UsePropertyAccessMode(PropertyAccessMode.Field);
        subscription.Ignore(s => s.Stands).Ignore(s => s.Evidence).Ignore(s => s.Path);
    }

    private static void Map(EntityTypeBuilder<Buyer> buyer)
    {
        buyer.ToTable("buyers", table => table.HasCheckConstraint("ck_buyers_share", "share > 0 AND share <= 100"));
        buyer.Property(b => b.Id).ValueGeneratedNever();
        buyer.Property(b => b.Share).HasPrecision(5, 2);
        // Where several bought before the place was kept, none was first.
        buyer.Property(b => b.Place).HasDefaultValue(1);
        buyer.HasOne<Customer>().WithMany().HasForeignKey(b => b.CustomerId);
    }

    private static void Map(EntityTypeBuilder<ChangeRequest> change)
    {
        change.ToTable("change_requests", table => table.HasCheckConstraint(
            "ck_change_requests_open", "(ended_at IS NULL) = (state = 'Pending')"));
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.Details).HasColumnType("jsonb");
        change.HasOne<Unit>().WithMany().HasForeignKey(c => c.UnitId);
        change.HasIndex(c => c.UnitId);
        change.HasIndex(c => new { c.Project, c.Id });
        change.HasIndex(c => new { c.Project, c.State, c.Id });
        change.HasIndex(c => new { c.Project, c.Kind, c.Id });
        change.HasIndex(c => new { c.Project, c.AskedBy, c.Id });
        change.HasIndex(c => c.Subject);
        // One of a kind is asked for at a time.
        change.HasIndex(c => new { c.UnitId, c.Kind, c.Subject }).IsUnique().AreNullsDistinct(false)
            .HasFilter("state = 'Pending'");
        change.Ignore(c => c.Path).Ignore(c => c.ApprovalKey).Ignore(c => c.Evidence).Ignore(c => c.Handler);
    }

    private static void Map(EntityTypeBuilder<Lease> lease)
    {
        lease.ToTable("leases", table =>
        {
            table.HasCheckConstraint("ck_leases_days", "\"to\" > \"from\"");
            table.HasCheckConstraint("ck_leases_monthly_rent", "monthly_rent > 0");
        });
        lease.Property(l => l.Id).ValueGeneratedNever();
        lease.ComplexProperty(l => l.Tenant);
        lease.HasOne<Unit>().WithMany().HasForeignKey(l => l.UnitId);
        lease.HasOne<Customer>().WithMany().HasForeignKey(l => l.CustomerId);
        lease.HasIndex(l => new { l.Project, l.BookingNumber }).IsUnique();
        lease.HasIndex(l => new { l.Project, l.Id });
        lease.HasIndex(l => new { l.Project, l.State, l.Id });
        lease.HasIndex(l => l.UnitId).IsUnique().HasFilter("state <> 'Ended'").HasDatabaseName("ix_leases_open");
        lease.HasIndex(l => new { l.UnitId, l.BookedAt });
        lease.Ignore(l => l.Evidence).Ignore(l => l.Path).Ignore(l => l.RunsOutKey);
    }
}
