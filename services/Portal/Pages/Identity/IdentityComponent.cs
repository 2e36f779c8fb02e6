using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Components;
using Ops.Platform.Texts;
using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Clients.Identity;
using Ops.Portal.Layout;

namespace Ops.Portal.Pages.Identity;

/// <summary>What the pages of staff and permissions have in common.</summary>
public abstract class IdentityComponent : PortalComponent
{
    /// <summary>Every site, as the service names them.</summary>
    private const string Everywhere = "*";

    private (string Code, string Name) _heading;

    /// <summary>The service.</summary>
    [Inject]
    protected IdentityClient Identity { get; set; } = default!;

    /// <summary>Who looks at the page.</summary>
    [Inject]
    protected Person Reader { get; set; } = default!;

    /// <summary>The address of a member of staff's page.</summary>
    protected static string StaffAddress(string number) => $"/identity/staff/{Uri.EscapeDataString(number)}";

    /// <summary>The address of a post's page.</summary>
    protected static string PostAddress(string post) => $"/identity/posts/{Uri.EscapeDataString(post)}";

    /// <summary>The address of a department's page.</summary>
    protected static string DepartmentAddress(string department) =>
        $"/identity/departments/{Uri.EscapeDataString(department)}";

    /// <summary>
    /// Those of some operations that their permission is held for, where the service offers none on a thing: it refuses
    /// what is not theirs.
    /// </summary>
    protected async Task<ICollection<string>> HeldAsync(
        CancellationToken cancellationToken, params (string Operation, string Permission)[] operations)
    {
        var held = await Reader.PermissionsAsync(cancellationToken);
        return [.. operations.Where(one => held?.Contains(one.Permission) is not false).Select(one => one.Operation)];
    }

    /// <summary>The posts, departments and sites that there are, by what they are called.</summary>
    protected async Task<Places> PlacesAsync(CancellationToken cancellationToken)
    {
        var posts = Identity.ListPostsAsync(cancellationToken: cancellationToken);
        var departments = Identity.ListDepartmentsAsync(cancellationToken: cancellationToken);
        var sites = Identity.ListSitesAsync(cancellationToken: cancellationToken);
        return new(
            [.. (await posts).Result.Select(post => (post.Post, Named(post.Name, post.NameEn)))],
            [.. (await departments).Result.Select(one => (one.Department, Named(one.Name, one.NameEn)))],
            [
                (Everywhere, Say("portal.all-sites")),
                .. (await sites).Result.Select(site => (site.Site, site.Name)),
            ]);
    }

    /// <summary>Some staff, to be suggested where a number is asked for; none for whoever does not see staff.</summary>
    protected async Task<Known> StaffAsync(string? department, CancellationToken cancellationToken)
    {
        try
        {
            var page = (await Identity.ListStaffAsync(
                department: department, limit: 200, cancellationToken: cancellationToken)).Result;
            var here = page.Items.Where(one => one.State != "left");
            return new([.. here.Select(one => (one.Staff, one.Name))], IsAll: false);
        }
        catch (ServiceException refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            return new([], IsAll: false);
        }
    }

    /// <summary>What the permissions allow, in the reader's language; nothing for whoever does not see them.</summary>
    protected async Task<IReadOnlyDictionary<string, ReadPermissionsView>> PermissionsAsync(
        CancellationToken cancellationToken)
    {
        try
        {
            return (await Identity.ListPermissionsAsync(cancellationToken: cancellationToken)).Result
                .ToDictionary(one => one.Permission, StringComparer.Ordinal);
        }
        catch (ServiceException refused) when (refused.Status == HttpStatusCode.Forbidden)
        {
            return new Dictionary<string, ReadPermissionsView>(StringComparer.Ordinal);
        }
    }

    /// <summary>What the page's one thing is called: its name once it is read, its code until then.</summary>
    protected string HeadingOf(string code) => _heading.Code == code ? _heading.Name : code;

    /// <summary>The page's one thing has been read: it is called by its name from now on.</summary>
    protected void Head(string code, string name)
    {
        _heading = (code, name);
        StateHasChanged();
    }

    /// <summary>A name in the reader's language, where it was given one.</summary>
    protected static string Named(string name, string? nameEn) =>
        Equals(CultureInfo.CurrentUICulture, Languages.English) ? nameEn ?? name : name;
}

/// <summary>The posts, departments and sites that there are, each by its code with what it is called.</summary>
/// <param name="Posts">The posts.</param>
/// <param name="Departments">The departments and groups.</param>
/// <param name="Sites">The sites, all of them first.</param>
public sealed record Places(
    IReadOnlyList<(string Code, string Name)> Posts, IReadOnlyList<(string Code, string Name)> Departments,
    IReadOnlyList<(string Code, string Name)> Sites)
{
    /// <summary>What a post is called.</summary>
    public string Post(string code) => Of(Posts, code);

    /// <summary>What a department is called.</summary>
    public string Department(string code) => Of(Departments, code);

    /// <summary>What some sites are called.</summary>
    public string SitesOf(IEnumerable<string> codes) =>
        Shown.List([.. codes.Select(code => Of(Sites, code))], CultureInfo.CurrentUICulture);

    /// <summary>What can be chosen in the forms of a page.</summary>
    /// <param name="staff">The staff who are suggested.</param>
    public KnownValues Known(Known? staff = null)
    {
        var known = new Dictionary<string, Known>(StringComparer.Ordinal)
        {
            ["post"] = new(Posts),
            ["department"] = new(Departments),
            ["partOf"] = new(Departments),
            ["sites"] = new(Sites),
        };
        if (staff is not null)
            (known["successor"], known["to"], known["staff"]) = (staff, staff, staff);
        return new(known);
    }

    // What the reader does not see has its code.
    private static string Of(IReadOnlyList<(string Code, string Name)> all, string code) =>
        all.FirstOrDefault(one => one.Code == code).Name ?? code;
}
