using Microsoft.EntityFrameworkCore;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>A post 岗位: what its holder may do, as a group of permissions of the services' catalogues (CS-7).</summary>
internal sealed class Post : Aggregate, IState
{
    private Post()
    {
    }

    /// <summary>One that is being set up (<see cref="PostSetUp"/>).</summary>
    public Post(Guid id, string code) => (Id, Code) = (id, code);

    public override string StreamKind => "post";

    public Aggregate Root => this;

    /// <summary>Its code, in tokens: <c>marketing-manager</c>.</summary>
    public string Code { get; private init; } = "";

    /// <summary>Its name in Chinese.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Its name in English; null where it was given none.</summary>
    public string? NameEn { get; internal set; }

    /// <summary>What it may do, in order.</summary>
    public IReadOnlyList<string> Permissions { get; internal set; } = [];

    /// <summary>
    /// CS-7: whoever decides, by what each permission says of itself, signs in with a second factor.
    /// </summary>
    public bool NeedsSecondFactor => Permissions.Any(PermissionCatalogue.NeedsSecondFactor);

    /// <summary>What refuses permissions that no service knows.</summary>
    public static Refused? RefusesUnknown(IEnumerable<string> permissions) =>
        permissions.FirstOrDefault(permission => !PermissionCatalogue.All.ContainsKey(permission)) is { } unknown
            ? Refused.Input("CS-7", "permissions", Text.Of("post.permission-unknown", ("permission", unknown)))
            : null;
}

/// <summary>A post as a caller sees it.</summary>
/// <param name="Post">Its code.</param>
/// <param name="Name">Its name in Chinese.</param>
/// <param name="Permissions">What its holders may do.</param>
/// <param name="NeedsSecondFactor">Whether they sign in with a one-time code: something of it decides.</param>
/// <param name="NameEn">Its name in English; null where it was given none.</param>
internal sealed record PostView(
    string Post, string Name, IReadOnlyList<string> Permissions, bool NeedsSecondFactor, string? NameEn)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static PostView Of(Post post) =>
        new(post.Code, post.Name, post.Permissions, post.NeedsSecondFactor, post.NameEn);
}

/// <summary>Finds posts.</summary>
internal sealed class PostSource(IdentityDb db, IActions actions) : ISource<Post>, IView<Post, PostView>
{
    public static Refused Unknown(string code) => Refused.NotFound(Text.Of("post.unknown", ("post", code)));

    public async Task<Outcome<Post>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var code = named["post"];
        var found = access == Access.Change
            ? await db.LockPostAsync(code, cancellationToken)
            : await db.Posts.AsNoTracking().SingleOrDefaultAsync(p => p.Code == code, cancellationToken);
        return found is null ? Unknown(code) : found;
    }

    public async Task<Post> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var code = await db.Posts.Where(p => p.Id == id).Select(p => p.Code).SingleAsync(cancellationToken);
        return (await db.LockPostAsync(code, cancellationToken))!;
    }

    public async ValueTask<PostView> ShowAsync(Post state, Actor actor, CancellationToken cancellationToken) =>
        PostView.Of(state) with { Actions = await actions.OfAsync(state, actor, cancellationToken) };
}
