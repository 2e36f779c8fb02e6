using Ops.ClientAttribution;
using Ops.ClientAttribution.Hotline;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Replay;
using Ops.ClientAttribution.Storage;
using Ops.Identity.Client;
using Ops.Platform.Departments;

var builder = WebApplication.CreateBuilder(args);
builder.AddDepartment<ClientAttributionDb>(ClientAttributionDepartment.Definition, department => department
    .AddReception()
    .AddHotline()
    .AddReplay()
    .KeepStaff());
await builder.Build().RunDepartmentAsync(args);
