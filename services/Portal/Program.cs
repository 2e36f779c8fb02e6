using Ops.Platform.PersonalData;
using Ops.Platform.Storage;
using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Ops.Portal.Pages.ClientAttribution;
using Ops.Portal.Pages.Everybody;
using Ops.Portal.Pages.Identity;
using Ops.Portal.Pages.Operations;
using Ops.Portal.Pages.RecordsArchive;
using Ops.Portal.Pages.SalesControl;
using Ops.Portal.SignIn;
using Ops.Portal.Storage;
using Ops.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddProcessDefaults();
builder.AddServiceDatabase<PortalDb>("portaldb", "GRANT DELETE ON sessions TO {role};");
builder.AddKeyRing("Portal");
builder.AddSignIn();
builder.AddServiceCalls();
builder.AddActs();
builder.AddEverybody().AddSales().AddArchive().AddClientAttribution().AddIdentity().AddOperations();
builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddBootstrapBlazor();

var app = builder.Build();
// First: a migrator is given a database and nothing else.
if (await app.MigrateWhenAskedAsync(args))
    return;
app.UseProcessDefaults();
app.UseAntiforgery();
app.UsePagePolicy();
app.MapStaticAssets().AllowAnonymous();
app.MapSignIn();
app.MapEverybody();
app.MapLiveData();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
app.Run();
