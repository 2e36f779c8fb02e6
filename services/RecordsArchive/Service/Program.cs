using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.RecordsArchive;
using Ops.RecordsArchive.Duties;
using Ops.RecordsArchive.FileContents;
using Ops.RecordsArchive.Handovers;
using Ops.RecordsArchive.Storage;

var builder = WebApplication.CreateBuilder(args);
builder.AddDepartment<RecordsArchiveDb>(RecordsArchiveDepartment.Definition, department => department
    .AddFileContents()
    .AddHandovers()
    .AddDuties()
    .KeepStaff()
    .KeepDuties());
await builder.Build().RunDepartmentAsync(args);
