using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Storage;

namespace Ops.ClientAttribution.Storage;

/// <summary>ClientAttribution's own tables.</summary>
internal sealed class ClientAttributionDb(DbContextOptions<ClientAttributionDb> options) : DbContext(options)
{
    public DbSet<DeskDay> DeskDays => Set<DeskDay>();

    public DbSet<Contact> Contacts => Set<Contact>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<SeatState>().HaveConversion<string>();
        configurationBuilder.Properties<LeaveKind>().HaveConversion<string>();
        configurationBuilder.Properties<Channel>().HaveConversion<string>();
        configurationBuilder.Properties<CallKind>().HaveConversion<string>();
        configurationBuilder.Properties<ContactState>().HaveConversion<string>();
        configurationBuilder.Properties<Turn>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<DeskDay>(MapDay);
        modelBuilder.Entity<Seat>(MapSeat);
        modelBuilder.Entity<Contact>(MapContact);
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
        contact.HasIndex(c => new { c.Project, c.Phone, c.CameAt });
    }
}
