using Ops.ClientAttribution;
using Ops.ClientAttribution.Clients;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Disputes;
using Ops.ClientAttribution.Hotline;
using Ops.ClientAttribution.Links;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Replay;
using Ops.ClientAttribution.Reports;
using Ops.ClientAttribution.Sales;
using Ops.ClientAttribution.Storage;
using Ops.Identity.Client;
using Ops.Platform.Departments;

var builder = WebApplication.CreateBuilder(args);
builder.AddDepartment<ClientAttributionDb>(ClientAttributionDepartment.Definition, department => department
    .AddDirectory()
    .AddReception()
    .AddHotline()
    .AddReplay()
    .AddClients()
    .AddLinks()
    .AddReports()
    .AddDisputes()
    .AddSales()
    .KeepStaff());
await builder.Build().RunDepartmentAsync(args);
