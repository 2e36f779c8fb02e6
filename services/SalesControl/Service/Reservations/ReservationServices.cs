using Ops.Identity.Client;
using Ops.Platform.Deadlines;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>What the chapter of reservations is made of: reservations, customers, deposits, and the changes that are asked for.</summary>
internal static class ReservationServices
{
    public static IHostApplicationBuilder AddReservations(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ReservationSettings.From(builder.Configuration));
        builder.Services.AddSingleton<KnownProjects>().AddScoped<UnitDesk>().AddScoped<ReservationDesk>().AddScoped<ChangeDesk>().AddScoped<OpenChanges>().AddScoped<CustomerBook>().AddScoped<CorrectionBook>().AddScoped<DepositBook>();
        builder.Services.AddScoped<IFollow, WhatFollows>().AddScoped<IFollow, DepositsFollow>().AddScoped<IChangeKind, ExtendReservation>().AddScoped<IBelongings, ReservationsOfALeaver>();
        return builder;
    }

    public static DeadlineRegistration HandleReservations(this DeadlineRegistration deadlines) => deadlines.Handle<ReservationLapses>().Handle<OfferLapses>();

    public static void MapReservations(this IEndpointRouteBuilder api)
    {
        api.MapRegisterReservation();
        api.MapDecideReservation();
        api.MapTakeUpOffer();
        api.MapRenewReservation();
        api.MapReleaseReservation();
        api.MapLeaveLine();
        api.MapYieldPlace();
        api.MapPayFirst();
        api.MapCorrectReservation();
        api.MapListOffers();
        api.MapAskForExtension();
        api.MapReadDeposits();
        api.MapRefundDeposit();
        api.MapReadLedger();
        api.MapDecideChange();
    }
}
