using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ops.Identity.Custodians;

namespace Ops.Identity.Opening;

/// <summary>What a new installation begins with: <c>organisation.json</c>.</summary>
/// <param name="Departments">The departments and groups of the regulations.</param>
/// <param name="Posts">The posts; what each may do, the permissions' own files say.</param>
/// <param name="Duties">The duties of DOC-4, each with the department that the regulation names.</param>
/// <param name="First">The post and department of whoever opens the installation.</param>
internal sealed record OrganisationFile(
    IReadOnlyList<DepartmentEntry> Departments, IReadOnlyList<PostEntry> Posts, IReadOnlyList<DutyEntry> Duties,
    FirstEntry First)
{
    public static OrganisationFile Read() => OpeningFile.Read<OrganisationFile>("organisation.json");
}

/// <summary>A department or group, with its name in both languages.</summary>
internal sealed record DepartmentEntry(string Code, string Name, string NameEn, string? PartOf);

/// <summary>A post, with its name in both languages, and the department that its holders begin in.</summary>
internal sealed record PostEntry(string Code, string Name, string NameEn, string? Department);

/// <summary>A duty of DOC-4.</summary>
internal sealed record DutyEntry(string Code, string Clause, IReadOnlyList<RecordKind> Kinds, string Department);

/// <summary>Where the first member of staff works.</summary>
internal sealed record FirstEntry(string Post, string Department);

/// <summary>What a demo has beside: <c>demo.json</c>.</summary>
internal sealed record DemoFile(
    IReadOnlyList<SiteEntry> Sites, IReadOnlyList<PersonEntry> Staff, IReadOnlyList<MachineEntry> Machines)
{
    public static DemoFile Read() => OpeningFile.Read<DemoFile>("demo.json");
}

/// <summary>A demo's site.</summary>
internal sealed record SiteEntry(string Code, string Name);

/// <summary>A demo's member of staff.</summary>
internal sealed record PersonEntry(string Number, string Post, IReadOnlyList<string> Sites);

/// <summary>A demo's machine.</summary>
internal sealed record MachineEntry(string Client, string Name, string Post, IReadOnlyList<string> Sites);

/// <summary>The files that lie in the assembly.</summary>
internal static class OpeningFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static T Read<T>(string name)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Ops.Identity.{name}")!;
        return JsonSerializer.Deserialize<T>(file, Json)!;
    }
}
