extern alias archive;
extern alias identity;
extern alias sales;

using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests.Documents;

/// <summary>
/// A client is generated from the three documents as it is by anybody, and plays the demo's story with the services.
/// </summary>
[Collection(OnServers.Name)]
public sealed class ClientTests(TestServers servers)
{
    [Fact]
    public async Task A_client_made_of_the_documents_alone_goes_from_a_list_of_units_to_accepted_papers()
    {
        await using var authority = await TestAuthority.StartAsync();
        var broker = await servers.CreateVirtualHostAsync("clients");
        await using var archive = await ServiceHost<archive::Program>.StartAsync(
            servers, "archivedb", authority: authority, messaging: broker);
        await using var sales = await ServiceHost<sales::Program>.StartAsync(
            servers, "salesdb", authority: authority, messaging: broker);
        await using var identity = await ServiceHost<identity::Program>.StartAsync(
            servers, "identitydb", Departments.Settings, authority, broker);
        var clients = Compile(
            await SourceAsync(sales.Client(token: null), "/api/sales", "Sales", "SalesControlClient"),
            await SourceAsync(archive.Client(token: null), "/api/archive", "Archive", "RecordsArchiveClient"),
            await SourceAsync(identity.Client(token: null), "/api/identity", "Staff", "IdentityClient"),
            Repository.Read("tests/Architecture.Tests/Documents/ClientStory.cs"));

        IReadOnlyList<string> all = [.. Repository.With("/permissions.json").SelectMany(file =>
            JsonDocument.Parse(Repository.Read(file)).RootElement.EnumerateArray()
                .Select(one => one.GetProperty("name").GetString()!))];
        Func<string, string, string, HttpClient> at = (service, who, department) => service switch
        {
            "sales" => sales.Client(all, who, Post(who), department),
            "archive" => archive.Client(all, who, Post(who), department),
            _ => identity.Client(all, who, Post(who), department),
        };
        var played = await Record.ExceptionAsync(() =>
            (Task)clients.GetType("Ops.Clients.ClientStory", throwOnError: true)!
                .GetMethod("PlayAsync")!.Invoke(null, [at])!);
        // What was answered is in the text of a client's exception alone.
        Assert.True(played is null, played?.ToString());

        static string Post(string who) => who[..who.LastIndexOf('-')];
    }

    private static async Task<string> SourceAsync(HttpClient nobody, string prefix, string name, string client)
    {
        using (nobody)
        {
            var document = await ServiceDocument.ReadAsync(
                await nobody.GetStringAsync(new Uri($"{prefix}/openapi.json", UriKind.Relative)));
            return new CSharpClientGenerator(document.Document, new CSharpClientGeneratorSettings
            {
                ClassName = client,
                InjectHttpClient = true,
                DisposeHttpClient = false,
                UseBaseUrl = false,
                WrapResponses = true,
                GenerateOptionalParameters = true,
                CSharpGeneratorSettings =
                {
                    Namespace = $"Ops.Clients.{name}",
                    JsonLibrary = CSharpJsonLibrary.SystemTextJson,
                    GenerateNullableReferenceTypes = true,
                    DateType = "System.DateOnly",
                },
            }).GenerateFile();
        }
    }

    private static Assembly Compile(params string[] sources)
    {
        var known = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var usings =
            "global using System; global using System.Collections.Generic; global using System.IO; "
            + "global using System.Linq; global using System.Net.Http; global using System.Threading.Tasks;";
        var compiled = CSharpCompilation.Create(
            "Ops.Clients", [.. sources.Append(usings).Select(source => CSharpSyntaxTree.ParseText(source))],
            known.Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        using var assembly = new MemoryStream();
        var result = compiled.Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error));
        assembly.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(assembly);
    }
}
