using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Ops.ServiceDefaults;

namespace Ops.Portal.Pages.Operations;

/// <summary>The pages of whoever keeps the system running, and of whoever audits it.</summary>
internal static class OperationsFeature
{
    public static WebApplicationBuilder AddOperations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IActs, OperationsActs>();
        builder.Services.AddScoped<OperationsBook>();
        builder.Services.AddHttpClient("gateway", (services, http) =>
        {
            http.BaseAddress = PublicAddress.Required(services.GetRequiredService<IConfiguration>());
            // A move may fire a thousand deadlines.
            http.Timeout = TimeSpan.FromMinutes(5);
        });
        builder.Services.AddScoped(services => new ClockClient(
            services.GetRequiredService<ServiceCalls>(),
            services.GetRequiredService<IHttpClientFactory>().CreateClient("gateway")));
        List<PortalPage> pages =
        [
            new("/sales/registers", "portal.registers", "sales.register.read"),
            new("/sales/register-heads", "portal.heads", "sales.register.read"),
            new("/sales/messages/failed", "portal.failures", "sales.operate"),
            new("/sales/messages/unrouted", "portal.unrouted", "sales.operate"),
            new("/sales/calendar-years", "portal.calendar", "sales.operate"),
        ];
        if (ClockClient.IsOpen(builder.Environment))
            pages.Add(new("/simulation/clock", "portal.clock", "simulation.clock"));
        builder.Services.AddSingleton(new PortalSection("portal.operations", 4, pages));
        return builder;
    }
}
