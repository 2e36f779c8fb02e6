extern alias identity;

using System.Reflection;
using System.Text.Json;
using Ops.Platform.Simulation;
using Xunit;
using PermissionCatalogue = identity::Ops.Identity.Organisation.PermissionCatalogue;

namespace Ops.Architecture.Tests;

/// <summary>A post of a new installation, with its name in both languages.</summary>
internal sealed record PostName(string Code, string Name, string NameEn);

/// <summary>Permissions are data of the departments; the constants that routes name them by say the same.</summary>
public sealed class PermissionFiles
{
    private const string Platform = "services/Platform/Simulation/permissions.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The files, one a department and one of the platform's.</summary>
    private static readonly IReadOnlyList<string> Files = [.. Repository.With("/permissions.json")];

    /// <summary>The posts that a new installation begins with.</summary>
    internal static IReadOnlyList<PostName> Posts() =>
        JsonDocument.Parse(Repository.Read("services/Identity/Service/Opening/organisation.json")).RootElement
            .GetProperty("posts").Deserialize<List<PostName>>(Json)!;

    [Fact]
    public void Every_department_with_constants_has_a_file_that_names_the_same_and_the_platform_has_its_own()
    {
        var departments = Repository.With("Permissions.cs").Select(file => file.Split('/'))
            .Where(path => path is ["services", _, "Contracts", _]).Select(path => path[1]).ToList();
        Assert.Equal(
            departments.Select(FileOf).Append(Platform).Order(StringComparer.Ordinal),
            Files.Order(StringComparer.Ordinal));
        foreach (var department in departments)
        {
            var contracts = Assembly.Load($"Ops.{department}.Contracts");
            var constants =
                from field in contracts.GetType($"Ops.{department}.Contracts.{department}Permissions")!.GetFields()
                select (string)field.GetRawConstantValue()!;
            Assert.Equal(
                constants.Order(StringComparer.Ordinal),
                NamesIn(FileOf(department)).Order(StringComparer.Ordinal));
        }

        Assert.Equal([SimulationEndpoints.Permission], NamesIn(Platform));
    }

    [Fact]
    public void Identity_knows_every_permission_of_every_file() =>
        Assert.Equal(
            Files.SelectMany(NamesIn).Order(StringComparer.Ordinal),
            PermissionCatalogue.All.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Each_permission_says_what_it_allows_in_both_languages_and_begins_with_posts_that_there_are()
    {
        var posts = Posts();
        Assert.DoesNotContain(posts, post => post.Name is not { Length: > 0 } || post.NameEn is not { Length: > 0 });
        var codes = posts.Select(post => post.Code).ToHashSet(StringComparer.Ordinal);
        foreach (var permission in PermissionCatalogue.All.Values)
        {
            Assert.Equal(["en", "zh-CN"], permission.Allows.Keys.Order(StringComparer.Ordinal));
            Assert.Matches("^[^A-Za-z]+。$", permission.Allows["zh-CN"]);
            Assert.Matches("^[ -~]+\\.$", permission.Allows["en"]);
            Assert.NotEmpty(permission.Posts);
            Assert.Equal(permission.Posts.Count, permission.Posts.Distinct(StringComparer.Ordinal).Count());
            Assert.Empty(permission.Posts.Except(codes));
        }
    }

    [Fact]
    public void The_permissions_of_each_department_have_a_heading_on_a_post_s_page()
    {
        var texts = Repository.Read("services/Portal/Pages/Identity/Organisation/Texts.resx");
        Assert.Empty(
            from permission in Files.SelectMany(NamesIn)
            let heading = $"portal.permissions.{permission.Split('.')[0]}"
            where !texts.Contains($"\"{heading}\"", StringComparison.Ordinal)
            select heading);
    }

    private static string FileOf(string department) => $"services/{department}/Contracts/permissions.json";

    private static IEnumerable<string> NamesIn(string file) =>
        from one in JsonDocument.Parse(Repository.Read(file)).RootElement.EnumerateArray()
        select one.GetProperty("name").GetString()!;
}
