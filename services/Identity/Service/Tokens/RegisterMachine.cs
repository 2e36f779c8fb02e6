using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Tokens;

/// <summary>CS-7: a machine (the group's CRM) gets a client of its own, with a post and sites like anybody else, and a secret that is shown once.</summary>
internal static class RegisterMachine
{
    public static void MapRegisterMachine(this IEndpointRouteBuilder api) =>
        api.MapPost("machines", HandleAsync).AsCommand(IdentityPermissions.ManagePosts)
            .WithSummary("Give a machine a client, a post and a secret")
            .Produces<View>(StatusCodes.Status201Created).WithoutKeptAnswer();

    /// <summary>A machine.</summary>
    /// <param name="Client">Its client id: lower-case letters, digits, hyphens.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Post">The post that says what it may do.</param>
    /// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
    internal sealed record Request(string Client, string Name, string Post, IReadOnlyList<string> Sites);

    /// <summary>Its credentials, shown this once.</summary>
    internal sealed record View(string Client, string Secret, string Post, IReadOnlyList<string> Sites);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Client).Matches("^[a-z0-9][a-z0-9-]{1,39}$").WithMessage("A client id is 2 to 40 lower-case letters, digits and hyphens.");
            RuleFor(r => r.Name).NotEmpty().MaximumLength(100);
            RuleFor(r => r.Sites).NotEmpty().WithMessage("A machine works for one site at least; * is all of them.");
        }
    }

    [Rule("CS-7")]
    private static async Task<IResult> HandleAsync(
        Request request, Actor actor, IdentityDb db, StaffDesk desk, IOpenIddictApplicationManager clients, AuditRegister audit, CancellationToken cancellationToken)
    {
        if (await db.Posts.AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.Post, cancellationToken) is not { } post)
            return Refused.Input(null, "post", $"There is no post {request.Post}.").ToProblem();
        // Its secret is in the hands of whoever registers it: what a person must not give themselves, they do not get by way of a machine.
        if (post.Code == actor.Post)
            return new Refused("CS-7", "Nobody gives a machine their own post.", RefusalKind.Forbidden, "post").ToProblem();
        if (post.NeedsSecondFactor)
        {
            return Refused.Input(
                "CS-7",
                "post",
                $"{post.Code} decides over requests, money or rights: that takes a person with a second factor.")
                .ToProblem();
        }

        if (await desk.WrongSitesAsync(request.Sites, actor, cancellationToken) is { } wrong)
            return wrong.ToProblem();
        if (await clients.FindByClientIdAsync(request.Client, cancellationToken) is not null)
            return new Refused(null, $"There is a client {request.Client} already.", Field: "client").ToProblem();

        var secret = ManageMachines.NewSecret();
        await clients.CreateAsync(Describe(request.Client, request.Name.Trim(), secret, request.Post, request.Sites), cancellationToken);
        await audit.AddAsync(new("machineRegistered", request.Client, $"{request.Post} at {string.Join(' ', request.Sites)}"), actor.Id, cancellationToken);
        return Results.Created("/api/identity/machines", new View(request.Client, secret, request.Post, request.Sites));
    }

    /// <summary>What a machine's client may ask for: a token for itself, whether one is good still, and to give one up.</summary>
    public static OpenIddictApplicationDescriptor Describe(string client, string name, string secret, string post, IReadOnlyList<string> sites)
    {
        var machine = new OpenIddictApplicationDescriptor
        {
            ClientId = client,
            DisplayName = name,
            ClientType = ClientTypes.Confidential,
            ClientSecret = secret,
            Permissions =
            {
                Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation, Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + Holders.Audience,
            },
        };
        Holders.Appoint(machine, post, sites);
        return machine;
    }
}
