using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Disputes;
using Ops.ClientAttribution.Links;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Reports;
using Ops.ClientAttribution.Sales;
using Ops.Platform.Storage;
using Dispute = Ops.ClientAttribution.Disputes.Dispute;
using Step = Ops.ClientAttribution.Reception.Step;

namespace Ops.ClientAttribution.Storage;

/// <summary>ClientAttribution's own tables.</summary>
internal sealed class ClientAttributionDb(DbContextOptions<ClientAttributionDb> options) : DbContext(options)
{
    public DbSet<DeskDay> DeskDays => Set<DeskDay>();

    public DbSet<Contact> Contacts => Set<Contact>();

    public DbSet<Absence> Absences => Set<Absence>();

    public DbSet<Client> Clients => Set<Client>();

    public DbSet<Identifier> Identifiers => Set<Identifier>();

    public DbSet<ClientFact> ClientFacts => Set<ClientFact>();

    public DbSet<ClientAward> ClientAwards => Set<ClientAward>();

    public DbSet<ClientLink> ClientLinks => Set<ClientLink>();

    public DbSet<DailyReport> DailyReports => Set<DailyReport>();

    public DbSet<Dispute> Disputes => Set<Dispute>();

    public DbSet<Sale> Sales => Set<Sale>();

    public DbSet<SaleEntry> SaleEntries => Set<SaleEntry>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<SeatState>().HaveConversion<string>();
        configurationBuilder.Properties<LeaveKind>().HaveConversion<string>();
        configurationBuilder.Properties<Channel>().HaveConversion<string>();
        configurationBuilder.Properties<CallKind>().HaveConversion<string>();
        configurationBuilder.Properties<ContactState>().HaveConversion<string>();
        configurationBuilder.Properties<Turn>().HaveConversion<string>();
        configurationBuilder.Properties<AbsenceKind>().HaveConversion<string>();
        configurationBuilder.Properties<ClientKind>().HaveConversion<string>();
        configurationBuilder.Properties<IdentifierKind>().HaveConversion<string>();
        configurationBuilder.Properties<DocumentKind>().HaveConversion<string>();
        configurationBuilder.Properties<AwardKind>().HaveConversion<string>();
        configurationBuilder.Properties<LinkState>().HaveConversion<string>();
        configurationBuilder.Properties<DisputeState>().HaveConversion<string>();
        configurationBuilder.Properties<Post>().HaveConversion<string>();
        configurationBuilder.Properties<SaleEnding>().HaveConversion<string>();
        configurationBuilder.Properties<SaleEntryKind>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DeskDay>(MapDay);
        modelBuilder.Entity<Seat>(MapSeat);
        modelBuilder.Entity<Contact>(MapContact);
        modelBuilder.Entity<Absence>(MapAbsence);
        modelBuilder.Entity<Client>(MapClient);
        modelBuilder.Entity<Identifier>(MapIdentifier);
        modelBuilder.Entity<ClientFact>(MapFact);
        modelBuilder.Entity<ClientAward>(MapAward);
        modelBuilder.Entity<ClientLink>(MapLink);
        modelBuilder.Entity<DailyReport>(MapReport);
        modelBuilder.Entity<ReportLine>(MapReportLine);
        modelBuilder.Entity<Dispute>(MapDispute);
        modelBuilder.Entity<Sale>(MapSale);
        modelBuilder.Entity<SaleEntry>(MapSaleEntry);
        modelBuilder.MapAggregates();
        modelBuilder.NeverCascade();
    }

    private static void MapDay(EntityTypeBuilder<DeskDay> day)
    {
        day.ToTable("desk_days", table => table.HasCheckConstraint(
            "ck_desk_days_turns", "next_for_visits >= 0 AND next_for_calls >= 0 AND last_number >= 0"));
        day.Ignore(d => d.ForVisits).Ignore(d => d.ForCalls).Ignore(d => d.Path).Ignore(d => d.CloseKey);
        // REC-1.2: whoever opens it how often, the database itself knows one day of a desk.
        day.HasIndex(d => new { d.Project, d.Day }).IsUnique();
        day.ComplexProperty(d => d.Terms);
        // A part of the day, always read with it; but who sat where goes with nothing.
        day.HasMany(d => d.Seats).WithOne().HasForeignKey("DayId").IsRequired();
        day.Navigation(d => d.Seats).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
    }

    private static void MapSeat(EntityTypeBuilder<Seat> seat)
    {
        seat.ToTable("desk_seats", table => table.HasCheckConstraint(
            "ck_desk_seats_state",
            """
            state IN ('Ready', 'Receiving', 'OnCall', 'AtMeal', 'Out', 'OnLeave')
                AND (state = 'OnLeave') = (leave IS NOT NULL)
                AND (state <> 'Receiving' OR contact_id IS NOT NULL)
                AND (contact_id IS NULL OR state IN ('Receiving', 'OnCall'))
            """));
        seat.Property<Guid>("DayId");
        seat.HasKey("DayId", nameof(Seat.Place));
        seat.Property(s => s.Place).ValueGeneratedNever();
        seat.HasIndex("DayId", nameof(Seat.Consultant)).IsUnique();
        // REC-1.1: nobody is sent two consultants.
        seat.HasIndex(s => s.ContactId).IsUnique();
        seat.HasOne<Contact>().WithMany().HasForeignKey(s => s.ContactId);
    }

    private static void MapContact(EntityTypeBuilder<Contact> contact)
    {
        contact.ToTable("contacts", table =>
        {
            table.HasCheckConstraint(
                "ck_contacts_state",
                """
                state IN ('Waiting', 'Open', 'EntryOwed', 'Entered', 'NoRecord', 'Left')
                    AND (consultant IS NULL) = (state IN ('Waiting', 'Left'))
                    AND (ended_at IS NULL) = (state IN ('Waiting', 'Open'))
                    AND (state <> 'Entered' OR entered_at IS NOT NULL)
                    AND (state NOT IN ('EntryOwed', 'NoRecord') OR (entered_at IS NULL AND entry_due_at IS NOT NULL))
                """);
            table.HasCheckConstraint(
                "ck_contacts_kind", "channel IN ('Visit', 'Call') AND (channel = 'Call') = (kind IS NOT NULL)");
        });
        contact.Ignore(c => c.Path).Ignore(c => c.Evidence).Ignore(c => c.EntryKey).Ignore(c => c.EntryTask)
            .Ignore(c => c.CallBackTask).Ignore(c => c.RegisterRule).Ignore(c => c.Register);
        contact.HasOne<Client>().WithMany().HasForeignKey(c => c.ClientId);
        contact.HasOne<Client>().WithMany().HasForeignKey(c => c.Introducer);
        contact.PrimitiveCollection(c => c.PassedOver);
        contact.Property(c => c.Id).ValueGeneratedNever();
        contact.ComplexProperty(c => c.Visitor);
        contact.Property(c => c.Steps).HasColumnType("jsonb").HasConversion(
            steps => JsonSerializer.Serialize(steps, JsonSerializerOptions.Web),
            stored => JsonSerializer.Deserialize<IReadOnlyList<Step>>(stored, JsonSerializerOptions.Web)!,
            new ValueComparer<IReadOnlyList<Step>>(
                (one, other) => ReferenceEquals(one, other) || one!.SequenceEqual(other!), steps => steps.Count,
                steps => steps));
        contact.HasOne<DeskDay>().WithMany().HasForeignKey(c => c.DayId);
        contact.HasIndex(c => new { c.DayId, c.Number }).IsUnique();
        contact.HasIndex(c => new { c.DayId, c.State });
        contact.HasIndex(c => new { c.Project, c.Id });
        contact.HasIndex(c => new { c.Project, c.Consultant, c.Id });
    }

    private static void MapAbsence(EntityTypeBuilder<Absence> absence)
    {
        absence.ToTable("absences", table => table.HasCheckConstraint(
            "ck_absences_kind",
            "kind IN ('Out', 'BusinessTrip', 'HomeLeave', 'OtherLeave') AND (until IS NULL OR until >= since)"));
        absence.Ignore(one => one.Evidence);
        absence.HasIndex(one => new { one.Project, one.Consultant, one.Since });
        absence.HasIndex(one => new { one.Project, one.Since });
    }

    private static void MapClient(EntityTypeBuilder<Client> client)
    {
        client.ToTable("clients", table => table.HasCheckConstraint(
            "ck_clients_kind",
            """
            kind IN ('Person', 'Company') AND merged_into IS DISTINCT FROM id
                AND (household IS NULL) = (household_since IS NULL)
            """));
        client.Ignore(c => c.Path).Ignore(c => c.Evidence);
        // The database knows the order of pinyin (ICU), and so the letter that a character's begins with.
        client.Property(c => c.Initials).HasComputedColumnSql("pinyin_initials(name)", stored: true);
        client.HasMany(c => c.Identifiers).WithOne().HasForeignKey(one => one.ClientId).IsRequired();
        client.Navigation(c => c.Identifiers).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        client.HasOne<Client>().WithMany().HasForeignKey(c => c.MergedInto);
        client.HasIndex(c => c.Household);
        client.HasIndex(c => new { c.Project, c.Id });
        client.HasIndex(c => new { c.Project, c.Name }).HasOperators("", "text_pattern_ops");
        client.HasIndex(c => new { c.Project, c.Initials }).HasOperators("", "text_pattern_ops");
    }

    private static void MapIdentifier(EntityTypeBuilder<Identifier> identifier)
    {
        identifier.ToTable("client_identifiers", table => table.HasCheckConstraint(
            "ck_client_identifiers_kind",
            "kind IN ('Phone', 'Document', 'WeChat') AND (kind = 'Document') = (document IS NOT NULL)"));
        identifier.Property(one => one.Id).ValueGeneratedNever();
        identifier.HasIndex(one => new { one.Project, one.Hash });
        identifier.HasIndex(one => new { one.ClientId, one.Hash }).IsUnique();
    }

    private static void MapFact(EntityTypeBuilder<ClientFact> fact)
    {
        fact.ToTable("client_facts", table => table.HasCheckConstraint(
            "ck_client_facts_kind",
            """
            kind IN ('Registered', 'PreRegistered', 'Reported', 'ConnectedNotice', 'NoticeRead', 'MajorConfirmed',
                'Agreed', 'Ruled', 'NotAccepted', 'Reassigned', 'GrabbingFound', 'Consented', 'Sold', 'SaleEnded')
            """));
        fact.Property(one => one.Id).ValueGeneratedNever();
        fact.Property(one => one.Fact).HasColumnType("jsonb").HasConversion(
            one => JsonSerializer.Serialize(one, ClientFact.Json),
            stored => JsonSerializer.Deserialize<Fact>(stored, ClientFact.Json)!);
        fact.HasOne<Client>().WithMany().HasForeignKey(one => one.ClientId);
        fact.HasIndex(one => new { one.ClientId, one.At });
    }

    private static void MapAward(EntityTypeBuilder<ClientAward> award)
    {
        award.ToTable("client_awards", table => table.HasCheckConstraint(
            "ck_client_awards_kind",
            """
            kind IN ('Nobody', 'Consultants', 'Company') AND (kind = 'Consultants') = (cardinality(consultants) > 0)
                AND (valid_until IS NULL OR kind = 'Consultants')
            """));
        award.HasKey(one => one.ClientId);
        award.Property(one => one.ClientId).ValueGeneratedNever();
        award.PrimitiveCollection(one => one.Consultants);
        award.Property(one => one.Award).HasColumnType("jsonb").HasConversion(
            one => JsonSerializer.Serialize(one, ClientFact.Json),
            stored => JsonSerializer.Deserialize<Award>(stored, ClientFact.Json)!,
            new ValueComparer<Award>(
                (one, other) => ReferenceEquals(one, other), one => one.Kind.GetHashCode(), one => one));
        award.HasOne<Client>().WithMany().HasForeignKey(one => one.ClientId);
        award.HasIndex(one => new { one.Project, one.ClientId });
        award.HasIndex(one => one.Consultants).HasMethod("gin");
    }

    private static void MapLink(EntityTypeBuilder<ClientLink> link)
    {
        link.ToTable("client_links", table => table.HasCheckConstraint(
            "ck_client_links_state",
            """
            state IN ('MergeAsked', 'Merged', 'Refused', 'SplitAsked', 'Split') AND "from" <> "into"
                AND (state = 'MergeAsked' OR decided_at IS NOT NULL)
            """));
        link.Ignore(one => one.Path).Ignore(one => one.Evidence).Ignore(one => one.IsOpen);
        link.HasOne<Client>().WithMany().HasForeignKey(one => one.From);
        link.HasOne<Client>().WithMany().HasForeignKey(one => one.Into);
    }

    private static void MapReport(EntityTypeBuilder<DailyReport> report)
    {
        report.ToTable("daily_reports", table => table.HasCheckConstraint(
            "ck_daily_reports_counts", "visits >= 0 AND calls >= 0"));
        report.Ignore(one => one.Path);
        report.HasMany(one => one.Lines).WithOne().HasForeignKey(line => line.ReportId).IsRequired();
        report.Navigation(one => one.Lines).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        // ATT-III.1: whoever closes it how often, the database itself knows one report of a day.
        report.HasIndex(one => new { one.Project, one.Consultant, one.Day }).IsUnique();
        report.HasIndex(one => new { one.Project, one.Day });
        report.HasIndex(one => new { one.Project, one.Id });
    }

    private static void MapReportLine(EntityTypeBuilder<ReportLine> line)
    {
        line.ToTable("report_lines", table => table.HasCheckConstraint(
            "ck_report_lines_of", "client_id IS NULL OR attachment IS NULL"));
        line.Property(one => one.Id).ValueGeneratedNever();
        line.HasOne<Client>().WithMany().HasForeignKey(one => one.ClientId);
    }

    private static void MapDispute(EntityTypeBuilder<Dispute> dispute)
    {
        dispute.ToTable("disputes", table => table.HasCheckConstraint(
            "ck_disputes_state",
            """
            state IN ('Open', 'Agreed', 'Ruled', 'Appealed', 'RuledOnAppeal') AND cardinality(parties) >= 2
                AND (ruling IS NULL) = (state IN ('Open', 'Agreed')) AND (ruling IS NULL) = (ruled_by IS NULL)
                AND (appealed_by IS NULL) = (state NOT IN ('Appealed', 'RuledOnAppeal'))
            """));
        dispute.Ignore(one => one.Path).Ignore(one => one.Evidence);
        dispute.PrimitiveCollection(one => one.Parties);
        dispute.PrimitiveCollection(one => one.AgreedBy);
        dispute.PrimitiveCollection(one => one.NotAccepting);
        dispute.Property(one => one.Proposal).HasColumnType("jsonb").HasConversion(
            one => JsonSerializer.Serialize(one, ClientFact.Json),
            stored => JsonSerializer.Deserialize<Shares>(stored, ClientFact.Json),
            new ValueComparer<Shares>(
                (one, other) => ReferenceEquals(one, other), one => one.All.Count, one => one));
        dispute.HasOne<Client>().WithMany().HasForeignKey(one => one.ClientId);
        dispute.HasIndex(one => new { one.Project, one.Id });
        // ATT-6: one open dispute over one client.
        dispute.HasIndex(one => one.ClientId).IsUnique().HasFilter("state IN ('Open', 'Appealed')")
            .HasDatabaseName("ux_disputes_open");
        dispute.HasIndex(one => new { one.ClientId, one.Id });
    }

    private static void MapSale(EntityTypeBuilder<Sale> sale)
    {
        sale.ToTable("sales", table => table.HasCheckConstraint(
            "ck_sales_ending",
            """
            ending IN ('Cancelled', 'Forfeited', 'Swapped') AND (ending IS NULL) = (ended_at IS NULL)
                AND (signed_at IS NULL) = (agreement_number IS NULL) AND (signed_at IS NULL) = (consultant IS NULL)
            """));
        sale.Property(one => one.Id).ValueGeneratedNever();
        sale.Property(one => one.Price).HasPrecision(16, 2);
        sale.Property(one => one.Paid).HasPrecision(16, 2);
        sale.HasIndex(one => new { one.Project, one.Id });
        sale.HasIndex(one => new { one.Project, one.Consultant, one.Id });
    }

    private static void MapSaleEntry(EntityTypeBuilder<SaleEntry> entry)
    {
        entry.ToTable("sale_entries", table => table.HasCheckConstraint(
            "ck_sale_entries_kind",
            """
            kind IN ('Subscribed', 'Contracted', 'Paid', 'Renamed', 'Swapped', 'Cancelled', 'Forfeited')
                AND (amount IS NULL) = (kind NOT IN ('Subscribed', 'Paid'))
            """));
        entry.Property(one => one.Id).ValueGeneratedNever();
        entry.Property(one => one.Amount).HasPrecision(16, 2);
        entry.HasOne<Sale>().WithMany().HasForeignKey(one => one.SaleId);
        entry.HasIndex(one => new { one.SaleId, one.At });
    }
}
