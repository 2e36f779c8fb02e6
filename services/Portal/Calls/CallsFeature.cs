using Microsoft.AspNetCore.Components.Authorization;
using Ops.Portal.Clients.Identity;
using Ops.Portal.Clients.RecordsArchive;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.SignIn;
using Ops.ServiceDefaults;

namespace Ops.Portal.Calls;

/// <summary>The services' clients, as whoever looks at the page.</summary>
internal static class CallsFeature
{
    public static WebApplicationBuilder AddServiceCalls(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<BusinessNow>().AddScoped<Person>();
        builder.Services.AddSingleton<ClaimNames>();
        builder.Services.AddScoped(services => new ServiceCalls(
            services.GetRequiredService<AuthenticationStateProvider>(), services.GetRequiredService<SessionBook>(),
            services.GetRequiredService<BusinessNow>()));
        Add(builder, "salescontrol", (calls, http) => new SalesControlClient(calls, http));
        Add(builder, "recordsarchive", (calls, http) => new RecordsArchiveClient(calls, http));
        Add(builder, "identity", (calls, http) => new IdentityClient(calls, http));
        return builder;
    }

    private static void Add<TClient>(
        WebApplicationBuilder builder, string service, Func<ServiceCalls, HttpClient, TClient> make)
        where TClient : class
    {
        builder.Services.AddHttpClient(service, (services, http) =>
        {
            // The address as the environment gives it, like the gateway's.
            http.BaseAddress = new Uri(
                services.GetRequiredService<IConfiguration>()[$"services:{service}:http:0"]
                ?? throw new InvalidOperationException(
                    $"The address of {service} is missing: set services__{service}__http__0."));
            http.Timeout = TimeSpan.FromSeconds(30);
        });
        builder.Services.AddScoped(services => make(
            services.GetRequiredService<ServiceCalls>(),
            services.GetRequiredService<IHttpClientFactory>().CreateClient(service)));
    }
}
