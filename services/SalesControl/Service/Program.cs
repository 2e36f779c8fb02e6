using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.SalesControl;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Board;
using Ops.SalesControl.Changes;
using Ops.SalesControl.CustomerHistory;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Listing;
using Ops.SalesControl.MoveIn;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Reports;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Subscriptions;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddGrpcEndpoint();
builder.AddDepartment<SalesControlDb>(SalesControlDepartment.Definition, department =>
{
    department
        .AddProjects()
        .AddBatches()
        .AddPrices()
        .AddUnits()
        .AddBoard()
        .AddReservations()
        .AddLedger()
        .AddChanges()
        .AddCustomers()
        .AddSales()
        .AddLetting()
        .AddMoveIn()
        .AddReports()
        .KeepStaff();
});
var app = builder.Build();
await app.RunDepartmentAsync(args, () => app.MapPriceAnswers());
