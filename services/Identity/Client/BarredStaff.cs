using System.Security.Claims;
using Npgsql;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Client;

/// <summary>
/// Who may not act, and why, in memory: asked at every request. Where no event comes, a token's own five minutes end
/// it.
/// </summary>
internal sealed class BarredStaff(NpgsqlDataSource database, Loops loops)
    : RowsInMemory<string>(database, loops, "SELECT number, barred FROM staff.members WHERE barred IS NOT NULL"),
        ITokenCheck, IStaffStanding
{
    [Rule("CS-7", "whoever may not act is refused")]
    public string? Refuses(ClaimsPrincipal holder)
    {
        ArgumentNullException.ThrowIfNull(holder);
        return holder.FindFirstValue("sub") is { } number ? Find(number) : null;
    }

    public string? BarredBecause(string staff) => Find(staff);

    public void Bar(string staff, string reason) => Note(staff, reason);

    public void Admit(string staff) => Note(staff, row: null);

    protected override string Read(NpgsqlDataReader reader) => reader.GetString(1);
}
