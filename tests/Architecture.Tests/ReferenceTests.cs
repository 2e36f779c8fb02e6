using System.Xml.Linq;
using Xunit;

namespace Ops.Architecture.Tests;

/// <summary>Who may refer to whom: the map of the system, read from the project files.</summary>
public sealed class ReferenceTests
{
    private static readonly IReadOnlyList<Project> Projects = [.. Repository.With(".csproj").Select(Project.Read)];

    [Fact]
    public void A_service_uses_contracts_the_platform_and_the_service_defaults_and_no_other_service() =>
        None(Projects.Where(project => project.IsService), reference => !(reference.IsContracts || reference.IsClient || reference.IsPlatform || reference.Folder == "ServiceDefaults"));

    [Fact]
    public void A_client_of_a_service_uses_its_contracts_the_platform_and_the_service_defaults() =>
        None(Projects.Where(project => project.IsClient), reference => !(reference.IsContracts || reference.IsPlatform || reference.Folder == "ServiceDefaults"));

    [Fact]
    public void Contracts_use_no_project_and_nothing_but_NodaTime_Protobuf_and_gRPCs_own_types()
    {
        var contracts = Projects.Where(project => project.IsContracts).ToList();
        Assert.NotEmpty(contracts);
        None(contracts, _ => true);
        Assert.Empty(contracts.SelectMany(project => project.Packages.Except(["NodaTime", "Google.Protobuf", "Grpc.Core.Api", "Grpc.Tools"]).Select(package => $"{project.Folder} uses {package}")));
    }

    [Fact]
    public void The_platform_knows_no_service_and_no_contract() =>
        None(Projects.Where(project => project.IsPlatform), reference => !(reference.IsPlatform || reference.Folder == "ServiceDefaults"));

    [Fact]
    public void The_service_defaults_know_the_texts_and_these_know_nothing_of_ours()
    {
        const string Texts = "services/Platform/Texts";
        None(Projects.Where(project => project.Folder == "ServiceDefaults"), reference => reference.Folder != Texts);
        None(Projects.Where(project => project.Folder == Texts), _ => true);
    }

    [Fact]
    public void The_gateway_and_the_AppHost_hold_no_rule()
    {
        var hosts = Projects.Where(project => project.Folder == "gateway" || project.Folder.StartsWith("AppHost", StringComparison.Ordinal)).ToList();
        Assert.Contains(hosts, project => project.Folder == "gateway");
        None(hosts.Where(project => project.Folder == "gateway"), reference => reference.Folder != "ServiceDefaults");
        None(hosts, reference => reference.IsPlatform);
        None(hosts, reference => reference.IsContracts);
        Assert.Empty(Repository.With(".cs").Where(file => hosts.Any(host => file.StartsWith(host.Folder + "/", StringComparison.Ordinal)) && Repository.Read(file).Contains("[Rule(", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_product_uses_a_test() =>
        None(Projects.Where(project => !project.Folder.StartsWith("tests/", StringComparison.Ordinal)), reference => reference.Folder.StartsWith("tests/", StringComparison.Ordinal));

    [Fact]
    public void The_transport_is_named_in_one_project_and_stays_at_its_last_free_line()
    {
        Assert.Equal(["services/Platform/Messaging"], Projects.Where(project => project.Packages.Any(package => package.StartsWith("MassTransit", StringComparison.Ordinal))).Select(project => project.Folder));
        Assert.Empty(Repository.With(".cs").Where(file => !file.StartsWith("services/Platform/Messaging/", StringComparison.Ordinal) && Repository.Read(file).Contains("using " + "MassTransit", StringComparison.Ordinal)));
        Assert.Contains("Include=\"MassTransit.RabbitMQ\" Version=\"8.5.", Repository.Read("Directory.Packages.props"), StringComparison.Ordinal);
    }

    /// <summary>What no project names itself holds others' packages at one version, and says so by its label.</summary>
    [Fact]
    public void Every_package_that_has_a_version_is_used_by_a_project()
    {
        var used = Repository.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal) || Path.GetFileName(file) == "Directory.Build.props")
            .SelectMany(file => XDocument.Parse(Repository.Read(file)).Descendants("PackageReference"))
            .Select(NameOf).ToHashSet(StringComparer.Ordinal);
        var versions = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").ToList();
        var pins = versions.Where(version => version.Parent!.Attribute("Label")!.Value.StartsWith("pins", StringComparison.Ordinal)).ToList();
        Assert.Empty(pins.Select(NameOf).Intersect(used));
        Assert.NotEmpty(versions.Except(pins));
        Assert.Empty(
            from package in versions.Except(pins).Select(NameOf)
            where !used.Contains(package)
            select package);

        static string NameOf(XElement package) => package.Attribute("Include")!.Value;
    }

    [Fact]
    public void Versions_of_packages_stand_in_one_place() =>
        Assert.Empty(Repository.With(".csproj").Where(file => XDocument.Parse(Repository.Read(file)).Descendants("PackageReference").Any(package => package.Attribute("Version") is not null)));

    private static void None(IEnumerable<Project> projects, Func<Project, bool> forbidden)
    {
        var checkedProjects = projects.ToList();
        Assert.NotEmpty(checkedProjects);
        Assert.Empty(
            from project in checkedProjects
            from folder in project.References
            let reference = Projects.Single(other => other.Folder == folder)
            where forbidden(reference)
            select $"{project.Folder} must not use {reference.Folder}");
    }

    /// <summary>A project by its folder, with the folders of the projects and the names of the packages that it uses.</summary>
    private sealed record Project(string Folder, IReadOnlyList<string> References, IReadOnlyList<string> Packages)
    {
        public bool IsPlatform => Folder.StartsWith("services/Platform/", StringComparison.Ordinal);

        public bool IsContracts => Folder.StartsWith("services/", StringComparison.Ordinal) && Folder.EndsWith("/Contracts", StringComparison.Ordinal);

        /// <summary>What a service gives every other to keep of it: Identity's copy of the staff.</summary>
        public bool IsClient => Folder.StartsWith("services/", StringComparison.Ordinal) && Folder.EndsWith("/Client", StringComparison.Ordinal);

        public bool IsService => Folder.StartsWith("services/", StringComparison.Ordinal) && Folder.EndsWith("/Service", StringComparison.Ordinal);

        public static Project Read(string file)
        {
            var folder = Path.GetDirectoryName(file)!;
            var xml = XDocument.Parse(Repository.Read(file));
            return new(
                folder,
                // The AppHost names the services to start them, not to use them.
                [.. xml.Descendants("ProjectReference").Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
                    .Select(reference => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, Path.GetDirectoryName(reference.Attribute("Include")!.Value.Replace('\\', '/'))!))))],
                [.. xml.Descendants("PackageReference").Select(package => package.Attribute("Include")!.Value)]);
        }
    }
}
