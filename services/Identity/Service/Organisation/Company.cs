using Microsoft.EntityFrameworkCore;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>
/// A company 公司 that this installation is of. Its sites are its own, and so is which of its departments has which duty
/// (DOC-4).
/// </summary>
internal sealed class Company : Aggregate, IState
{
    /// <summary>The one that every installation begins with.</summary>
    public const string First = "company";

    private Company()
    {
    }

    public override string StreamKind => "company";

    public Aggregate Root => this;

    public string Code { get; private init; } = "";

    public string Name { get; internal set; } = "";
}

/// <summary>A company, and the sites at which it sells that the caller may see.</summary>
internal sealed record CompanyView(string Company, string Name, IReadOnlyList<string> Sites)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }
}

/// <summary>Finds companies; whoever works at all sites changes one.</summary>
internal sealed class CompanySource(IdentityDb db, IActions actions) : ISource<Company>, IView<Company, CompanyView>
{
    public async Task<Outcome<Company>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var code = named["company"];
        var found = access == Access.Change
            ? await db.LockCompanyAsync(code, cancellationToken)
            : await db.Companies.AsNoTracking().SingleOrDefaultAsync(c => c.Code == code, cancellationToken);
        if (found is null)
            return Refused.NotFound(Text.Of("company.unknown", ("company", code)));
        return access == Access.Change && RefusesChange(named.Actor) is { } notTheirs ? notTheirs : found;
    }

    public async Task<Company> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var code = await db.Companies.Where(c => c.Id == id).Select(c => c.Code).SingleAsync(cancellationToken);
        return (await db.LockCompanyAsync(code, cancellationToken))!;
    }

    public async ValueTask<CompanyView> ShowAsync(Company state, Actor actor, CancellationToken cancellationToken)
    {
        var sites = await db.Sites.AsNoTracking().Where(s => s.Company == state.Code).OrderBy(s => s.Code)
            .Select(s => s.Code).ToListAsync(cancellationToken);
        return new(state.Code, state.Name, [.. sites.Where(actor.MaySee)])
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
    }

    /// <summary>A company is changed by whoever works at all of its sites.</summary>
    public static Refused? RefusesChange(Actor actor) => actor.Sites.Contains("*")
        ? null
        : new Refused("CS-7", Text.Of("company.for-all-sites"), RefusalKind.Forbidden);
}
