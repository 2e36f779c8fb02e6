using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.SalesControl;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Board;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reports;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Subscriptions;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddGrpcEndpoint();
builder.AddDepartment<SalesControlDb>(SalesControlDepartment.Definition, department =>
{
    department.Host.AddListing().AddReservations().AddSales().AddLetting();
    department.Deadlines.HandleReservations().HandleSales().HandleListing().HandleLetting();
    department
        .Map(api => api.MapListing())
        .AddProjects()
        .AddPrices()
        .Map(api => api.MapUnits())
        .AddBoard()
        .Map(api => api.MapReservations())
        .AddCustomers()
        .Map(api => api.MapSales())
        .Map(api => api.MapLetting())
        .AddReports()
        .KeepStaff();
});
var app = builder.Build();
await app.RunDepartmentAsync(args, () => app.MapPriceAnswers());
