// A small system with one of everything, for tests that need a real host process.
var builder = DistributedApplication.CreateBuilder(args);
var db = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("db");
var messaging = builder.AddRabbitMQ("messaging").WithManagementPlugin().WithDataVolume();
var migrator = builder.AddProject<Projects.Ops_TestService>("migrator", launchProfileName: "worker")
    .WithArgs("--end-with", builder.Configuration["MigratorEndsWith"] ?? "0")
    .WithReference(db).WaitFor(db);
var service = builder.AddProject<Projects.Ops_TestService>("service")
    .WaitForCompletion(migrator)
    .WithReference(db)
    .WithReference(messaging).WaitFor(messaging)
    .WithHttpHealthCheck("/health");
builder.AddProject<Projects.Ops_TestService>("edge")
    .WithReference(service).WaitFor(service)
    .WithHttpHealthCheck("/health")
    .WithEndpoint("http", http => http.Port = int.Parse(builder.Configuration["Edge:Port"]!))
    .WithExternalHttpEndpoints();
builder.Build().Run();
