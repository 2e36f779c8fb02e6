namespace Ops.AppHost;

/// <summary>What every service of ours has in common.</summary>
internal static class ServiceExtensions
{
    /// <summary>
    /// A service on a database of its own. Its migrator, the same program with <c>--migrate</c>, alone is given the server's superuser:
    /// it makes the tables and the role, named like the service, under which the service then runs.
    /// </summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<PostgresDatabaseResource> database)
        where TProject : IProjectMetadata, new()
    {
        var password = builder.AddParameter($"{name}role", new GenerateParameterDefault(), secret: true, persist: true);
        var migrator = builder.AddProject<TProject>($"{name}-migrator", launchProfileName: "migrator")
            .WithArgs("--migrate")
            .WithReference(database).WaitFor(database)
            .WithEnvironment("Runtime__Role", name)
            .WithEnvironment("Runtime__Password", password);
        // A new installation may begin on a day of its own, as the demo's does: the migrator writes the clock's first offset.
        if (builder.Configuration["Simulation:Offset"] is { Length: > 0 } offset)
            migrator.WithEnvironment("Simulation__Offset", offset);
        var server = database.Resource.Parent;
        return builder.AddProject<TProject>(name)
            .WaitForCompletion(migrator)
            .WithEnvironment(
                $"ConnectionStrings__{database.Resource.Name}",
                ReferenceExpression.Create($"Host={server.Host};Port={server.Port};Username={name};Password={password};Database={database.Resource.DatabaseName}"))
            .WithHttpHealthCheck("/health");
    }
}
