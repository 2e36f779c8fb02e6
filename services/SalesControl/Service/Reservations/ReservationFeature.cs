using Ops.Platform.Departments;
using Ops.SalesControl.Changes;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1 to RES-4: who holds a unit and who waits for it, and what was paid for that.</summary>
internal static class ReservationFeature
{
    public static DepartmentBuilder AddReservations(this DepartmentBuilder department)
    {
        department.Services.AddSingleton(ReservationSettings.From(department.Host.Configuration));
        department.Services.AddScoped<HoldingBook>().AddScoped<IChangeKind, ExtendReservation>();
        department.Deadlines.Handle<ReservationLapses>().Handle<OfferLapses>();
        return department.Feature(
            "reservation.feature",
            "reservation.feature.about",
            api =>
            {
                RegisterReservation.Map(api);
                ApproveReservation.Map(api);
                RefuseReservation.Map(api);
                TakeUpOffer.Map(api);
                RenewReservation.Map(api);
                ReleaseReservation.Map(api);
                LeaveLine.Map(api);
                YieldPlace.Map(api);
                PayFirst.Map(api);
                CorrectReservation.Map(api);
                ExtendReservation.Map(api);
                ListOffers.Map(api);
            });
    }
}
