using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.RecordsArchive;
using Ops.RecordsArchive.Duties;
using Ops.RecordsArchive.Files;
using Ops.RecordsArchive.Handovers;
using Ops.RecordsArchive.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddDepartment<RecordsArchiveDb>(RecordsArchiveDepartment.Definition, department => department
    .KeepStaff()
    .KeepDuties()
    .AddFiles()
    .AddHandovers()
    .AddDuties());
await builder.Build().RunDepartmentAsync(args);
