using Ops.Identity.Client;
using Ops.Platform.Approvals;
using Ops.Platform.Clock;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Simulation;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;
using Ops.Platform.WorkingTime;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;
using Ops.SalesControl.Units.Import;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddServiceDatabase<SalesControlDb>("salesdb");
builder.AddCommands<Program>();
builder.AddBusinessClock();
builder.AddWorkingCalendar();
builder.AddMessaging(SalesControlEvents.Service, SalesControlEvents.Subscribers, messages => messages.HandleStaff());
builder.AddDeadlines().Handle<ReservationLapses>().Handle<OfferLapses>();
builder.AddTasks();
builder.AddRegisters();
builder.AddPersonalData(SalesControlEvents.Service);
builder.AddApprovals();
builder.AddStaff();
builder.Services.AddSingleton(ReservationSettings.From(builder.Configuration)).AddScoped<UnitDesk>().AddScoped<ReservationDesk>().AddScoped<WhatFollows>().AddScoped<IBelongings, ReservationsOfALeaver>();

var app = builder.Build();
// First: a migrator is given a database and nothing else.
if (await app.MigrateWhenAskedAsync(args) || await app.VerifyWhenAskedAsync(args))
    return;

app.UseServiceDefaults("/api/sales");
var api = app.MapGroup("/api/sales");
api.MapCreateProject();
api.MapImportUnits();
api.MapBoard();
api.MapReadUnit();
api.MapRegisterReservation();
api.MapDecideReservation();
api.MapTakeUpOffer();
api.MapSignSubscription();
api.MapApprovals(SalesControlPermissions.ReadApprovals);
api.MapRegisters(SalesControlPermissions.ReadRegisters);
api.MapStaff(SalesControlPermissions.Operate);
api.MapTasks(SalesControlPermissions.OwnTasks);
api.MapMessages(SalesControlPermissions.Operate);
app.MapSimulation();
await app.RunAsync();
