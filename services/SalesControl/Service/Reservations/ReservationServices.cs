using Ops.Identity.Client;
using Ops.Platform.Deadlines;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

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
        var reservations = api.MapFeature(
            "Reservations",
            "Who holds a unit and who waits for it: registered, approved, offered, renewed, given up.");
        reservations.MapRegisterReservation();
        reservations.MapDecideReservation();
        reservations.MapTakeUpOffer();
        RenewReservation.Map(reservations);
        reservations.MapReleaseReservation();
        reservations.MapLeaveLine();
        reservations.MapYieldPlace();
        reservations.MapPayFirst();
        reservations.MapCorrectReservation();
        reservations.MapListOffers();
        reservations.MapAskForExtension();
        var ledger = api.MapFeature(
            "Deposits and ledger",
            "The deposits that are held, their refunds, and the ledger that balances.");
        ledger.MapReadDeposits();
        ledger.MapRefundDeposit();
        ledger.MapReadLedger();
        api.MapFeature(
            "Changes 销售变更",
            "What was asked for and needs the word of others, and their decisions.").MapDecideChange();
    }
}
