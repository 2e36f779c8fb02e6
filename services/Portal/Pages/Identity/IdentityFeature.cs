using Ops.Portal.Layout;
using Ops.Portal.Pages.Everybody;

namespace Ops.Portal.Pages.Identity;

/// <summary>The pages of who works here and who may do what.</summary>
internal static class IdentityFeature
{
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<IDayPart, IdentityDay>();
        builder.Services.AddSingleton(new PortalSection("portal.identity", 3, []));
        return builder;
    }
}
