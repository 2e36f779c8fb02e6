using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Storage;

namespace Ops.Identity.Organisation;

/// <summary>A place where a company sells.</summary>
internal sealed class Site : Aggregate, IState
{
    private Site()
    {
    }

    /// <summary>One that is being opened (<see cref="SiteOpened"/>).</summary>
    public Site(Guid id, string code) => (Id, Code) = (id, code);

    public override string StreamKind => "site";

    public Aggregate Root => this;

    /// <summary>Its code, which is also the project's: <c>harbour-court</c>.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; internal set; } = "";

    /// <summary>The company that sells there.</summary>
    public string Company { get; private init; } = Organisation.Company.First;

    public Instant OpenedAt { get; internal set; }

    public string OpenedBy { get; internal set; } = "";
}

/// <summary>A site.</summary>
/// <param name="Site">Its code, which is the project's.</param>
/// <param name="Name">Its name.</param>
/// <param name="Company">The company that sells there.</param>
internal sealed record SiteView(string Site, string Name, string Company)
{
    public static SiteView Of(Site site) => new(site.Code, site.Name, site.Company);
}
