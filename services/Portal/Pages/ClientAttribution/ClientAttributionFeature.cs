using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Ops.Portal.Pages.Operations;

namespace Ops.Portal.Pages.ClientAttribution;

/// <summary>The pages of client attribution 客户归属.</summary>
internal static class ClientAttributionFeature
{
    public static WebApplicationBuilder AddClientAttribution(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new LivePaths("clientattribution", ["clients/registers/{register}/{site}"]));
        builder.Services.AddSingleton(new OperatedDepartment(
            "clients", "ClientAttribution", "portal.client-attribution", "archive", "clients.register.read",
            "clients.operate"));
        builder.Services.AddSingleton<IActs, ClientAttributionActs>();
        builder.Services.AddSingleton(new EvidencePage("contact", "/clients/contacts"));
        builder.Services.AddSingleton(new EvidencePage("desk-day", "/clients/desk-days"));
        builder.Services.AddSingleton(new PortalSection("portal.client-attribution", 3,
        [
            new("/clients/desk-days", "portal.desks", "clients.desk.read"),
            new("/clients/hotline", "portal.hotline", "clients.desk.take"),
            new("/clients/contacts", "portal.contact-register", "clients.desk.read"),
        ]));
        return builder;
    }
}
