using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Organisation;

/// <summary>CS-7: what a post may do. Tokens given from then on say so: within five minutes everybody's.</summary>
internal static class SetPermissions
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Post, Request, PostPermissionsSet>(
                "posts/{post}/permissions", IdentityPermissions.ManagePosts, Decide)
            .OfferedOn<Post>(RefusesOwn)
            .Answers<PostView>()
            .WithSummary("post-permissions.set.summary");

    /// <summary>What a post may do: all of it.</summary>
    /// <param name="Permissions">Of the services' catalogues.</param>
    internal sealed record Request(IReadOnlyList<string> Permissions);

    [Rule("CS-7", "nobody says what their own post may do")]
    internal static Outcome<PostPermissionsSet> Decide(Post state, Request request, Change change)
    {
        if (RefusesOwn(state, change) is { } own)
            return own;
        return Post.RefusesUnknown(request.Permissions) is { } unknown
            ? unknown
            : PostPermissionsSet.Of(state, request.Permissions);
    }

    private static Refused? RefusesOwn(Post state, Change change) => state.Code == change.Actor.Post
        ? new Refused("CS-7", Text.Of("post.own"), RefusalKind.Forbidden)
        : null;
}

/// <summary>A post may do something else from now on.</summary>
/// <param name="Post">Its code.</param>
/// <param name="Given">What it may do that it could not before, in order.</param>
/// <param name="Taken">What it may do no more, in order.</param>
[HappensUnder("CS-7")]
internal sealed record PostPermissionsSet(string Post, IReadOnlyList<string> Given, IReadOnlyList<string> Taken)
    : IEvent<Post>
{
    /// <summary>All that a post may do from now on.</summary>
    public static PostPermissionsSet Of(Post post, IReadOnlyList<string> permissions)
    {
        var all = permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new(
            post.Code, [.. all.Except(post.Permissions, StringComparer.Ordinal)],
            [.. post.Permissions.Except(all, StringComparer.Ordinal)]);
    }

    public void Apply(Post state, Occurrence when) =>
        state.Permissions =
        [
            .. state.Permissions.Except(Taken, StringComparer.Ordinal).Concat(Given).Order(StringComparer.Ordinal),
        ];

    public void React(Post state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new(
            "postChanged", Post,
            string.Join(' ', Given.Select(one => $"+{one}").Concat(Taken.Select(one => $"-{one}")))));
}
