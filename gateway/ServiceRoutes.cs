using Microsoft.AspNetCore.Mvc;
using Ops.Gateway.Simulation;
using Ops.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.SessionAffinity;
using Yarp.ReverseProxy.Transforms;

namespace Ops.Gateway;

/// <summary>A service behind the gateway.</summary>
/// <param name="Resource">Its name in the AppHost, by which its addresses are given.</param>
/// <param name="Prefix">The public prefix of its routes, which the gateway rewrites in nothing.</param>
/// <param name="Name">Its name as the sender and receiver of messages.</param>
/// <param name="Title">The text of its name.</param>
internal sealed record ServiceRoute(string Resource, string Prefix, string Name, string Title);

/// <summary>What the gateway forwards, and where to.</summary>
internal static class ServiceRoutes
{
    private static readonly ServiceRoute Identity = new("identity", "/api/identity", "Identity", "front.identity");

    /// <summary>What people see: whatever no service answers. It signs people in by itself.</summary>
    private const string Portal = "portal";

    /// <summary>
    /// All that is neither a service's nor the reference's: what is not there under their prefixes is a problem and no
    /// page.
    /// </summary>
    private static readonly string[] Pages = ["/", "/{**rest:regex(^(?!(api|docs)(/|$)))}"];

    /// <summary>
    /// What Identity answers to whoever has no token yet: signing in, and what an authority tells of itself.
    /// </summary>
    private static readonly string[] Open = ["/connect/{**rest}", "/account/{**rest}", "/.well-known/{**rest}"];

    /// <summary>What a list that people send may have.</summary>
    private const long MostOfAList = 20L * 1024 * 1024;

    /// <summary>What takes a file for its body: larger than a request is otherwise.</summary>
    private static readonly (string Path, long MostBytes)[] Large =
    [
        ("projects/{project}/units/import", MostOfAList), ("projects/{project}/units/import/preview", MostOfAList),
        ("projects/{project}/price-lists/import", MostOfAList),
        ("projects/{project}/price-lists/import/preview", MostOfAList), ("staff/import", MostOfAList),
        ("staff/import/preview", MostOfAList), ("register-heads/check", 64L * 1024 * 1024),
    ];

    /// <summary>The services.</summary>
    public static IReadOnlyList<ServiceRoute> All { get; } =
    [
        new("salescontrol", "/api/sales", "SalesControl", "front.sales"),
        new("recordsarchive", "/api/archive", "RecordsArchive", "front.archive"),
        new("clientattribution", "/api/clients", "ClientAttribution", "front.clients"),
        Identity,
    ];

    public static WebApplicationBuilder AddRoutes(this WebApplicationBuilder builder)
    {
        var routes = new List<RouteConfig>();
        foreach (var service in All)
        {
            routes.Add(new RouteConfig
            {
                RouteId = service.Resource,
                ClusterId = service.Resource,
                Match = new RouteMatch { Path = $"{service.Prefix}/{{**rest}}" },
                // Any member of staff; what one may do there the service itself decides, by permission.
                AuthorizationPolicy = Authority.StaffPolicy,
                RateLimiterPolicy = CallersLimit.Policy,
            });
            routes.AddRange(Large.Select((large, i) => new RouteConfig
            {
                RouteId = $"{service.Resource}-large-{i}",
                ClusterId = service.Resource,
                Order = -1,
                Match = new RouteMatch { Path = $"{service.Prefix}/{large.Path}" },
                AuthorizationPolicy = Authority.StaffPolicy,
                RateLimiterPolicy = CallersLimit.Policy,
                MaxRequestBodySize = large.MostBytes,
            }));
            if (ApiReference.IsOpen(builder.Configuration, builder.Environment))
            {
                routes.Add(new RouteConfig
                {
                    RouteId = $"{service.Resource}-openapi",
                    ClusterId = service.Resource,
                    Order = -2,
                    Match = new RouteMatch { Path = $"{service.Prefix}/openapi.json", Methods = ["GET", "HEAD"] },
                    AuthorizationPolicy = "anonymous",
                });
            }
        }

        routes.AddRange(Pages.Select((path, i) => new RouteConfig
        {
            RouteId = $"{Portal}-{i}",
            ClusterId = Portal,
            Order = int.MaxValue,
            // With methods of its own, so that a wrong one is 405 elsewhere still.
            Match = new RouteMatch { Path = path, Methods = ["GET", "HEAD", "POST"] },
            AuthorizationPolicy = "anonymous",
        }));

        routes.AddRange(Open.Select((path, i) => new RouteConfig
        {
            RouteId = $"{Identity.Resource}-open-{i}",
            ClusterId = Identity.Resource,
            Match = new RouteMatch { Path = path },
            AuthorizationPolicy = "anonymous",
            RateLimiterPolicy = CallersLimit.Policy,
            MaxRequestBodySize = 64 * 1024,
        }));

        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                routes,
                [
                    .. All.Select(service => ClusterOf(service.Resource, builder.Configuration)),
                    // A page that is open lives in one replica.
                    ClusterOf(Portal, builder.Configuration) with
                    {
                        SessionAffinity = new SessionAffinityConfig
                        {
                            Enabled = true,
                            Policy = SessionAffinityConstants.Policies.HashCookie,
                            FailurePolicy = SessionAffinityConstants.FailurePolicies.Redistribute,
                            AffinityKeyName = "ops-replica",
                            Cookie = new SessionAffinityCookieConfig
                            {
                                HttpOnly = true,
                                SameSite = SameSiteMode.Lax,
                                SecurePolicy = CookieSecurePolicy.SameAsRequest,
                            },
                        },
                    },
                ])
            .AddTransforms(context =>
            {
                // What a caller says of itself is not passed on: the gateway says whence and whither.
                context.UseDefaultForwarders = false;
                context.AddXForwarded(ForwardedTransformActions.Set);
                context.AddRequestHeaderRemove("Forwarded");
                // What a service is made with is nobody's business.
                context.AddResponseHeaderRemove("Server", ResponseCondition.Always);
                context.AddResponseHeaderRemove("X-Powered-By", ResponseCondition.Always);
            });
        return builder;
    }

    /// <summary>Whether a path is the gateway's own, and not passed on.</summary>
    public static bool AreOwn(PathString path) =>
        path.StartsWithSegments(MoveClock.Prefix, StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments(Reference.Path, StringComparison.OrdinalIgnoreCase)
        || path.Value is "/health" or "/alive";

    /// <summary>Lets a route's own limit be known before its body is begun, not only when it is passed on.</summary>
    public static void Limit(IEndpointConventionBuilder endpoint, RouteConfig route)
    {
        if (route.MaxRequestBodySize is { } most)
            endpoint.WithMetadata(new RequestSizeLimitAttribute(most));
    }

    /// <summary>
    /// The addresses as the environment gives them: one under Aspire, which puts its own proxy before replicas, several
    /// under Local.
    /// </summary>
    internal static ClusterConfig ClusterOf(string service, IConfiguration configuration)
    {
        var addresses = AddressesOf(service, configuration);
        return new ClusterConfig
        {
            ClusterId = service,
            LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
            Destinations = addresses.Select((address, i) => (address, i)).ToDictionary(
                one => $"{service}-{one.i}",
                one => new DestinationConfig { Address = one.address },
                StringComparer.Ordinal),
            HealthCheck = new HealthCheckConfig
            {
                // A replica that does not answer is left out until it does; when none answers, all are tried.
                AvailableDestinationsPolicy = "HealthyOrPanic",
                Active = new ActiveHealthCheckConfig
                {
                    Enabled = true,
                    Path = "/health",
                    Interval = TimeSpan.FromSeconds(2),
                    Timeout = TimeSpan.FromSeconds(5),
                    Policy = "ConsecutiveFailures",
                },
            },
            HttpRequest = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(60) },
        };
    }

    /// <exception cref="InvalidOperationException">None is given.</exception>
    internal static IReadOnlyList<string> AddressesOf(string service, IConfiguration configuration) =>
        configuration
            .GetSection($"services:{service}:http")
            .GetChildren()
            .Select(child => child.Value!)
            .ToList()
            is { Count: > 0 } addresses
                ? addresses
                : throw new InvalidOperationException(
                    $"The address of {service} is missing: set services__{service}__http__0.");
}
