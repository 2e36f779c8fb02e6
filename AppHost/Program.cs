// The system on one page: what exists, and what refers to what. Written to Aspire's hosting API; what it compiles against,
// Aspire's packages or Local, is the project file's business.
using Ops.AppHost;

var builder = DistributedApplication.CreateBuilder(args);

// The public half of the key that `make token` signs with.
var jwks = builder.AddParameter("jwks");
// Registers keep personal data under this key, beside their hash chains.
var personalKey = builder.AddParameter("personalkey", new GenerateParameterDefault { MinLength = 44 }, secret: true, persist: true);

var postgres = builder.AddPostgres("postgres").WithDataVolume();
var salesdb = postgres.AddDatabase("salesdb");
var archivedb = postgres.AddDatabase("archivedb");
var messaging = builder.AddRabbitMQ("messaging").WithManagementPlugin().WithDataVolume();

var sales = builder.AddService<Projects.Ops_SalesControl>("salescontrol", salesdb);
var archive = builder.AddService<Projects.Ops_RecordsArchive>("recordsarchive", archivedb);

var gateway = builder.AddProject<Projects.Ops_Gateway>("gateway")
    .WithReference(sales).WaitFor(sales)
    .WithReference(archive).WaitFor(archive)
    .WithEnvironment("Authority__Jwks", jwks)
    .WithEnvironment("Authentication__Schemes__Bearer__ValidAudiences__0", "ops")
    .WithHttpHealthCheck("/health")
    .WithExternalHttpEndpoints();
// The issuer that it stands in for is its public address.
gateway.WithEnvironment("Authority__Issuer", gateway.GetEndpoint("http"));
if (int.TryParse(builder.Configuration["Gateway:Port"], out var port))
    gateway.WithEndpoint("http", http => http.Port = port);

foreach (var service in new[] { sales, archive })
{
    service.WithReference(messaging).WaitFor(messaging)
        .WithEnvironment("Registers__PersonalKey", personalKey)
        .WithEnvironment("Authentication__Schemes__Bearer__Authority", gateway.GetEndpoint("http"))
        .WithEnvironment("Authentication__Schemes__Bearer__ValidAudiences__0", "ops");
}

// With a token of operations, a new installation begins with the demo project.
if (builder.Configuration["Parameters:demotoken"] is not null)
{
    builder.AddProject<Projects.Ops_Demo>("demo-project")
        .WithArgs("seed")
        .WithEnvironment("Demo__Gateway", gateway.GetEndpoint("http"))
        .WithEnvironment("Demo__Token", builder.AddParameter("demotoken", secret: true))
        .WaitFor(gateway);
}

builder.Build().Run();
