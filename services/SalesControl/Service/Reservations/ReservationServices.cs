using Ops.Identity.Client;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Reservations;

/// <summary>What the chapter of reservations is made of.</summary>
internal static class ReservationServices
{
    public static IHostApplicationBuilder AddReservations(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ReservationSettings.From(builder.Configuration));
        builder.Services.AddScoped<UnitDesk>().AddScoped<ReservationDesk>().AddScoped<ChangeDesk>().AddScoped<CustomerBook>().AddScoped<DepositBook>();
        builder.Services.AddScoped<IFollow, WhatFollows>().AddScoped<IChangeKind, ExtendReservation>().AddScoped<IBelongings, ReservationsOfALeaver>();
        return builder;
    }
}
