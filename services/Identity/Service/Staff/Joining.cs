using Microsoft.EntityFrameworkCore;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>One who is about to join.</summary>
internal sealed class Joining(StaffMember staff, CompanyTime company) : Employment(staff, company)
{
    /// <summary>The posts, departments and sites that there are.</summary>
    public required KnownPlaces Places { get; init; }

    /// <summary>Whether the staff number was given already.</summary>
    public required bool IsNumberTaken { get; init; }

    /// <summary>
    /// Whether the joining stands on the audit register by itself; one of an imported list or of the first day does
    /// not.
    /// </summary>
    public bool IsAudited { get; init; }
}

/// <summary>Loads what is needed to let somebody join.</summary>
internal sealed class Joinings(IdentityDb db, CompanyTime company) : ILoad<Joining, JoinStaff.Request>
{
    private KnownPlaces? _places;

    public async Task<Outcome<Joining>> LoadAsync(
        Named named, JoinStaff.Request request, Change change, CancellationToken cancellationToken) =>
        await LoadAsync(request, change, isAudited: true, cancellationToken);

    /// <summary>One of several: of a list, or of the first day.</summary>
    public Task<Joining> LoadAsync(JoinStaff.Request request, Change change, CancellationToken cancellationToken) =>
        LoadAsync(request, change, isAudited: false, cancellationToken);

    private async Task<Joining> LoadAsync(
        JoinStaff.Request request, Change change, bool isAudited, CancellationToken cancellationToken)
    {
        var account = request.Staff.ToUpperInvariant();
        var staff = db.Staff.Add(new StaffMember(change.NewId(), request.Staff, request.Name.Trim())).Entity;
        return new(staff, company)
        {
            Places = _places ??= await KnownPlaces.ReadAsync(db, cancellationToken),
            IsNumberTaken = await db.Accounts.AnyAsync(a => a.NormalizedUserName == account, cancellationToken),
            IsAudited = isAudited,
        };
    }
}
