using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>A post as a caller sees it.</summary>
/// <param name="Post">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Permissions">What its holders may do.</param>
/// <param name="NeedsSecondFactor">Whether they sign in with a one-time code: something of it decides.</param>
internal sealed record PostView(string Post, string Name, IReadOnlyList<string> Permissions, bool NeedsSecondFactor)
{
    public static PostView Of(Post post) => new(post.Code, post.Name, post.Permissions, post.NeedsSecondFactor);

    public static Refused Unknown(string post) => Refused.NotFound($"There is no post {post}.");
}

/// <summary>CS-7: what a post may do. Tokens given from then on say so: within five minutes everybody's.</summary>
internal static class ManagePosts
{
    public static void MapManagePosts(this IEndpointRouteBuilder api)
    {
        api.MapPost("posts", AddAsync).AsCommand(IdentityPermissions.ManagePosts)
            .WithSummary("Set up a post").Produces<PostView>(StatusCodes.Status201Created);
        api.MapPost("posts/{post}/permissions", GiveAsync).AsCommand(IdentityPermissions.ManagePosts)
            .WithSummary("Say what a post may do").Produces<PostView>();
    }

    /// <summary>A new post.</summary>
    /// <param name="Post">Its code: lower-case letters, digits, hyphens.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Permissions">What it may do, of the services' catalogues.</param>
    internal sealed record Request(string Post, string Name, IReadOnlyList<string> Permissions);

    /// <summary>What a post may do: all of it.</summary>
    /// <param name="Permissions">Of the services' catalogues.</param>
    internal sealed record GiveRequest(IReadOnlyList<string> Permissions);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Post).Matches("^[a-z0-9][a-z0-9-]{1,39}$").WithMessage("A code is 2 to 40 lower-case letters, digits and hyphens.");
            RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
        }
    }

    private static async Task<IResult> AddAsync(Request request, Actor actor, IdentityDb db, AuditRegister audit, CancellationToken cancellationToken)
    {
        if (Wrong(request.Permissions) is { } wrong)
            return wrong.ToProblem();
        if (await db.Posts.AnyAsync(p => p.Code == request.Post, cancellationToken))
            return new Refused(null, $"There is a post {request.Post} already.", Field: "post").ToProblem();

        var post = db.Posts.Add(new Post(request.Post, request.Name.Trim(), request.Permissions.Distinct(StringComparer.Ordinal))).Entity;
        await audit.AddAsync(new("postAdded", post.Code, string.Join(' ', post.Permissions)), actor.Id, cancellationToken);
        return Results.Created($"/api/identity/posts/{post.Code}", PostView.Of(post)).WithETag(post.Version);
    }

    [Rule("CS-7")]
    private static async Task<IResult> GiveAsync(string post, GiveRequest request, IfMatch ifMatch, Actor actor, IdentityDb db, AuditRegister audit, CancellationToken cancellationToken)
    {
        if (await db.Posts.FromSql($"SELECT * FROM posts WHERE code = {post} FOR UPDATE").AsTracking().SingleOrDefaultAsync(cancellationToken) is not { } found)
            return PostView.Unknown(post).ToProblem();
        if (ifMatch.Check(found.Version) is { } stale)
            return stale;
        if (Wrong(request.Permissions) is { } wrong)
            return wrong.ToProblem();
        if (found.Code == actor.Post)
            return new Refused("CS-7", "Nobody says what their own post may do: somebody of another post does.", RefusalKind.Forbidden).ToProblem();

        var before = found.Permissions;
        found.Give(request.Permissions);
        var change = found.Permissions.Except(before, StringComparer.Ordinal).Select(given => $"+{given}").Concat(before.Except(found.Permissions, StringComparer.Ordinal).Select(taken => $"-{taken}"));
        await audit.AddAsync(new("postChanged", found.Code, string.Join(' ', change)), actor.Id, cancellationToken);
        return Results.Ok(PostView.Of(found)).WithETag(found.Version);
    }

    private static Refused? Wrong(IReadOnlyList<string> permissions) =>
        permissions.FirstOrDefault(permission => !PermissionCatalogue.All.ContainsKey(permission)) is { } unknown
            ? Refused.Input("CS-7", "permissions", $"No service knows the permission {unknown}.")
            : null;
}
