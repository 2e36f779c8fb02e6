using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>
/// Access is denied unless a route names its permission: looked up in the real services' own route tables.
/// </summary>
[Collection(OnServers.Name)]
public sealed partial class RouteTests(TestServers servers)
{
    private static readonly string[] Open = ["/health", "/alive"];

    /// <summary>What Identity answers to whoever has no token yet.</summary>
    private static readonly string[] SigningIn =
    [
        "/connect/authorize",
        "/connect/token",
        "/connect/end-session",
        "/account/sign-in",
        "/account/code",
        "/account/authenticator",
        "/account/activate",
        "/account/password",
        "/account/not-as-registered",
        "/account/signed-out",
        "/account/style.css",
        "/account/language/{language}",
    ];

    [Fact]
    public async Task Whatever_a_service_takes_that_is_large_the_gateway_takes_as_large()
    {
        var taken = new List<string>();
        foreach (var (service, prefix, _) in Departments.All.Select(row => row.Data))
        {
            var (_, routes) = await Departments.StartAsync(servers, service);
            taken.AddRange(Large(routes.Where(route => Path(route).StartsWith(prefix, StringComparison.Ordinal))));
        }

        Assert.NotEmpty(taken);
        Assert.Empty(taken.Except(Large(await Departments.ForwardedAsync()), StringComparer.Ordinal));

        static IEnumerable<string> Large(IEnumerable<RouteEndpoint> routes) =>
            from route in routes
            let most = route.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize
            where most > ServiceDefaultsExtensions.MaxRequestBody
            select $"{Bare(Path(route))}: {most}";
    }

    [Theory]
    [MemberData(nameof(Departments.All), MemberType = typeof(Departments))]
    public async Task Every_route_names_a_permission_of_its_own_service_or_is_one_of_the_few_that_are_open(
        string service, string prefix, string permissions)
    {
        var (_, routes) = await Departments.StartAsync(servers, service);
        Assert.NotEmpty(routes);
        Assert.Empty(
            routes
                .Where(route => !IsOpen(route) && route.Metadata.GetMetadata<PermissionMetadata>() is null)
                .Select(Path));
        Assert.Empty(
            routes
                .Where(IsOpen)
                .Select(Path)
                .Except([.. Open, $"{prefix}/openapi.json", .. service == "Identity" ? SigningIn : []]));
        Assert.Empty(
            from route in routes
            let permission = route.Metadata.GetMetadata<PermissionMetadata>()?.Permission
            where
                permission is not null
                && !permission.StartsWith(
                    Path(route).StartsWith("/simulation", StringComparison.Ordinal) ? "simulation." : permissions,
                    StringComparison.Ordinal)
            select $"{Path(route)} asks for {permission}");
    }

    [Fact]
    public async Task What_a_route_or_a_feature_is_for_is_a_text_in_both_languages()
    {
        List<(string Sentence, string Assembly)> sentences =
            [.. Sentences(await Departments.GatewayAsync(), Departments.ProgramOf("gateway"))];
        foreach (var service in Departments.All.Select(service => service.Data.Item1))
        {
            var (_, routes) = await Departments.StartAsync(servers, service);
            sentences.AddRange(Sentences(routes, Departments.ProgramOf(service)));
        }

        Assert.Empty(sentences);
    }

    /// <summary>Found in the service's own OpenAPI document, so that a new route is called too.</summary>
    [Theory]
    [Rule("CS-7")]
    [MemberData(nameof(Departments.All), MemberType = typeof(Departments))]
    public async Task Every_route_refuses_whoever_has_no_token_and_whoever_s_token_has_no_permission(
        string service, string prefix, string permissions)
    {
        var (_, routes) = await Departments.StartAsync(servers, service);
        await Departments.SpeakAsync(
            servers, service,
            async (nobody, somebody) =>
            {
                var document = await nobody.GetFromJsonAsync<JsonElement>($"{prefix}/openapi.json");
                var calls = document
                    .GetProperty("paths")
                    .EnumerateObject()
                    .SelectMany(path =>
                        path.Value.EnumerateObject()
                            .Select(operation => (Method: operation.Name.ToUpperInvariant(), Path: path.Name)))
                    .ToList();
                // The clock's own routes are for the gateway, and gRPC's for other services: no document has them.
                calls.AddRange(
                    routes
                        .Where(route =>
                            Path(route).StartsWith("/simulation", StringComparison.Ordinal)
                            || Path(route).StartsWith("/ops.", StringComparison.Ordinal))
                        .Select(route =>
                            (route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0], Path(route))));
                // Nothing that names a permission is missing.
                Assert.Empty(
                    routes
                        .Where(route => route.Metadata.GetMetadata<PermissionMetadata>() is not null)
                        .Select(route => Bare(Path(route)))
                        .Except(calls.Select(call => call.Path)));
                var wrong = new List<string>();
                foreach (var (method, path) in calls)
                {
                    foreach (
                        var (who, name, expected) in new[]
                        {
                            (nobody, "nobody", HttpStatusCode.Unauthorized),
                            (somebody, $"somebody without {permissions}*", HttpStatusCode.Forbidden),
                        })
                    {
                        using var request = new HttpRequestMessage(new HttpMethod(method), Filled(path));
                        if (method != "GET")
                            request.Content = JsonContent.Create(new { });
                        using var answer = await who.SendAsync(request);
                        if (answer.StatusCode != expected)
                            wrong.Add($"{method} {path} answers {(int)answer.StatusCode} to {name}");
                    }
                }

                Assert.Empty(wrong);
            });
    }

    /// <summary>The headers that the OWASP Secure Headers Project lists.</summary>
    [Theory]
    [MemberData(nameof(Departments.All), MemberType = typeof(Departments))]
    public Task Every_answer_tells_a_browser_what_it_may_do_with_it(
        string service, string prefix,
        string permissions) =>
        Departments.SpeakAsync(
            servers, service,
            async (nobody, somebody) =>
            {
                foreach (
                    var (who, path) in new[]
                    {
                        (nobody, "/health"),
                        (nobody, $"{prefix}/openapi.json"),
                        (somebody, $"{prefix}/{permissions}nothing"),
                        (nobody, $"{prefix}/me/tasks"),
                    })
                {
                    using var answer = await who.GetAsync(new Uri(path, UriKind.Relative));
                    string Header(string name) =>
                        string.Join(", ", answer.Headers.TryGetValues(name, out var values) ? values : []);
                    Assert.Equal("nosniff", Header("X-Content-Type-Options"));
                    Assert.Equal("DENY", Header("X-Frame-Options"));
                    Assert.Contains("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
                    Assert.Contains(
                        "frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
                    Assert.Equal("no-referrer", Header("Referrer-Policy"));
                    Assert.Contains("geolocation=()", Header("Permissions-Policy"), StringComparison.Ordinal);
                    Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
                    Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
                    Assert.Equal("require-corp", Header("Cross-Origin-Embedder-Policy"));
                    Assert.Equal("none", Header("X-Permitted-Cross-Domain-Policies"));
                    Assert.Contains("no-store", Header("Cache-Control"), StringComparison.Ordinal);
                    // What it is made with is nobody's business.
                    Assert.Equal("", Header("Server") + Header("X-Powered-By") + Header("X-AspNet-Version"));
                }
            });

    /// <summary>Summaries, and names and descriptions of features, that are no codes; with whose they are.</summary>
    private static IEnumerable<(string Sentence, string Assembly)> Sentences(
        IEnumerable<RouteEndpoint> routes, Assembly program)
    {
        var texts = new TextCatalogue([new TextSource(program)]);
        return
            from route in routes
            // The pipeline's own handler, which names no method, is that of the program's use cases.
            let owner = route.Metadata.GetMetadata<MethodInfo>()?.DeclaringType?.Assembly ?? program
            from said in (string?[])
            [
                route.Metadata.GetMetadata<IEndpointSummaryMetadata>()?.Summary,
                route.Metadata.GetMetadata<IEndpointDescriptionMetadata>()?.Description,
                .. route.Metadata.OfType<ApiReference.Feature>()
                    .SelectMany(feature => (string[])[feature.Name, feature.Description]),
            ]
            where said is not null && texts.Find(said, Languages.English) is null
            select (said, owner.GetName().Name!);
    }

    /// <summary>A path with something in place of each parameter, of the kind that the route takes.</summary>
    private static string Filled(string path) =>
        Parameter()
            .Replace(
                path, match => match.Groups["name"].Value == "id" ? "01a20d51-fdab-7e1f-8979-59e9d53751ea" : "any");

    /// <summary>A route's pattern as a document writes it: without constraints.</summary>
    private static string Bare(string pattern) => Constraint().Replace(pattern, "}");

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Parameter();

    [GeneratedRegex(@":[^}]+\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Constraint();

    private static bool IsOpen(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    private static string Path(RouteEndpoint route) => $"/{route.RoutePattern.RawText!.TrimStart('/')}";
}
