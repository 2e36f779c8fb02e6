using Ops.Portal.Clients.ClientAttribution;
using Ops.Portal.Clients.Identity;
using Ops.Portal.Clients.RecordsArchive;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.SignIn;
using Ops.ServiceDefaults;
using Polly;

namespace Ops.Portal.Calls;

/// <summary>The services' clients, as whoever looks at the page.</summary>
internal static class CallsFeature
{
    public static WebApplicationBuilder AddServiceCalls(this WebApplicationBuilder builder)
    {
        // Each service's replicas as the environment gives them: services__salescontrol__http__0 and so on.
        builder.Services.AddServiceDiscoveryCore().AddConfigurationServiceEndpointProvider();
        builder.Services.AddHttpForwarder().AddHttpForwarderWithServiceDiscovery();
        builder.Services.AddScoped<BusinessNow>().AddScoped<Minutes>().AddScoped<Person>().AddScoped<ProjectNames>()
            .AddScoped<StaffNames>().AddScoped<WorkingDays>();
        builder.Services.AddSingleton<ClaimNames>();
        builder.Services.AddScoped(services => new ServiceCalls(
            services.GetRequiredService<SessionWatch>(), services.GetRequiredService<SessionBook>(),
            services.GetRequiredService<BusinessNow>()));
        Add(builder, "salescontrol", (calls, http) => new SalesControlClient(calls, http));
        Add(builder, "recordsarchive", (calls, http) => new RecordsArchiveClient(calls, http));
        Add(builder, "identity", (calls, http) => new IdentityClient(calls, http));
        Add(builder, "clientattribution", (calls, http) => new ClientAttributionClient(calls, http));
        return builder;
    }

    private static void Add<TClient>(
        WebApplicationBuilder builder, string service, Func<ServiceCalls, HttpClient, TClient> make)
        where TClient : class
    {
        AddReplicas(builder, service);
        builder.Services.AddScoped(services => make(
            services.GetRequiredService<ServiceCalls>(),
            services.GetRequiredService<IHttpClientFactory>().CreateClient(service)));
    }

    private static void AddReplicas(WebApplicationBuilder builder, string service)
    {
        var client = builder.Services.AddHttpClient(service, http =>
        {
            http.BaseAddress = new Uri($"http://{service}");
            http.Timeout = TimeSpan.FromSeconds(30);
        });
        client.AddResilienceHandler("next-replica", calls => calls.AddRetry(new()
        {
            MaxRetryAttempts = 2,
            Delay = TimeSpan.Zero,
            // Nothing was sent, so that any command can be sent to the next.
            ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Exception is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError,
            }),
        }));
        // Inside of it: each try is another replica's.
        client.AddServiceDiscovery();
    }
}
