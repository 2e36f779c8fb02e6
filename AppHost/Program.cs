// The system on one page: what exists, and what refers to what.
using Microsoft.Extensions.Hosting;
using Ops.AppHost;
using Ops.AppHost.Servers;

var builder = DistributedApplication.CreateBuilder(args);
using var installation = Installation.OpenOrExit(builder);

// The services' key rings, and with them all personal data, lie under this secret.
var masterKey = installation.AddKeptSecret(builder, "masterkey", length: 44);

var postgres = builder.AddPostgresServer("postgres", installation);
var messaging = builder.AddRabbitMqServer("messaging", installation);

// Prices are asked for by gRPC, on an endpoint that speaks HTTP/2 alone; its port is told apart from ASPNETCORE_URLS.
var sales = builder
    .AddService<Projects.Ops_SalesControl>("salescontrol", "/api/sales", postgres.AddDatabase("salesdb"), installation)
    .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT")
    .WithEndpoint("grpc", grpc => grpc.Transport = "http2")
    .WithUrlForEndpoint("grpc", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
var archive = builder
    .AddService<Projects.Ops_RecordsArchive>(
        "recordsarchive", "/api/archive", postgres.AddDatabase("archivedb"), installation);
var clients = builder
    .AddService<Projects.Ops_ClientAttribution>(
        "clientattribution", "/api/clients", postgres.AddDatabase("clientsdb"), installation);
var identity = builder
    .AddService<Projects.Ops_Identity>("identity", "/api/identity", postgres.AddDatabase("identitydb"), installation);

var portalSecret = installation.AddKeptSecret(builder, "portalsecret");
var portal = builder
    .AddProcess<Projects.Ops_Portal>("portal", postgres.AddDatabase("portaldb"), installation)
    .WithReference(sales).WithReference(archive).WithReference(clients).WithReference(identity)
    .WithIconName("WindowApps");
foreach (var process in new[] { identity, portal })
    process.WithEnvironment("Portal__Secret", portalSecret);

var gateway = builder.AddProject<Projects.Ops_Gateway>("gateway")
    .WithReference(portal).WaitFor(portal)
    .WithReference(sales).WaitFor(sales)
    .WithReference(archive).WaitFor(archive)
    .WithReference(clients).WaitFor(clients)
    .WithReference(identity).WaitFor(identity)
    .WithHttpHealthCheck("/health")
    .WithEndpoint("http", http => (http.Port, http.IsProxied) = (installation.Gateway.Port, false))
    .WithExternalHttpEndpoints()
    .WithUrlForEndpoint("http", url => url.DisplayText = "Ops")
    .WithUrl(new Uri(installation.Gateway, "docs").ToString(), "API reference")
    .WithIconName("GlobeShield");

foreach (var service in new[] { sales, archive, clients, identity })
    service.WithReference(messaging).WaitFor(messaging);
foreach (var service in new[] { sales, archive, clients, identity, portal })
    service.WithEnvironment("PersonalData__MasterKeys__0", masterKey);

// One address under which people reach all of it: the tokens' issuer, and what links, redirects and cookies go by.
// Where the system is published it is a parameter, and the tokens' keys are read inside.
var publicAddress = builder.ExecutionContext.IsRunMode
    ? ReferenceExpression.Create($"{gateway.GetEndpoint("http")}")
    : ReferenceExpression.Create($"{builder.AddParameter("publicaddress")}");
foreach (var process in new[] { sales, archive, clients, identity, portal, gateway })
{
    process.WithEnvironment("PublicAddress", publicAddress);
    if (builder.ExecutionContext.IsRunMode)
        continue;
    const string Bearer = "Authentication__Schemes__Bearer__";
    var inner = identity.GetEndpoint("http");
    process.WithEnvironment($"{Bearer}MetadataAddress", $"{inner}/.well-known/openid-configuration")
        .WithEnvironment($"{Bearer}RequireHttpsMetadata", "false");
}

// A developer's installation begins with the demo's staff, and with the demo project unless Demo:Project is false.
if (builder.ExecutionContext.IsRunMode)
{
    gateway.WithOperationsCommands(installation);
    var demoPassword = installation.AddKeptSecret(builder, "demopassword", "demo-password", length: 20);
    identity.WithEnvironment("Demo__Password", demoPassword);
    if (builder.Configuration["Demo:Project"] != "false")
    {
        builder.AddProject<Projects.Ops_Demo>("demo-project")
            .WithArgs("seed")
            .WithEnvironment("Demo__Gateway", gateway.GetEndpoint("http"))
            .WithEnvironment("Demo__Password", demoPassword)
            .WaitFor(gateway)
            .WithParentRelationship(sales)
            .WithAnnotation(new EndsByItself())
            .WithIconName("BookDatabase");
    }
}

using IHost system = builder.Build();
try
{
    await system.StartAsync();
    await system.WaitForShutdownAsync();
}
catch (OperationCanceledException)
{
    // Told to end while it was starting: what is up already ends before the host does.
    await system.StopAsync();
}
