using Ops.Platform.PersonalData;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.Reservations;

/// <summary>A reservation's line, with what was corrected of it before.</summary>
internal sealed class CorrectedReservation(ReservationLine line, Corrections known, IPersonalVault vault)
    : Line(line.Unit, line.Reservations, line.Terms)
{
    /// <summary>The line.</summary>
    public ReservationLine Line => line;

    /// <summary>Where the number of the right form stands; null where another field is corrected.</summary>
    public FormUse? Form { get; init; }

    /// <summary>What was corrected before.</summary>
    public Corrections Known => known;

    /// <summary>Seals what is written.</summary>
    public IPersonalVault Vault => vault;
}
