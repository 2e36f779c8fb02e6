using FluentValidation;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.Identity.Organisation;

/// <summary>CS-7: a post is called otherwise; what its holders may do stays as it is.</summary>
internal static class RenamePost
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Post, Request, PostRenamed>("posts/{post}/rename", IdentityPermissions.ManagePosts, Decide)
            .OfferedOn<Post>((_, _) => null)
            .Answers<PostView>()
            .WithSummary("post.rename.summary");

    /// <summary>What it is called from now on.</summary>
    /// <param name="Name">Its name in Chinese.</param>
    /// <param name="NameEn">Its name in English; the one that it has when not given.</param>
    internal sealed record Request(string Name, string? NameEn = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
            RuleFor(r => r.NameEn).IsEnglishName();
        }
    }

    internal static Outcome<PostRenamed> Decide(Post state, Request request, Change change) =>
        new PostRenamed(state.Code, request.Name.Trim(), request.NameEn?.Trim() ?? state.NameEn);
}

/// <summary>A post is called otherwise from now on.</summary>
/// <param name="Post">Its code.</param>
/// <param name="Name">Its name in Chinese.</param>
/// <param name="NameEn">Its name in English; null where it was given none.</param>
[HappensUnder("CS-7")]
internal sealed record PostRenamed(string Post, string Name, string? NameEn) : IEvent<Post>, ITold<Post>
{
    public void Apply(Post state, Occurrence when) => (state.Name, state.NameEn) = (Name, NameEn);

    public void React(Post state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("postRenamed", Post, Name));

    public object ToContract(Post state, Occurrence when) => new PostNamed(Post, Name, NameEn);
}
