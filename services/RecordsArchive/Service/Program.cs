using Ops.Identity.Client;
using Ops.Identity.Contracts;
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
using Ops.RecordsArchive;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Files;
using Ops.RecordsArchive.Handovers;
using Ops.RecordsArchive.Storage;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddServiceDatabase<RecordsArchiveDb>("archivedb");
builder.AddCommands<Program>();
builder.AddBusinessClock();
builder.AddWorkingCalendar();
builder.AddMessaging(RecordsArchiveEvents.Service, RecordsArchiveEvents.Subscribers, messages => messages
    .HandleStaff().HandleDuties().Handle<SubscriptionSigned, OweHandover>(from: SalesControlEvents.Service)
    .KeepRegisterHeads(of: [SalesControlEvents.Service, IdentityEvents.Service, RecordsArchiveEvents.Service]));
builder.AddDeadlines().Handle<HandoverFallsDue>();
// Its own heads lie beside its own registers here: SalesControl keeps them too.
builder.AddRegisters().NoteRegisterHeads(keptBy: [RecordsArchiveEvents.Service, SalesControlEvents.Service]);
builder.AddPersonalData(RecordsArchiveEvents.Service);
builder.AddTasks();
builder.AddStaff();
builder.Services.AddScoped<Departments>().AddScoped<HandoverViews>().AddScoped<HandoverAnswer.Answering>();

var app = builder.Build();
// First: a migrator is given a database and nothing else.
if (await app.MigrateWhenAskedAsync(args) || await app.VerifyWhenAskedAsync(args))
    return;

app.UseServiceDefaults("/api/archive");
var api = app.MapGroup("/api/archive");
api.MapFeature("Unit files 一户一档", "The one file of each unit, and what lies in it.").MapReadUnitFile();
var handovers = api.MapFeature(
    "Handovers 移交",
    "Papers that one department owes another: until when, why, handed over, accepted, rejected.");
handovers.MapListHandovers();
handovers.MapExplainHandover();
handovers.MapMakeHandover();
handovers.MapHandoverAnswer();
api.MapFeature(
    "Duties",
    "Which department has which duty of the regulation on customer records, and who keeps its records.")
    .MapReadDuties();
api.MapRegisters(RecordsArchivePermissions.ReadRegisters);
api.MapRegisterHeads(RecordsArchivePermissions.ReadRegisters);
api.MapStaff(RecordsArchivePermissions.Operate);
api.MapTasks(RecordsArchivePermissions.OwnTasks);
api.MapMessages(RecordsArchivePermissions.Operate);
app.MapSimulation();
await app.RunAsync();
