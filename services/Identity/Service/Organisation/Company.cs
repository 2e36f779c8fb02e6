using NodaTime;
using Ops.Identity.Contracts;
using Ops.Platform.Storage;

namespace Ops.Identity.Organisation;

/// <summary>A company 公司 that this installation is of. Its sites are its own, and so is which of its departments has which duty (DOC-4).</summary>
internal sealed class Company : Aggregate
{
    /// <summary>The one that every installation begins with.</summary>
    public const string First = "company";

    private Company()
    {
    }

    public override string StreamKind => "company";

    public string Code { get; private init; } = "";

    public string Name { get; private set; } = "";

    public void Rename(string name, Instant now, string by)
    {
        Name = name;
        Raise(new CompanyRenamed(Code, name), now, by);
    }
}

/// <summary>A place where a company sells.</summary>
internal sealed class Site
{
    private Site()
    {
    }

    public Site(string code, string name, Instant openedAt, string openedBy) => (Code, Name, OpenedAt, OpenedBy) = (code, name, openedAt, openedBy);

    /// <summary>Its code, which is also the project's: <c>harbour-court</c>.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private init; } = "";

    /// <summary>The company that sells there.</summary>
    public string Company { get; private init; } = Organisation.Company.First;

    public Instant OpenedAt { get; private init; }

    public string OpenedBy { get; private init; } = "";
}
