using Ops.AppHost.Servers;

namespace Ops.AppHost;

/// <summary>What every service of ours has in common.</summary>
internal static class ServiceExtensions
{
    /// <summary>A service: a process of ours with routes behind the gateway, and messages.</summary>
    /// <param name="builder">The system.</param>
    /// <param name="name">Its name, and its role's on the server.</param>
    /// <param name="prefix">The prefix of its routes behind the gateway.</param>
    /// <param name="database">Its database.</param>
    /// <param name="installation">The installation.</param>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, string prefix, Database database,
        Installation installation)
        where TProject : IProjectMetadata, new() =>
        builder.AddProcess<TProject>(name, database, installation)
            .WithUrlForEndpoint(
                "http", url => (url.Url, url.DisplayText) = ($"{url.Url}{prefix}/openapi.json", "OpenAPI"))
            .WithFailedMessages(prefix, installation)
            .WithIconName("BuildingPeople");

    /// <summary>
    /// A process of ours on a database of its own. Its migrator, the same program with <c>--migrate</c>, alone is given
    /// the server's superuser: it makes the database, the tables and the role, named like the service, under which the
    /// service then runs.
    /// </summary>
    /// <param name="builder">The system.</param>
    /// <param name="name">Its name, and its role's on the server.</param>
    /// <param name="database">Its database.</param>
    /// <param name="installation">The installation.</param>
    public static IResourceBuilder<ProjectResource> AddProcess<TProject>(
        this IDistributedApplicationBuilder builder, string name, Database database, Installation installation)
        where TProject : IProjectMetadata, new()
    {
        var password = installation.AddKeptSecret(builder, $"{name}role");
        var service = builder.AddProject<TProject>(name)
            .WithEnvironment($"ConnectionStrings__{database.Name}", database.As(name, password))
            // Several installations run on one machine: its launch profile's port is not taken.
            .WithEndpoint("http", http => http.Port = null)
            .WithHttpHealthCheck("/health");
        var migrator = builder.AddProject<TProject>($"{name}-migrator", launchProfileName: "migrator")
            .WithArgs("--migrate")
            .WithReference(database.Resource).WaitFor(database.Server)
            .WithEnvironment("Runtime__Role", name)
            .WithEnvironment("Runtime__Password", password)
            .WithParentRelationship(database.Resource)
            .WithIconName("DatabaseArrowUp");
        // A new installation may begin on a day of its own, as the demo's does: the migrator writes the first offset.
        if (builder.Configuration["Simulation:Offset"] is { Length: > 0 } offset)
            migrator.WithEnvironment("Simulation__Offset", offset);
        return service.WaitForCompletion(migrator);
    }
}
