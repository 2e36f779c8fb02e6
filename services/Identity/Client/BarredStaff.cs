using System.Security.Claims;
using NodaTime;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Client;

/// <summary>
/// Who may not act, and why, in memory: asked at every request. Where no event comes, a token's own five minutes end
/// it.
/// </summary>
internal sealed class BarredStaff(NpgsqlDataSource database, Loops loops)
    : RowsInMemory<Text>(database, loops, "SELECT number, left_on FROM staff.members WHERE barred IS NOT NULL"),
        ITokenCheck, IStaffStanding
{
    [Rule("CS-7", "whoever may not act is refused")]
    public Text? Refuses(ClaimsPrincipal holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return holder.FindFirstValue("sub") is { } number ? Find(number) : null;
    }

    public Text? BarredBecause(string staff) => Find(staff);

    public void Bar(string staff, Text reason) => Note(staff, reason);

    public void Admit(string staff) => Note(staff, row: null);

    protected override Text Read(NpgsqlDataReader reader) =>
        Because(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetFieldValue<LocalDate>(1));

    /// <summary>Why somebody may not act who has left, or else is suspended.</summary>
    /// <param name="staff">The staff number.</param>
    /// <param name="leftOn">Their last day; null for whoever is suspended.</param>
    public static Text Because(string staff, LocalDate? leftOn) => leftOn is { } on
        ? Text.Of("staff.barred-left", ("staff", staff), ("on", on))
        : Text.Of("staff.barred-suspended", ("staff", staff));
}
