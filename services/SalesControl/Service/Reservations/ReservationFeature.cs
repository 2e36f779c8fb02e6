using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1 to RES-4: who holds a unit and who waits for it, and what was paid for that.</summary>
internal static class ReservationFeature
{
    public static DepartmentBuilder AddReservations(this DepartmentBuilder department)
    {
        department.Services.AddSingleton(ReservationSettings.From(department.Host.Configuration));
        department.Services.AddScoped<HoldingBook>().AddScoped<ListReservations.Lister>()
            .AddScoped<IChangeKind, ExtendReservation>();
        department.Services.AddVersionsOf<SalesControlDb>("/api/sales/reservations", db => db.Reservations.Join(
            db.Units, r => r.UnitId, u => u.Id, (r, u) => new ThingVersion { Id = r.Id, Version = u.Version }));
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
                ListReservations.Map(api);
            });
    }
}
