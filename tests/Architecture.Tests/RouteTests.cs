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

    [Theory]
    [InlineData("SalesControl", "/api/sales", "sales.")]
    [InlineData("RecordsArchive", "/api/archive", "archive.")]
    public async Task Every_route_names_a_permission_of_its_own_service_or_is_one_of_the_few_that_are_open(string service, string prefix, string permissions)
    {
        var (_, routes) = await Departments.StartAsync(servers, service);
        Assert.NotEmpty(routes);
        Assert.Empty(routes.Where(route => !IsOpen(route) && route.Metadata.GetMetadata<PermissionMetadata>() is null).Select(Path));
        Assert.Empty(routes.Where(IsOpen).Select(Path).Except([.. Open, $"{prefix}/openapi.json"]));
        Assert.Empty(
            from route in routes
            let permission = route.Metadata.GetMetadata<PermissionMetadata>()?.Permission
            where permission is not null && !permission.StartsWith(Path(route).StartsWith("/simulation", StringComparison.Ordinal) ? "simulation." : permissions, StringComparison.Ordinal)
            select $"{Path(route)} asks for {permission}");
    }

    private static bool IsOpen(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string Path(RouteEndpoint route) => $"/{route.RoutePattern.RawText!.TrimStart('/')}";
}
