// What Program.cs names of Aspire's model, under Aspire's names. Anything more does not exist here.
using Npgsql;
using Ops.AppHost.Local;
using Ops.AppHost.Local.Processes;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that the system consists of.</summary>
public interface IResource
{
    /// <summary>Its name, unique in the system.</summary>
    string Name { get; }
}

/// <summary>A resource that takes environment variables.</summary>
public interface IResourceWithEnvironment : IResource;

/// <summary>A resource that takes arguments.</summary>
public interface IResourceWithArgs : IResource;

/// <summary>A resource that can wait for others.</summary>
public interface IResourceWithWaitSupport : IResource;

/// <summary>A resource that listens.</summary>
public interface IResourceWithEndpoints : IResource;

/// <summary>A resource that others find by its name.</summary>
public interface IResourceWithServiceDiscovery : IResourceWithEndpoints;

/// <summary>A resource that others reach through a connection string.</summary>
public interface IResourceWithConnectionString : IResource
{
    /// <summary>The connection string.</summary>
    internal string ConnectionString { get; }

    /// <summary>Its parts, for those who read no connection strings: <c>HOST</c>, <c>PORT</c> and so on.</summary>
    internal IEnumerable<KeyValuePair<string, string>> ConnectionProperties { get; }
}

/// <summary>A resource that is being described.</summary>
/// <typeparam name="T">Its kind.</typeparam>
public interface IResourceBuilder<out T>
    where T : IResource
{
    /// <summary>The system that it belongs to.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>The resource.</summary>
    T Resource { get; }
}

/// <summary>A value that is given from outside, or generated once and kept.</summary>
public sealed class ParameterResource : IResource, IValue
{
    private readonly Lazy<string> _value;

    internal ParameterResource(string name, Func<string> value) => (Name, _value) = (name, new(value));

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public string Value => _value.Value;
}

/// <summary>What a parameter is when nobody says.</summary>
public abstract class ParameterDefault
{
    internal abstract string Generate();
}

/// <summary>A generated secret of letters, digits and, unless <see cref="Special"/> is false, other characters.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    /// <summary>The least number of characters.</summary>
    public int MinLength { get; set; } = 22;

    /// <summary>Whether it holds characters that are neither letters nor digits.</summary>
    public bool Special { get; set; } = true;

    internal override string Generate() => Secrets.Generate(Special, Math.Max(MinLength, 32));
}

/// <summary>A PostgreSQL server.</summary>
public sealed class PostgresServerResource : IResource
{
    private readonly Lazy<string> _password;

    internal PostgresServerResource(string name, Func<string> password) => (Name, _password) = (name, new(password));

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>The host's name, for a <see cref="ReferenceExpression"/>.</summary>
    public EndpointReferenceExpression Host { get; } = new(() => "localhost");

    /// <summary>The port, for a <see cref="ReferenceExpression"/>.</summary>
    public EndpointReferenceExpression Port => field ??= new(() => $"{ListenPort}");

    internal int ListenPort => field == 0 ? field = Ports.Free() : field;

    internal string Password => _password.Value;
}

/// <summary>A database of a PostgreSQL server, made when the server has none of that name.</summary>
public sealed class PostgresDatabaseResource : IResourceWithConnectionString
{
    internal PostgresDatabaseResource(string name, string databaseName, PostgresServerResource parent) => (Name, DatabaseName, Parent) = (name, databaseName, parent);

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>Its name in the server.</summary>
    public string DatabaseName { get; }

    /// <summary>The server.</summary>
    public PostgresServerResource Parent { get; }

    string IResourceWithConnectionString.ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = Parent.Host.Value,
        Port = Parent.ListenPort,
        Username = "postgres",
        Password = Parent.Password,
        Database = DatabaseName,
    }.ConnectionString;

    IEnumerable<KeyValuePair<string, string>> IResourceWithConnectionString.ConnectionProperties =>
    [
        new("HOST", Parent.Host.Value),
        new("PORT", Parent.Port.Value),
        new("USERNAME", "postgres"),
        new("PASSWORD", Parent.Password),
        new("URI", $"postgresql://postgres:{Uri.EscapeDataString(Parent.Password)}@{Parent.Host.Value}:{Parent.Port.Value}/{Uri.EscapeDataString(DatabaseName)}"),
        new("JDBCCONNECTIONSTRING", $"jdbc:postgresql://{Parent.Host.Value}:{Parent.Port.Value}/{Uri.EscapeDataString(DatabaseName)}"),
        new("DATABASENAME", DatabaseName),
    ];
}

/// <summary>A RabbitMQ server.</summary>
public sealed class RabbitMQServerResource : IResourceWithConnectionString
{
    private readonly Lazy<string> _password;

    internal RabbitMQServerResource(string name, Func<string> password) => (Name, _password) = (name, new(password));

    /// <inheritdoc />
    public string Name { get; }

    internal Ops.AppHost.Local.Servers.RabbitMqPorts Listens => field ??= Ops.AppHost.Local.Servers.RabbitMqPorts.Free();

    private string ConnectionString => $"amqp://guest:{Uri.EscapeDataString(_password.Value)}@localhost:{Listens.Amqp}";

    string IResourceWithConnectionString.ConnectionString => ConnectionString;

    IEnumerable<KeyValuePair<string, string>> IResourceWithConnectionString.ConnectionProperties =>
    [
        new("HOST", "localhost"),
        new("PORT", $"{Listens.Amqp}"),
        new("USERNAME", "guest"),
        new("PASSWORD", _password.Value),
        new("URI", ConnectionString),
    ];
}

/// <summary>A .NET project, run as a process of its own, or as several.</summary>
public sealed class ProjectResource : IResourceWithEnvironment, IResourceWithArgs, IResourceWithWaitSupport, IResourceWithServiceDiscovery
{
    internal ProjectResource(string name, IProjectMetadata project, string? launchProfile)
    {
        (Name, Project, Profile) = (name, project, LaunchProfile.Read(project.ProjectPath, launchProfile));
        Endpoints = [.. Profile.Urls.Select(url => new EndpointAnnotation(url.Scheme, url.Port))];
    }

    /// <inheritdoc />
    public string Name { get; }

    internal IProjectMetadata Project { get; }

    internal LaunchProfile Profile { get; }

    internal List<EndpointAnnotation> Endpoints { get; }

    internal List<string> Arguments { get; } = [];

    /// <summary>In the order in which Program.cs says them: the last one of a name counts.</summary>
    internal List<Func<IEnumerable<KeyValuePair<string, string>>>> Environment { get; } = [];

    internal List<Wait> Waits { get; } = [];

    internal string? HealthPath { get; set; }

    internal int Replicas { get; set; } = 1;

    internal void Add(EndpointAnnotation endpoint)
    {
        if (Endpoints.Exists(other => other.Name == endpoint.Name))
            throw new InvalidOperationException($"'{Name}' has an endpoint '{endpoint.Name}' already.");
        Endpoints.Add(endpoint);
    }

    internal EndpointAnnotation Endpoint(string name) => Endpoints.Find(endpoint => endpoint.Name == name)
        ?? throw new InvalidOperationException($"'{Name}' has no endpoint '{name}': its launchSettings.json gives it none.");
}

/// <summary>What a resource waits for.</summary>
/// <param name="For">The other resource.</param>
/// <param name="ExitCode">The code with which it must have ended; null when it must be up and healthy.</param>
internal sealed record Wait(IResource For, int? ExitCode);

/// <summary>Where a project listens.</summary>
public sealed class EndpointAnnotation
{
    private readonly List<int> _listens = [];

    internal EndpointAnnotation(string scheme, int port) => (Name, UriScheme, Port) = (scheme, scheme, port);

    internal EndpointAnnotation(string name, string scheme, int? port, string? portVariable) => (Name, UriScheme, Port, PortVariable) = (name, scheme, port, portVariable);

    /// <summary>The endpoint's name.</summary>
    public string Name { get; }

    /// <summary><c>http</c> or <c>https</c>.</summary>
    public string UriScheme { get; }

    /// <summary>The port it is wanted on. Here only an external endpoint gets it, the others a free one.</summary>
    public int? Port { get; set; }

    /// <summary><c>http</c> or <c>http2</c>; whoever puts something before the process asks for it, and here nobody does.</summary>
    public string Transport { get; set; } = "http";

    /// <summary>The variable that tells the process its port; null for an endpoint that stands in <c>ASPNETCORE_URLS</c>.</summary>
    internal string? PortVariable { get; }

    /// <summary>Whether people outside of the system use it.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Where a replica listens, counted from 0.</summary>
    internal int ListenPort(int replica)
    {
        while (_listens.Count <= replica)
            _listens.Add(IsExternal && Port is { } port && _listens.Count == 0 ? port : Ports.Free());
        return _listens[replica];
    }

    internal string Url(int replica) => $"{UriScheme}://localhost:{ListenPort(replica)}";
}

/// <summary>A project's endpoint, named by another resource; its value is the URL.</summary>
public sealed class EndpointReference : IValue
{
    private readonly ProjectResource _project;
    private readonly string _name;

    internal EndpointReference(ProjectResource project, string name) => (_project, _name) = (project, name);

    /// <inheritdoc />
    public string Value => _project.Endpoint(_name).Url(0);
}

/// <summary>A part of an endpoint.</summary>
public sealed class EndpointReferenceExpression : IValue
{
    private readonly Func<string> _value;

    internal EndpointReferenceExpression(Func<string> value) => _value = value;

    /// <inheritdoc />
    public string Value => _value();
}
