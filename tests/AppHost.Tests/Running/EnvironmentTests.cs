using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Npgsql;
using Ops.AppHost.Local;
using Xunit;

namespace Ops.AppHost.Tests.Running;

/// <summary>What a process is given is what Aspire 13.5.2 gives it, dumped from the real one.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private static readonly Telemetry Viewer = new(new Uri("http://localhost:4317"), "key");

    private readonly TestFolder _folder = new();
    private readonly IDistributedApplicationBuilder _builder;

    public EnvironmentTests() => _builder = DistributedApplication.CreateBuilder([$"--OPS_DATA={_folder.Path}"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_project_alone_is_given_its_launch_profile_its_address_and_its_telemetry()
    {
        var project = _builder.AddProject<Projects.Ops_TestService>("service").Resource;
        Assert.Equal(
            $"""
            ASPNETCORE_ENVIRONMENT=Development
            ASPNETCORE_URLS=http://localhost:{project.Endpoint("http").ListenPort(0)}
            DOTNET_LAUNCH_PROFILE=service
            OTEL_BLRP_SCHEDULE_DELAY=1000
            OTEL_BSP_SCHEDULE_DELAY=1000
            OTEL_DOTNET_EXPERIMENTAL_ASPNETCORE_DISABLE_URL_QUERY_REDACTION=true
            OTEL_DOTNET_EXPERIMENTAL_HTTPCLIENT_DISABLE_URL_QUERY_REDACTION=true
            OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY=in_memory
            OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317
            OTEL_EXPORTER_OTLP_HEADERS=x-otlp-api-key=key
            OTEL_EXPORTER_OTLP_PROTOCOL=grpc
            OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true
            OTEL_METRICS_EXEMPLAR_FILTER=trace_based
            OTEL_METRIC_EXPORT_INTERVAL=1000
            OTEL_RESOURCE_ATTRIBUTES=service.instance.id=abc
            OTEL_SERVICE_NAME=service
            OTEL_TRACES_SAMPLER=always_on
            """,
            Listed(ProjectEnvironment.Of(project, 0, "abc", Viewer)));
    }

    [Fact]
    public void Telemetry_goes_where_the_host_was_told_when_it_was_told()
    {
        var project = _builder.AddProject<Projects.Ops_TestService>("service").Resource;
        Assert.DoesNotContain(ProjectEnvironment.Of(project, 0, "abc", telemetry: null).Keys, name => name.StartsWith("OTEL_EXPORTER", StringComparison.Ordinal));
    }

    [Fact]
    public void A_reference_to_a_database_is_a_connection_string_and_its_parts()
    {
        var password = Hold("postgres", "p{w(1!)}-_.~*+");
        var database = _builder.AddPostgres("postgres").WithDataVolume().AddDatabase("sales-db", "sales");
        var port = database.Resource.Parent.ListenPort;
        Assert.Equal(
            $"""
            ConnectionStrings__sales-db=Host=localhost;Port={port};Username=postgres;Password={password};Database=sales
            SALES_DB_DATABASENAME=sales
            SALES_DB_HOST=localhost
            SALES_DB_JDBCCONNECTIONSTRING=jdbc:postgresql://localhost:{port}/sales
            SALES_DB_PASSWORD={password}
            SALES_DB_PORT={port}
            SALES_DB_URI=postgresql://postgres:p%7Bw%281%21%29%7D-_.~%2A%2B@localhost:{port}/sales
            SALES_DB_USERNAME=postgres
            """,
            Added(_builder.AddProject<Projects.Ops_TestService>("service").WithReference(database)));
    }

    [Theory]
    [InlineData("semi;colon")]
    [InlineData("quote'and\"quote")]
    [InlineData("sp ace=and%40")]
    public void A_password_of_any_characters_survives_the_connection_string_and_the_uri(string password)
    {
        Hold("postgres", password);
        Hold("messaging", password);
        var environment = Environment(_builder.AddProject<Projects.Ops_TestService>("service")
            .WithReference(_builder.AddPostgres("postgres").AddDatabase("db"))
            .WithReference(_builder.AddRabbitMQ("messaging")));
        Assert.Equal(password, new NpgsqlConnectionStringBuilder(environment["ConnectionStrings__db"]).Password);
        Assert.Equal($"postgres:{password}", Uri.UnescapeDataString(new Uri(environment["DB_URI"]).UserInfo));
        Assert.Equal($"guest:{password}", Uri.UnescapeDataString(new Uri(environment["ConnectionStrings__messaging"]).UserInfo));
    }

    [Fact]
    public void A_reference_to_RabbitMQ_is_a_uri_and_its_parts()
    {
        var password = Hold("messaging", "secret");
        var messaging = _builder.AddRabbitMQ("messaging").WithManagementPlugin().WithDataVolume();
        var port = messaging.Resource.Listens.Amqp;
        Assert.Equal(
            $"""
            ConnectionStrings__messaging=amqp://guest:{password}@localhost:{port}
            MESSAGING_HOST=localhost
            MESSAGING_PASSWORD={password}
            MESSAGING_PORT={port}
            MESSAGING_URI=amqp://guest:{password}@localhost:{port}
            MESSAGING_USERNAME=guest
            """,
            Added(_builder.AddProject<Projects.Ops_TestService>("service").WithReference(messaging)));
    }

    [Fact]
    public void A_reference_to_a_service_names_each_of_its_replicas()
    {
        var other = _builder.AddProject<Projects.Ops_TestService>("1other-one").WithReplicas(2);
        var endpoint = other.Resource.Endpoint("http");
        Assert.Equal(
            $"""
            _1OTHER_ONE_HTTP=http://localhost:{endpoint.ListenPort(0)}
            services__1other-one__http__0=http://localhost:{endpoint.ListenPort(0)}
            services__1other-one__http__1=http://localhost:{endpoint.ListenPort(1)}
            """,
            Added(_builder.AddProject<Projects.Ops_TestService>("service").WithReference(other)));
    }

    [Fact]
    public void An_endpoint_with_a_variable_of_its_own_is_told_by_it_and_found_by_its_name()
    {
        var answering = _builder.AddProject<Projects.Ops_TestService>("answering").WithHttpEndpoint(name: "grpc", env: "GRPC_PORT").WithEndpoint("grpc", grpc => grpc.Transport = "http2");
        var (http, grpc) = (answering.Resource.Endpoint("http").ListenPort(0), answering.Resource.Endpoint("grpc").ListenPort(0));

        var own = ProjectEnvironment.Of(answering.Resource, 0, "abc", Viewer);
        Assert.Equal(($"{grpc}", $"http://localhost:{http}"), (own["GRPC_PORT"], own["ASPNETCORE_URLS"]));
        Assert.Equal(
            $"""
            ANSWERING_GRPC=http://localhost:{grpc}
            ANSWERING_HTTP=http://localhost:{http}
            services__answering__grpc__0=http://localhost:{grpc}
            services__answering__http__0=http://localhost:{http}
            """,
            Added(_builder.AddProject<Projects.Ops_TestService>("service").WithReference(answering)));
        Assert.Throws<InvalidOperationException>(() => answering.WithHttpEndpoint(name: "grpc"));
    }

    [Fact]
    public void Only_an_external_endpoint_has_the_port_that_is_written()
    {
        var inner = _builder.AddProject<Projects.Ops_TestService>("inner").Resource;
        var outer = _builder.AddProject<Projects.Ops_TestService>("outer").WithEndpoint("http", http => http.Port = 6001).WithExternalHttpEndpoints().Resource;
        Assert.NotEqual(5999, inner.Endpoint("http").ListenPort(0));
        Assert.Equal("http://localhost:6001", outer.Endpoint("http").Url(0));
    }

    [Fact]
    public void The_last_of_a_name_counts_and_an_expression_is_put_together_of_its_values()
    {
        Hold("postgres", "super");
        var database = _builder.AddPostgres("postgres").AddDatabase("db");
        var password = _builder.AddParameter("role", new GenerateParameterDefault(), secret: true, persist: true);
        var server = database.Resource.Parent;
        var environment = Environment(_builder.AddProject<Projects.Ops_TestService>("service")
            .WithReference(database)
            .WithEnvironment("ConnectionStrings__db", ReferenceExpression.Create($"Host={server.Host};Port={server.Port};Username={"own"};Password={password}")));
        Assert.Equal($"Host=localhost;Port={server.ListenPort};Username=own;Password={password.Resource.Value}", environment["ConnectionStrings__db"]);
    }

    [Fact]
    public void A_generated_parameter_is_kept_for_the_next_run_and_one_that_is_set_counts_before_it()
    {
        string Value(params string[] args) => DistributedApplication.CreateBuilder([$"--OPS_DATA={_folder.Path}", .. args])
            .AddParameter("role", new GenerateParameterDefault { MinLength = 44 }, secret: true).Resource.Value;
        var first = Value();
        Assert.True(first.Length >= 44);
        Assert.Equal(first, Value());
        Assert.Equal("mine", Value("--Parameters:role=mine"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder["parameters/role"]));
    }

    [Fact]
    public void A_parameter_that_nobody_sets_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _builder.AddParameter("jwks").Resource.Value);
        Assert.Contains("Parameters__jwks", error.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Environment(IResourceBuilder<ProjectResource> project) => ProjectEnvironment.Of(project.Resource, 0, "abc", Viewer);

    /// <summary>What a project is given beside what every project is given.</summary>
    private string Added(IResourceBuilder<ProjectResource> project)
    {
        var alone = ProjectEnvironment.Of(_builder.AddProject<Projects.Ops_TestService>("alone").Resource, 0, "abc", Viewer);
        return Listed(Environment(project).Where(variable => !alone.ContainsKey(variable.Key)));
    }

    private static string Listed(IEnumerable<KeyValuePair<string, string>> environment) =>
        string.Join('\n', environment.Select(variable => $"{variable.Key}={variable.Value}").Order(StringComparer.Ordinal));

    private string Hold(string server, string password)
    {
        Directory.CreateDirectory(_folder[server]);
        File.WriteAllText(_folder[$"{server}/password"], password);
        return password;
    }
}
