using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>CS-7: whoever works at all sites opens another.</summary>
internal static class OpenSite
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NewSite, Request, SiteOpened>("sites", IdentityPermissions.ManageStaff, Decide)
            .Makes<NewSite, SiteView>((state, _) => state, _ => "/api/identity/sites")
            .WithSummary("site.open.summary");

    /// <summary>A site.</summary>
    /// <param name="Site">Its code, which is the project's: lower-case letters, digits, hyphens.</param>
    /// <param name="Name">Its name.</param>
    internal sealed record Request(string Site, string Name);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Site).IsCode();
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
        }
    }

    [Rule("CS-7", "whoever works at all sites opens another")]
    internal static Outcome<SiteOpened> Decide(NewSite state, Request request, Change change)
    {
        if (!change.Actor.Sites.Contains("*"))
            return new Refused("CS-7", Text.Of("site.for-all-sites"), RefusalKind.Forbidden);
        return state.IsThere
            ? new Refused(null, Text.Of("site.there-already", ("site", request.Site)), Field: "site")
            : new SiteOpened(request.Site, request.Name.Trim());
    }
}

/// <summary>A site that is being opened, and whether its code was given already.</summary>
internal sealed class NewSite(Site site, bool isThere) : IState
{
    public Site Site => site;

    public bool IsThere => isThere;

    public Aggregate Root => site;
}

/// <summary>Loads and shows a site that is being opened.</summary>
internal sealed class NewSites(IdentityDb db) : ILoad<NewSite, OpenSite.Request>, IView<NewSite, SiteView>
{
    public async Task<Outcome<NewSite>> LoadAsync(
        Named named, OpenSite.Request request, Change change, CancellationToken cancellationToken)
    {
        var isThere = await db.Sites.AnyAsync(s => s.Code == request.Site, cancellationToken);
        var site = new Site(change.NewId(), request.Site);
        db.Sites.Add(site);
        return new NewSite(site, isThere);
    }

    public ValueTask<SiteView> ShowAsync(NewSite state, Actor actor, CancellationToken cancellationToken) =>
        ValueTask.FromResult(SiteView.Of(state.Site));
}

/// <summary>A site was opened.</summary>
/// <param name="Site">Its code.</param>
/// <param name="Name">Its name.</param>
[HappensUnder("CS-7")]
internal sealed record SiteOpened(string Site, string Name) : IEvent<NewSite>
{
    public void Apply(NewSite state, Occurrence when)
    {
        var site = state.Site;
        (site.Name, site.OpenedAt, site.OpenedBy) = (Name, when.At, when.By);
    }

    public void React(NewSite state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("siteOpened", Site));
}
