using FluentValidation;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Ops.Identity.Tokens;

/// <summary>
/// CS-7: a machine (the group's CRM) gets a client of its own, with a post and sites like anybody else, and a secret
/// that is shown once.
/// </summary>
internal static class RegisterMachine
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("machines", HandleAsync).AsCommand(IdentityPermissions.ManagePosts)
            .WithSummary("machine.register.summary")
            .AnswersOutcome<MachineSecret>(_ => "/api/identity/machines").WithoutKeptAnswer();

    /// <summary>A machine.</summary>
    /// <param name="Client">Its client id: lower-case letters, digits, hyphens.</param>
    /// <param name="Name">Its name.</param>
    /// <param name="Post">The post that says what it may do.</param>
    /// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
    internal sealed record Request(string Client, string Name, string Post, IReadOnlyList<string> Sites);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Client).IsCode("machine.client-unreadable");
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
            RuleFor(r => r.Sites).NotEmpty().Refuses(null, "machine.sites-missing");
        }
    }

    /// <summary>What refuses a machine in a post, or at sites, that its registrar must not give it.</summary>
    /// <param name="post">The post; null when there is none of that code.</param>
    /// <param name="request">The machine.</param>
    /// <param name="places">The sites that there are.</param>
    /// <param name="actor">Who registers it.</param>
    [Rule("CS-7", "nobody gets by way of a machine what they must not give themselves")]
    internal static Refused? Refuses(Post? post, Request request, KnownPlaces places, Actor actor)
    {
        if (post is null)
            return Refused.Input(null, "post", Text.Of("post.unknown", ("post", request.Post)));
        // Its secret is in the hands of whoever registers it: what a person must not give themselves, they do not get
        // by way of a machine.
        if (post.Code == actor.Post)
            return new Refused("CS-7", Text.Of("machine.own-post"), RefusalKind.Forbidden, "post");
        return post.NeedsSecondFactor
            ? Refused.Input("CS-7", "post", Text.Of("machine.post-decides", ("post", Text.NameOf("post", post.Code))))
            : places.RefusesSites(request.Sites, actor);
    }

    private static async Task<Outcome<MachineSecret>> HandleAsync(
        Request request, Actor actor, IdentityDb db, IOpenIddictApplicationManager clients, AuditRegister audit,
        CancellationToken cancellationToken)
    {
        var post = await db.Posts.AsNoTracking().SingleOrDefaultAsync(p => p.Code == request.Post, cancellationToken);
        var places = await KnownPlaces.ReadAsync(db, cancellationToken);
        if (Refuses(post, request, places, actor) is { } refusal)
            return refusal;
        if (await clients.FindByClientIdAsync(request.Client, cancellationToken) is not null)
        {
            return new Refused(
                null, Text.Of("machine.there-already", ("client", request.Client)), Field: "client");
        }

        var machine = new MachineSecret(request.Client, Machines.NewSecret(), request.Post, request.Sites);
        await clients.CreateAsync(Describe(machine, request.Name.Trim()), cancellationToken);
        var how = Text.Of("audit.how.post-at", ("post", request.Post), ("sites", request.Sites));
        await audit.AddAsync(new("machineRegistered", request.Client, how), actor.Id, cancellationToken);
        return machine;
    }

    /// <summary>
    /// What a machine's client may ask for: a token for itself, whether one is good still, and to give one up.
    /// </summary>
    public static OpenIddictApplicationDescriptor Describe(MachineSecret machine, string name)
    {
        var client = new OpenIddictApplicationDescriptor
        {
            ClientId = machine.Client,
            DisplayName = name,
            ClientType = ClientTypes.Confidential,
            ClientSecret = machine.Secret,
            Permissions =
            {
                Permissions.Endpoints.Token, Permissions.Endpoints.Introspection, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.ClientCredentials, Permissions.Prefixes.Scope + Holders.Audience,
            },
        };
        Holders.Appoint(client, machine.Post, machine.Sites);
        return client;
    }
}
