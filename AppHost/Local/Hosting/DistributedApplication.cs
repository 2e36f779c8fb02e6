using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Ops.AppHost.Local;

namespace Aspire.Hosting;

/// <summary>A system that is being described.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>The host's settings: environment variables and arguments.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>Adds a resource of a name that is not there yet.</summary>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    /// <summary>What can be run.</summary>
    DistributedApplication Build();
}

/// <summary>A project of the solution; the build makes one class a project reference, in the namespace <c>Projects</c>.</summary>
public interface IProjectMetadata
{
    /// <summary>The project file.</summary>
    string ProjectPath { get; }

    /// <summary>What the build makes of it. Aspire has no such member: it builds when it starts.</summary>
    string TargetPath { get; }
}

/// <summary>A system, run as processes of this machine.</summary>
public sealed class DistributedApplication
{
    private readonly SystemRun _run;

    private DistributedApplication(SystemRun run) => _run = run;

    /// <summary>Begins the description of a system.</summary>
    /// <param name="args">Settings, as <c>--Name=value</c>; they count before environment variables.</param>
    public static IDistributedApplicationBuilder CreateBuilder(string[] args) => new Builder(args);

    /// <summary>Runs it until it is told to stop, by Ctrl-C or a signal; the process's exit code then says how it went.</summary>
    public void Run() => Environment.ExitCode = _run.UntilToldAsync().GetAwaiter().GetResult();

    internal SystemRun SystemRun => _run;

    internal sealed class Builder : IDistributedApplicationBuilder
    {
        private readonly List<IResource> _resources = [];

        public Builder(string[] args)
        {
            Configuration.AddEnvironmentVariables().AddCommandLine(args);
            Folder = DataFolder.Of(Configuration["OPS_DATA"]);
        }

        public ConfigurationManager Configuration { get; } = new();

        public DataFolder Folder { get; }

        public IResourceBuilder<T> AddResource<T>(T resource)
            where T : IResource
        {
            if (_resources.Exists(other => other.Name == resource.Name))
                throw new InvalidOperationException($"There are two resources named '{resource.Name}'.");
            _resources.Add(resource);
            return new ResourceBuilder<T>(this, resource);
        }

        public DistributedApplication Build() => new(new SystemRun(_resources, Configuration, Folder));
    }

    private sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T>
        where T : IResource;
}
