using Ops.Identity.Accounts;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Custodians;
using Ops.Identity.Leaves;
using Ops.Identity.Opening;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Identity.Tokens;
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
using Ops.RecordsArchive.Contracts;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddServiceDatabase<IdentityDb>("identitydb", IdentityDb.Grants);
builder.AddCommands<Program>();
builder.AddBusinessClock();
builder.AddWorkingCalendar();
builder.AddMessaging(IdentityEvents.Service, IdentityEvents.Subscribers);
builder.AddDeadlines().Handle<StaffDays>();
builder.AddRegisters().NoteRegisterHeads(keptBy: [RecordsArchiveEvents.Service]);
builder.AddPersonalData(IdentityEvents.Service);
builder.AddTasks();
builder.AddAuthority();
builder.AddAccountPages();
builder.Services.AddScoped<AuditRegister>().AddScoped<StaffDesk>();
builder.Services.AddLoop<OwnStaff>().AddSingleton<ITokenCheck>(services => services.GetRequiredService<OwnStaff>());
builder.Services.AddLoop<FirstDay>();

var app = builder.Build();
// First: a migrator is given a database and nothing else.
if (await app.MigrateWhenAskedAsync(args) || await app.VerifyWhenAskedAsync(args) || await app.InviteFirstWhenAskedAsync(args))
    return;

app.UseKeysFirst();
app.UseServiceDefaults("/api/identity");
app.UseAccountPages();
app.MapConnect();
app.MapAccountPages();
var api = app.MapGroup("/api/identity");
var organisation = api.MapFeature(
    "Organisation",
    "Companies, sites, departments and posts, and what each post may do.");
organisation.MapReadOrganisation();
organisation.MapManageOrganisation();
organisation.MapManageCompany();
organisation.MapManagePosts();
var staff = api.MapFeature(
    "Staff",
    "Who works here: joins, moves, leaves, is suspended, is invited to set a password.");
staff.MapReadStaff();
staff.MapJoinStaff();
staff.MapMoveStaff();
staff.MapLeaveStaff();
staff.MapSuspendStaff();
staff.MapInviteStaff();
staff.MapImportStaff();
var leaves = api.MapFeature("Leaves", "Leaves of the staff, and the advertising days on which a site needs everybody.");
leaves.MapRecordLeave();
leaves.MapSetAdvertisingDay();
api.MapFeature(
    "Duties",
    "Which department has which duty of the regulation on customer records, and who keeps its records.")
    .MapNameCustodian();
api.MapFeature("Delegations", "What one gives another to do in one's place, for some days.").MapDelegateWork();
var machines = api.MapFeature("Machines", "Programs that sign in by themselves: their posts and their secrets.");
machines.MapRegisterMachine();
machines.MapManageMachines();
api.MapFeature("Signing keys", "The keys that tokens are signed with.").MapManageKeys();
api.MapRegisters(IdentityPermissions.ReadAudit);
api.MapTasks(IdentityPermissions.OwnTasks);
api.MapMessages(IdentityPermissions.Operate);
app.MapSimulation();
await app.RunAsync();
