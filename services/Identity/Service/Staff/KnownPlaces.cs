using Microsoft.EntityFrameworkCore;
using Ops.Identity.Storage;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>The posts, departments and sites that there are, by their codes.</summary>
internal sealed record KnownPlaces(
    IReadOnlySet<string> Posts, IReadOnlySet<string> Departments, IReadOnlySet<string> Sites)
{
    public static async Task<KnownPlaces> ReadAsync(IdentityDb db, CancellationToken cancellationToken) => new(
        await SetOfAsync(db.Posts.Select(post => post.Code), cancellationToken),
        await SetOfAsync(db.Departments.Select(department => department.Code), cancellationToken),
        await SetOfAsync(db.Sites.Select(site => site.Code), cancellationToken));

    /// <summary>
    /// What is wrong with a post, department or sites that somebody gives; null when all are known, and the sites the
    /// giver's own.
    /// </summary>
    public Refused? Refuses(Appointment given, Actor giver)
    {
        if (!Posts.Contains(given.Post))
            return Refused.Input(null, "post", Text.Of("post.unknown", ("post", given.Post)));
        if (!Departments.Contains(given.Department))
            return Refused.Input(null, "department", Text.Of("department.unknown", ("department", given.Department)));
        return given.Sites.Count == 0
            ? Refused.Input(null, "sites", Text.Of("staff.sites-missing"))
            : RefusesSites(given.Sites, giver);
    }

    /// <summary>
    /// CS-7: nobody gives a site that is not among their own; all of them, whoever works at all of them.
    /// </summary>
    [Rule("CS-7", "nobody gives a site that is not among their own")]
    public Refused? RefusesSites(IReadOnlyList<string> given, Actor giver) =>
        given.FirstOrDefault(site => !giver.MaySee(site) || (site != "*" && !Sites.Contains(site))) is { } foreign
            ? Refused.Input("CS-7", "sites", Text.Of("site.not-yours", ("site", foreign)))
            : null;

    private static async Task<IReadOnlySet<string>> SetOfAsync(
        IQueryable<string> codes, CancellationToken cancellationToken) =>
        (await codes.ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
}
