using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>Access is denied unless a route names its permission: looked up in the real services' own route tables.</summary>
[Collection(OnServers.Name)]
public sealed class RouteTests(TestServers servers)
{
    private static readonly string[] Open = ["/health", "/alive"];

    /// <summary>What Identity answers to whoever has no token yet.</summary>
    private static readonly string[] SigningIn =
    [
        "/connect/authorize", "/connect/token", "/connect/end-session",
        "/account/sign-in", "/account/code", "/account/authenticator", "/account/activate", "/account/signed-out", "/account/style.css", "/account/language/{language}",
    ];

    [Theory]
    [MemberData(nameof(Departments.All), MemberType = typeof(Departments))]
    public async Task Every_route_names_a_permission_of_its_own_service_or_is_one_of_the_few_that_are_open(string service, string prefix, string permissions)
    {
        var (_, routes) = await Departments.StartAsync(servers, service);
        Assert.NotEmpty(routes);
        Assert.Empty(routes.Where(route => !IsOpen(route) && route.Metadata.GetMetadata<PermissionMetadata>() is null).Select(Path));
        Assert.Empty(routes.Where(IsOpen).Select(Path).Except([.. Open, $"{prefix}/openapi.json", .. service == "Identity" ? SigningIn : []]));
        Assert.Empty(
            from route in routes
            let permission = route.Metadata.GetMetadata<PermissionMetadata>()?.Permission
            where permission is not null && !permission.StartsWith(Path(route).StartsWith("/simulation", StringComparison.Ordinal) ? "simulation." : permissions, StringComparison.Ordinal)
            select $"{Path(route)} asks for {permission}");
    }

    private static bool IsOpen(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string Path(RouteEndpoint route) => $"/{route.RoutePattern.RawText!.TrimStart('/')}";
}
