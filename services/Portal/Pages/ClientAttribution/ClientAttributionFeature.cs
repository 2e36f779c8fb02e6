using Ops.Portal.Calls;
using Ops.Portal.Pages.Operations;

namespace Ops.Portal.Pages.ClientAttribution;

/// <summary>What the portal has of client attribution 客户归属: its operation, as every department has it.</summary>
internal static class ClientAttributionFeature
{
    public static WebApplicationBuilder AddClientAttribution(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new LivePaths("clientattribution", ["clients/registers/{register}/{site}"]));
        builder.Services.AddSingleton(new OperatedDepartment(
            "clients", "ClientAttribution", "portal.client-attribution", "archive", "clients.register.read",
            "clients.operate"));
        return builder;
    }
}
