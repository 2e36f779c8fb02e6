using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Directory;

/// <summary>
/// ATT-5, CS-7: "came or called before?" is answered by a search: by phone, document, WeChat name, or how the name or
/// its pinyin begins, none of which is in a URL. What is found is masked, with why and how sure it is; who looked
/// stands on the site's register <c>client-searches</c>.
/// </summary>
internal static class SearchClients
{
    /// <summary>The register.</summary>
    public const string Register = "client-searches";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("projects/{project}/clients/search", SearchAsync)
            .AsCommand(ClientAttributionPermissions.ReadClients)
            .WithoutKeptAnswer().WithSummary("client.find.summary").AnswersOutcome<Page>();

    /// <summary>What is known of whom.</summary>
    /// <param name="Phone">The phone number.</param>
    /// <param name="Document">The identity document.</param>
    /// <param name="WeChat">The WeChat name.</param>
    /// <param name="Name">How the name begins, or the first letters of its pinyin: <c>wxm</c>.</param>
    /// <param name="HouseholdOf">With a name: the client of whose household they say they are.</param>
    /// <param name="Limit">How many; 50 when not given.</param>
    internal sealed record Search(
        string? Phone = null, IdentityDocument? Document = null, string? WeChat = null, string? Name = null,
        Guid? HouseholdOf = null, int? Limit = null);

    internal sealed class Validator : AbstractValidator<Search>
    {
        public Validator()
        {
            RuleFor(s => s.Phone).Must((s, _) => new object?[] { s.Phone, s.Document, s.WeChat, s.Name }
                .Any(one => one is not null)).Refuses("ATT-5", "client.search-empty");
            RuleFor(s => s.Phone).MustBeAPhone("ATT-5").When(s => s.Phone is not null);
            RuleFor(s => s.Document!).SetValidator(new IdentityDocument.Validator()).When(s => s.Document is not null);
            RuleFor(s => s.WeChat).NotEmpty().Refuses("ATT-5", "client.we-chat").IsOneLine(100)
                .When(s => s.WeChat is not null);
            RuleFor(s => s.Name).NotEmpty().Refuses("ATT-5", "client.name-missing").IsOneLine(100)
                .When(s => s.Name is not null);
            RuleFor(s => s.Limit).MustBePageSize().When(s => s.Limit is not null);
        }
    }

    /// <summary>Who was found, the surest first.</summary>
    /// <param name="Items">The clients.</param>
    internal sealed record Page(IReadOnlyList<Found> Items);

    /// <summary>A client who was found.</summary>
    /// <param name="Client">Masked.</param>
    /// <param name="Reason">Why it may be who is looked for; null where the name alone begins so.</param>
    /// <param name="Certainty">How sure that is.</param>
    internal sealed record Found(ClientView Client, MatchReason? Reason, Certainty Certainty);

    /// <summary>What the register of searches records.</summary>
    /// <param name="By">What was known.</param>
    /// <param name="Found">Whose entries were shown.</param>
    internal sealed record Searched(IReadOnlyList<string> By, IReadOnlyList<string> Found) : IRegisterRecord;

    [Rule("ATT-5", "whether they came or called before is searched for")]
    private static async Task<Outcome<Page>> SearchAsync(
        string project, Search request, Actor actor, ClientDirectory directory, ClientSource clients,
        IRegisterBook registers, ClientAttributionDb db, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("client.site-unknown", ("site", project)));
        var form = await directory.LookUpAsync(
            project, new(request.Name, request.Phone, request.Document, request.WeChat)
            {
                HouseholdOf = request.HouseholdOf,
            },
            cancellationToken);
        List<Found> found =
        [
            .. Matching.Candidates(form.Asked, form.Known)
                .Select(one => new Found(clients.Show(one.Client), one.Reason, one.Certainty)),
        ];
        var size = request.Limit ?? PageSize.Usual;
        if (request.Name is { } name)
        {
            var named = await NamedAsync(db, project, name.Trim(), size, cancellationToken);
            found.AddRange(named.Where(one => found.TrueForAll(known => known.Client.Id != one.Id))
                .Select(one => new Found(clients.Show(one), null, Certainty.Possible)));
        }

        found = [.. found.Take(size)];
        (string Name, object? Value)[] by =
        [
            ("phone", request.Phone), ("document", request.Document), ("weChat", request.WeChat),
            ("name", request.Name),
        ];
        await registers.AppendAsync(
            Register, project, actor.Id,
            new Searched(
                [.. by.Where(one => one.Value is not null).Select(one => one.Name)],
                [.. found.Select(one => Client.PathOf(one.Client.Id))]),
            personal: null, cancellationToken);
        return new Page(found);
    }

    /// <summary>
    /// Clients whose name, or its pinyin's first letters, begins so; whoever was merged is another now.
    /// </summary>
    private static Task<List<Client>> NamedAsync(
        ClientAttributionDb db, string project, string name, int most, CancellationToken cancellationToken)
    {
        var initials = name.ToLowerInvariant();
        return db.Clients.AsNoTracking()
            .Where(c => c.Project == project && c.MergedInto == null
                && (c.Name.StartsWith(name) || c.Initials!.StartsWith(initials)))
            .OrderBy(c => c.Id).Take(most).ToListAsync(cancellationToken);
    }
}
