using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using Ops.TestSupport;
using Xunit;

namespace Ops.Architecture.Tests.Documents;

/// <summary>
/// A client is generated from the documents as it is by anybody, and plays the demo's story with the services.
/// </summary>
[Collection(OnServers.Name)]
public sealed class ClientTests(TestServers servers)
{
    [Fact]
    [Case("openapi-document-that-a-stranger-can-build-on")]
    public async Task A_client_made_of_the_documents_alone_goes_from_a_list_of_units_to_delivered_homes()
    {
        await using var system = await WholeSystem.StartAsync(servers);
        var clients = Compile(
            await SourceAsync(system, "salescontrol", "/api/sales", "Sales", "SalesControlClient"),
            await SourceAsync(system, "recordsarchive", "/api/archive", "Archive", "RecordsArchiveClient"),
            await SourceAsync(system, "identity", "/api/identity", "Staff", "IdentityClient"),
            await SourceAsync(system, "clientattribution", "/api/clients", "Visitors", "ClientAttributionClient"),
            await SourceAsync(system, "gateway", "/api/simulation", "Clock", "ClockClient"),
            Repository.Read("tests/Architecture.Tests/Documents/ClientStory.cs"));
        Func<string, string, string, HttpClient> at = system.Client;
        var played = await Record.ExceptionAsync(() =>
            (Task)clients.GetType("Ops.Clients.ClientStory", throwOnError: true)!
                .GetMethod("PlayAsync")!.Invoke(null, [at])!);
        // What was answered is in the text of a client's exception alone.
        Assert.True(played is null, played?.ToString());
    }

    /// <summary>It moves the clock of real services, by which whatever it may come to is stored.</summary>
    [Fact]
    [Case("clock-moved-to-no-time", Generated = true)]
    public async Task Whatever_is_sent_to_the_clock_it_answers_and_says_what_is_wrong()
    {
        await using var system = await WholeSystem.StartAsync(servers);
        using var operations = system.Client("gateway", "operations-1", "operations");

        var wrong = await new RandomCaller(operations, "/api/simulation/openapi.json", []).CallAsync();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        wrong = await new RandomCaller(operations, "/api/simulation/openapi.json", []).WithUnknownParameterAsync();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static async Task<string> SourceAsync(
        WholeSystem system, string service, string prefix, string name, string client)
    {
        using (var reader = system.Client(service, "operations-1", "operations"))
        {
            var document = await ServiceDocument.ReadAsync(
                await reader.GetStringAsync(new Uri($"{prefix}/openapi.json", UriKind.Relative)));
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
