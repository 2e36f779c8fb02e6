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

namespace Ops.Identity.Organisation;

/// <summary>CS-7: a post is set up, with what it may do.</summary>
internal static class SetUpPost
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NewPost, Request, PostSetUp>("posts", IdentityPermissions.ManagePosts, Decide)
            .Makes<Post, PostView>((state, _) => state.Post, post => $"/api/identity/posts/{post.Code}")
            .WithSummary("post.set-up.summary");

    /// <summary>A new post.</summary>
    /// <param name="Post">Its code: lower-case letters, digits, hyphens.</param>
    /// <param name="Name">Its name in Chinese.</param>
    /// <param name="Permissions">What it may do, of the services' catalogues.</param>
    /// <param name="NameEn">Its name in English.</param>
    internal sealed record Request(
        string Post, string Name, IReadOnlyList<string> Permissions, string? NameEn = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Post).IsCode();
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
            RuleFor(r => r.NameEn).IsEnglishName();
        }
    }

    internal static Outcome<PostSetUp> Decide(NewPost state, Request request, Change change)
    {
        if (Post.RefusesUnknown(request.Permissions) is { } unknown)
            return unknown;
        return state.IsThere
            ? new Refused(null, Text.Of("post.there-already", ("post", request.Post)), Field: "post")
            : new PostSetUp(request.Post, request.Name.Trim(), request.NameEn?.Trim(), request.Permissions);
    }

    internal sealed class Load(IdentityDb db) : ILoad<NewPost, Request>
    {
        public async Task<Outcome<NewPost>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var isThere = await db.Posts.AnyAsync(p => p.Code == request.Post, cancellationToken);
            var post = new Post(change.NewId(), request.Post);
            db.Posts.Add(post);
            return new NewPost(post, isThere);
        }
    }
}

/// <summary>A post that is being set up, and whether its code was given already.</summary>
internal sealed class NewPost(Post post, bool isThere) : IState
{
    public Post Post => post;

    public bool IsThere => isThere;

    public Aggregate Root => post;
}

/// <summary>A post was set up.</summary>
/// <param name="Post">Its code.</param>
/// <param name="Name">Its name in Chinese.</param>
/// <param name="NameEn">Its name in English; null where it was given none.</param>
/// <param name="Permissions">What it may do.</param>
[HappensUnder("CS-7")]
internal sealed record PostSetUp(string Post, string Name, string? NameEn, IReadOnlyList<string> Permissions)
    : IEvent<NewPost>, ITold<NewPost>
{
    public void Apply(NewPost state, Occurrence when)
    {
        var post = state.Post;
        (post.Name, post.NameEn) = (Name, NameEn);
        post.Permissions = [.. Permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    public void React(NewPost state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("postAdded", Post, string.Join(' ', state.Post.Permissions)));

    public object ToContract(NewPost state, Occurrence when) => new PostNamed(Post, Name, NameEn);
}
