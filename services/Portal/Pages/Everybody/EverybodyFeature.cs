using Ops.Portal.Layout;

namespace Ops.Portal.Pages.Everybody;

/// <summary>What everybody has, whatever their department.</summary>
internal static class EverybodyFeature
{
    public static WebApplicationBuilder AddEverybody(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new PortalSection("portal.everybody", 0,
        [
            new("/", "portal.my-day"),
            new("/approvals", "portal.approvals", "sales.approval.read"),
            new("/settings", "portal.settings"),
        ]));
        return builder;
    }
}
