// The system on one page: what exists, and what refers to what. Written to Aspire's hosting API; what it compiles against,
// Aspire's packages or Local, is the project file's business.
using Ops.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// The services' key rings, and with them all personal data, lie under this secret.
var masterKey = builder.AddParameter("masterkey", new GenerateParameterDefault { MinLength = 44 }, secret: true, persist: true);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var salesdb = postgres.AddDatabase("salesdb");
var archivedb = postgres.AddDatabase("archivedb");
var identitydb = postgres.AddDatabase("identitydb");
var messaging = builder.AddRabbitMQ("messaging").WithManagementPlugin().WithDataVolume();

// Prices are asked for by gRPC, on an endpoint that speaks HTTP/2 alone; its port is told apart from those of ASPNETCORE_URLS.
var sales = builder.AddService<Projects.Ops_SalesControl>("salescontrol", salesdb)
    .WithHttpEndpoint(name: "grpc", env: "GRPC_PORT")
    .WithEndpoint("grpc", grpc => grpc.Transport = "http2");
var archive = builder.AddService<Projects.Ops_RecordsArchive>("recordsarchive", archivedb);
var identity = builder.AddService<Projects.Ops_Identity>("identity", identitydb);

var gateway = builder.AddProject<Projects.Ops_Gateway>("gateway")
    .WithReference(sales).WaitFor(sales)
    .WithReference(archive).WaitFor(archive)
    .WithReference(identity).WaitFor(identity)
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();
if (int.TryParse(builder.Configuration["Gateway:Port"], out var port))
    gateway.WithEndpoint("http", http => http.Port = port);

foreach (var service in new[] { sales, archive, identity })
{
    service.WithReference(messaging).WaitFor(messaging)
        .WithEnvironment("PersonalData__MasterKeys__0", masterKey);
}

// Identity signs for the gateway's public address, and everybody takes the tokens of whoever that address belongs to.
identity.WithEnvironment("Authority__Issuer", gateway.GetEndpoint("http"));
foreach (var process in new[] { sales, archive, identity, gateway })
{
    process.WithEnvironment("Authentication__Schemes__Bearer__Authority", gateway.GetEndpoint("http"))
        .WithEnvironment("Authentication__Schemes__Bearer__ValidAudiences__0", "ops");
}

// With a password for the demo's staff a new installation begins with them, and with the demo project unless Demo:Project is false.
if (builder.Configuration["Parameters:demopassword"] is not null)
{
    var demoPassword = builder.AddParameter("demopassword", secret: true);
    identity.WithEnvironment("Demo__Password", demoPassword);
    if (builder.Configuration["Demo:Project"] != "false")
    {
        builder.AddProject<Projects.Ops_Demo>("demo-project")
            .WithArgs("seed")
            .WithEnvironment("Demo__Gateway", gateway.GetEndpoint("http"))
            .WithEnvironment("Demo__Password", demoPassword)
            .WaitFor(gateway);
    }
}

builder.Build().Run();
