// The verbs of Program.cs, under Aspire's names and in Aspire's form.
using System.Text.RegularExpressions;
using Aspire.Hosting.ApplicationModel;
using Ops.AppHost.Local.Processes;
using Ops.AppHost.Local.Servers;

namespace Aspire.Hosting;

/// <summary>Parameters.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>A value that the setting <c>Parameters:{name}</c> gives.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => builder.Configuration[$"Parameters:{name}"]
            ?? throw new InvalidOperationException($"The parameter '{name}' has no value: set Parameters__{name}.")));

    /// <summary>A value that the setting <c>Parameters:{name}</c> gives, or else one that is generated once and kept in the data folder.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddResource(new ParameterResource(name, () => builder.Configuration[$"Parameters:{name}"]
            ?? Secrets.Keep(Path.Combine(builder.Folder().Make("parameters"), name), value.Generate)));
    }
}

/// <summary>PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>A PostgreSQL server: here a private one from the system's package.</summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new PostgresServerResource(name, () => PrivatePostgres.PasswordOf(builder.Folder().Place(name))));

    /// <summary>Keeps its data from run to run, as Local always does.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(this IResourceBuilder<PostgresServerResource> builder) => builder;

    /// <summary>A database of the server.</summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ApplicationBuilder.AddResource(new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource));
    }
}

/// <summary>RabbitMQ.</summary>
public static class RabbitMQBuilderExtensions
{
    /// <summary>A RabbitMQ server: here a private one from the system's package.</summary>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(this IDistributedApplicationBuilder builder, string name) =>
        builder.AddResource(new RabbitMQServerResource(name, () => PrivateRabbitMq.PasswordOf(builder.Folder().Place(name))));

    /// <summary>With its management pages, as Local always does.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder) => builder;

    /// <summary>Keeps its data from run to run, as Local always does.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(this IResourceBuilder<RabbitMQServerResource> builder) => builder;
}

/// <summary>Projects.</summary>
public static class ProjectResourceBuilderExtensions
{
    /// <summary>A project, with its launch settings' first profile.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddResource(new ProjectResource(name, new TProject(), launchProfile: null));

    /// <summary>A project, with a certain profile of its launch settings.</summary>
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => builder.AddResource(new ProjectResource(name, new TProject(), launchProfileName));

    /// <summary>
    /// Runs it as several processes. Aspire puts one address before them; here a reference names each
    /// (<c>services__x__http__0</c>, <c>__1</c>, …), and the caller's service discovery spreads its calls.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Resource.Replicas = replicas;
        return builder;
    }
}

/// <summary>What holds for resources of several kinds; here only projects take any of it.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <summary>Sets an environment variable.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.With(() => [new(name, value ?? "")]);

    /// <summary>Sets an environment variable to a text with references in it.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, ReferenceExpression value)
        where T : IResourceWithEnvironment => builder.With(() => [new(name, value.Value)]);

    /// <summary>Sets an environment variable to an endpoint's URL.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.With(() => [new(name, endpointReference.Value)]);

    /// <summary>Sets an environment variable to a parameter's value.</summary>
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.With(() => [new(name, parameter.Resource.Value)]);

    /// <summary>Gives it arguments.</summary>
    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs
    {
        builder.Project().Arguments.AddRange(args);
        return builder;
    }

    /// <summary>Gives it another's connection string, as <c>ConnectionStrings__{name}</c> and in parts.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source)
        where TDestination : IResourceWithEnvironment
    {
        ArgumentNullException.ThrowIfNull(source);
        return builder.With(() =>
        [
            new($"ConnectionStrings__{source.Resource.Name}", source.Resource.ConnectionString),
            .. source.Resource.ConnectionProperties.Select(part => KeyValuePair.Create($"{Upper(source.Resource.Name)}_{part.Key}", part.Value)),
        ]);
    }

    /// <summary>Tells it where another service's replicas listen.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var service = source.Project();
        return builder.With(() =>
        [
            .. from endpoint in service.Endpoints
               from replica in Enumerable.Range(0, service.Replicas)
               select KeyValuePair.Create($"services__{service.Name}__{endpoint.Name}__{replica}", endpoint.Url(replica)),
            .. service.Endpoints.Select(endpoint => KeyValuePair.Create($"{Upper(service.Name)}_{Upper(endpoint.Name)}", endpoint.Url(0))),
        ]);
    }

    /// <summary>Starts it only when another is up and healthy.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(dependency);
        builder.Project().Waits.Add(new Wait(dependency.Resource, ExitCode: null));
        return builder;
    }

    /// <summary>Starts it only when another has ended as it should.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0)
        where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(dependency);
        builder.Project().Waits.Add(new Wait(dependency.Resource, exitCode));
        return builder;
    }

    /// <summary>It is healthy when this path of its first endpoint answers 200.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(this IResourceBuilder<T> builder, string? path = null)
        where T : IResourceWithEndpoints
    {
        builder.Project().HealthPath = path ?? "/";
        return builder;
    }

    /// <summary>People outside of the system use its endpoints.</summary>
    public static IResourceBuilder<T> WithExternalHttpEndpoints<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        foreach (var endpoint in builder.Project().Endpoints)
            endpoint.IsExternal = true;
        return builder;
    }

    /// <summary>One more endpoint than the launch settings give it. With <paramref name="env"/> that variable tells the process its port, and <c>ASPNETCORE_URLS</c> does not.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(this IResourceBuilder<T> builder, int? port = null, string? name = null, string? env = null)
        where T : IResourceWithEndpoints
    {
        builder.Project().Add(new EndpointAnnotation(name ?? "http", "http", port, env));
        return builder;
    }

    /// <summary>Changes an endpoint.</summary>
    public static IResourceBuilder<T> WithEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<EndpointAnnotation> callback)
        where T : IResourceWithEndpoints
    {
        ArgumentNullException.ThrowIfNull(callback);
        callback(builder.Project().Endpoint(endpointName));
        return builder;
    }

    /// <summary>An endpoint, for others to refer to.</summary>
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Project(), name);

    /// <summary>The name as it begins an environment variable.</summary>
    internal static string Upper(string name)
    {
        var upper = NotAllowed().Replace(name, "_").ToUpperInvariant();
        return char.IsAsciiDigit(upper[0]) ? "_" + upper : upper;
    }

    internal static Ops.AppHost.Local.DataFolder Folder(this IDistributedApplicationBuilder builder) => ((DistributedApplication.Builder)builder).Folder;

    private static ProjectResource Project<T>(this IResourceBuilder<T> builder)
        where T : IResource => (ProjectResource)(object)builder.Resource;

    private static IResourceBuilder<T> With<T>(this IResourceBuilder<T> builder, Func<IEnumerable<KeyValuePair<string, string>>> environment)
        where T : IResource
    {
        builder.Project().Environment.Add(environment);
        return builder;
    }

    [GeneratedRegex("[^A-Za-z0-9]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotAllowed();
}
