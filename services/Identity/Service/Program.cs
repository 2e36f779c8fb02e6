using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Opening;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Identity.Tokens;
using Ops.Platform.Clock;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.Platform.Registers;
using Ops.Platform.Simulation;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddServiceDatabase<IdentityDb>("identitydb", IdentityDb.Grants);
builder.AddCommands<Program>();
builder.AddBusinessClock();
builder.AddWorkingCalendar();
builder.AddMessaging(IdentityEvents.Service, IdentityEvents.Subscribers);
builder.AddDeadlines().Handle<StaffDays>();
builder.AddRegisters();
builder.AddTasks();
builder.AddAuthority();
builder.AddAccountPages();
builder.Services.AddScoped<AuditRegister>().AddScoped<StaffDesk>();
builder.Services.AddSingleton<FirstDay>().AddHostedService(services => services.GetRequiredService<FirstDay>());

var app = builder.Build();
// First: a migrator is given a database and nothing else.
if (await app.MigrateWhenAskedAsync(args) || await app.VerifyWhenAskedAsync(args))
    return;

app.UseKeysFirst();
app.UseServiceDefaults("/api/identity");
app.UseAccountPages();
app.MapConnect();
app.MapAccountPages();
var api = app.MapGroup("/api/identity");
api.MapReadStaff();
api.MapJoinStaff();
api.MapMoveStaff();
api.MapLeaveStaff();
api.MapSuspendStaff();
api.MapInviteStaff();
api.MapRegisters(IdentityPermissions.ReadAudit);
api.MapTasks(IdentityPermissions.OwnTasks);
api.MapMessages(IdentityPermissions.Operate);
app.MapSimulation();
await app.RunAsync();
