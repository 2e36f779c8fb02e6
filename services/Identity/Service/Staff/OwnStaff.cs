using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Npgsql;
using Ops.Identity.Client;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: Identity refuses the tokens of whoever is suspended or has left as the departments do: asked at every request,
/// it answers from memory. A last day that is over needs no glance. Before it was read nobody's token can be judged.
/// </summary>
internal sealed class OwnStaff(NpgsqlDataSource database, Loops loops, IClock clock, CompanyTime company)
    : RowsInMemory<OwnStaff.Standing>(database, loops, Limited), ITokenCheck
{
    private const string Limited = """
        SELECT number, suspended_for IS NOT NULL, leaves_on FROM staff
        WHERE suspended_for IS NOT NULL OR leaves_on IS NOT NULL
        """;

    [Rule("CS-7", "whoever may not act is refused")]
    public Text? Refuses(ClaimsPrincipal holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return holder.FindFirstValue("sub") is { } number && Find(number) is { } standing && !MayAct(standing)
            ? Because(number, standing)
            : null;
    }

    private static Text Because(string number, Standing standing) => standing.Suspended
        ? Text.Of("staff.barred-suspended", ("staff", number))
        : Text.Of("staff.barred-left", ("staff", number), ("on", standing.LeavesOn));

    /// <summary>What this replica has just committed.</summary>
    public void Note(StaffMember staff)
    {
        var suspended = staff.SuspendedFor is not null;
        Note(staff.Number, suspended || staff.LeavesOn is not null ? new(suspended, staff.LeavesOn) : null);
    }

    protected override Standing Read(NpgsqlDataReader reader) =>
        new(reader.GetBoolean(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<LocalDate>(2));

    private bool MayAct(Standing standing) =>
        !standing.Suspended
        && (standing.LeavesOn is not { } last || clock.GetCurrentInstant() < company.BeginOf(last.PlusDays(1)));

    /// <summary>What limits somebody's right to act.</summary>
    internal sealed record Standing(bool Suspended, LocalDate? LeavesOn);
}

/// <summary>The replica that changed somebody knows at the commit what they may do, and what they are called.</summary>
internal sealed class OwnStaffHearsOfCommits(OwnStaff own, StaffNames names) : ICommitParticipant
{
    public void BeforeCommit(UnitOfWork change)
    {
        foreach (var entry in change.Db.ChangeTracker.Entries<StaffMember>())
        {
            var staff = entry.Entity;
            if (entry.State is EntityState.Added or EntityState.Modified)
                change.OnCommitted(() => own.Note(staff));
            if (entry.State is EntityState.Added || entry.Property(one => one.Name).IsModified)
                change.OnCommitted(() => names.Call(staff.Number, staff.Name));
        }
    }
}
