using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.SalesControl;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Board;
using Ops.SalesControl.Changes;
using Ops.SalesControl.CustomerHistory;
using Ops.SalesControl.Letting;
using Ops.SalesControl.MoveIn;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reports;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Subscriptions;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddGrpcEndpoint();
builder.AddDepartment<SalesControlDb>(SalesControlDepartment.Definition, department =>
{
    department.Host.AddPrices().AddBoard().AddReports();
    department
        .AddProjects()
        .AddBatches()
        .Map(api => api.MapPrices())
        .AddUnits()
        .Map(api => api.MapBoard())
        .AddReservations()
        .AddLedger()
        .AddChanges()
        .AddCustomers()
        .AddSales()
        .AddLetting()
        .Map(api => api.MapFeature(
            "Moving in", "A project's move-in campaigns: what is delivered, and what is not yet.").MapRunCampaign())
        .Map(api => api.MapReports())
        .KeepStaff();
});
var app = builder.Build();
await app.RunDepartmentAsync(args, () => app.MapPriceAnswers());
