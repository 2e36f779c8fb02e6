using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.PersonalData;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Customers;

/// <summary>RES-2: what was entered wrongly stays as it was entered; corrections are added, and what is right is read through them.</summary>
internal sealed class CorrectionBook(SalesControlDb db, IPersonalVault vault)
{
    /// <summary>The corrections of some reservations.</summary>
    public async Task<Corrections> OfAsync(IReadOnlyCollection<Guid> reservations, CancellationToken cancellationToken) =>
        new(
            [
                .. await db.Corrections.AsNoTracking().Where(c => reservations.Contains(c.ReservationId!.Value)).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(cancellationToken),
                // And the one that this change adds.
                .. db.Corrections.Local.Where(c => c.ReservationId is { } reservation && reservations.Contains(reservation)),
            ],
            vault);

    /// <summary>The corrections of a customer's entry, the first first.</summary>
    public async Task<IReadOnlyList<CorrectionView>> OfCustomerAsync(Guid customer, Project project, CancellationToken cancellationToken) =>
        [.. (await db.Corrections.AsNoTracking().Where(c => c.CustomerId == customer).OrderBy(c => c.At).ThenBy(c => c.Id).ToListAsync(cancellationToken)).Select(c => CorrectionView.Of(c, project, vault))];
}

/// <summary>Corrections that were read: of none, or of some reservations.</summary>
/// <param name="All">The corrections, the first first.</param>
/// <param name="Vault">Opens them.</param>
internal sealed record Corrections(IReadOnlyList<Correction> All, IPersonalVault? Vault)
{
    /// <summary>Where nothing was corrected.</summary>
    public static Corrections None { get; } = new([], null);

    /// <summary>What is right by now; what was first recorded where nothing was corrected.</summary>
    public string Right(Guid reservation, string field, string recorded) =>
        All.LastOrDefault(c => c.ReservationId == reservation && c.Field == field) is { } last ? Vault!.Open(last.Becomes) : recorded;

    /// <summary>The corrections of a reservation as staff see them.</summary>
    public IReadOnlyList<CorrectionView> Of(Guid reservation, Project project) => [.. All.Where(c => c.ReservationId == reservation).Select(c => CorrectionView.Of(c, project, Vault!))];
}

/// <summary>A correction as a caller sees it: the values masked.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Field">What was corrected.</param>
/// <param name="Was">What stood there, masked.</param>
/// <param name="Becomes">What is right, masked.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="By">By whom.</param>
internal sealed record CorrectionView(Guid Id, string Field, string Was, string Becomes, string Reason, OffsetDateTime At, string By)
{
    public static CorrectionView Of(Correction c, Project project, IPersonalVault vault) =>
        new(c.Id, c.Field, Masked(c.Field, vault.Open(c.Was)), Masked(c.Field, vault.Open(c.Becomes)), c.Reason, project.At(c.At), c.By);

    private static string Masked(string field, string value) => value.Length == 0 ? "" : field switch
    {
        "phone" or "customerPhone" => Masks.Of(PersonalClass.Phone, value),
        "idDocument" => Masks.Of(PersonalClass.IdNumber, value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..]),
        "address" => Masks.Of(PersonalClass.Address, value),
        _ => value,
    };
}
