using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Ops.Portal.Pages.Everybody;
using Ops.Portal.Pages.Operations;

namespace Ops.Portal.Pages.Identity;

/// <summary>The pages of who works here and who may do what.</summary>
internal static class IdentityFeature
{
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IActs, IdentityActs>().AddScoped<IDayPart, IdentityDay>();
        builder.Services.AddSingleton(new LivePaths(
            "identity",
            ["identity/colleagues", "identity/staff/import/template", "identity/registers/{register}/{site}"]));
        builder.Services.AddSingleton(new OperatedDepartment(
            "identity", "Identity", "portal.identity", "archive", "identity.audit.read", "identity.operate"));
        builder.Services.AddSingleton(new PortalSection("portal.identity", 3,
        [
            new("/identity/staff", "portal.staff", IdentityPermission.ReadStaff),
            new("/identity/posts", "portal.posts", IdentityPermission.ReadStaff),
            new("/identity/departments", "portal.departments", IdentityPermission.ReadStaff),
            new("/identity/companies", "portal.companies", IdentityPermission.ReadStaff),
            new("/identity/duties", "portal.duties", IdentityPermission.ReadStaff),
            new("/identity/me/delegations", "portal.delegations", IdentityPermission.Delegate),
            new("/identity/machines", "portal.machines", IdentityPermission.ManagePosts),
            new("/identity/keys", "portal.keys", IdentityPermission.ManageKeys),
        ]));
        return builder;
    }
}
