using System.Text.Json;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.CustomerHistory;

/// <summary>
/// CS-7: customers are found by name, phone or document, which are in no URL; masked, each with what is open of theirs.
/// Who looked for whom, and by what, stands on the site's register <c>customer-searches</c>.
/// </summary>
internal static class SearchCustomers
{
    private const string Register = "customer-searches";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("customers/search", SearchAsync).AsCommand(SalesControlPermissions.ReadBoard)
            .WithoutKeptAnswer().WithSummary("customer.find.summary").Produces<Page>();

    /// <summary>One of the three.</summary>
    /// <param name="Phone">The phone number.</param>
    /// <param name="IdDocument">The identity document.</param>
    /// <param name="Name">How the name begins.</param>
    /// <param name="Project">Only of this project.</param>
    /// <param name="After">The last entry of the page before.</param>
    /// <param name="Limit">How many; 50 when not given.</param>
    internal sealed record Search(
        string? Phone = null, IdDocument? IdDocument = null, string? Name = null, string? Project = null,
        Guid? After = null, int? Limit = null);

    internal sealed class Validator : AbstractValidator<Search>
    {
        public Validator()
        {
            RuleFor(s => s.Phone).Must((s, _) => Given(s) > 0).Refuses(null, "customer.search-empty");
            RuleFor(s => s.Phone).Must((s, _) => Given(s) < 2).Refuses(null, "customer.search-by-one");
            RuleFor(s => s.Phone).MustBeAPhone(null).When(s => s.Phone is not null);
            RuleFor(s => s.IdDocument!).SetValidator(new IdDocument.Validator()).When(s => s.IdDocument is not null);
            RuleFor(s => s.Name!).NotEmpty().Refuses(null, "customer.name-missing").IsOneLine(100)
                .When(s => s.Name is not null);
            RuleFor(s => s.Project).IsOneLine(100);
            RuleFor(s => s.Limit).MustBePageSize().When(s => s.Limit is not null);
        }

        private static int Given(Search search) =>
            new object?[] { search.Phone, search.IdDocument, search.Name }.Count(one => one is not null);
    }

    /// <summary>A page, the oldest entry first.</summary>
    /// <param name="Items">The customers.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<Found> Items, Guid? Next);

    /// <summary>A customer who was found.</summary>
    /// <param name="Id">The entry's id.</param>
    /// <param name="Project">The project's code.</param>
    /// <param name="Name">The name; masked for whoever may not see it.</param>
    /// <param name="Phone">The phone number, masked.</param>
    /// <param name="IdDocument">The document, its number masked.</param>
    /// <param name="Open">What is open of theirs.</param>
    internal sealed record Found(
        Guid Id, string Project, string Name, string Phone, DocumentView? IdDocument, IReadOnlyList<OpenMatter> Open);

    /// <summary>What the register of searches records.</summary>
    /// <param name="By">What was known: a phone, a name or a document.</param>
    /// <param name="Found">Whose entries were shown.</param>
    internal sealed record Searched(string By, IReadOnlyList<string> Found) : IRegisterRecord;

    /// <summary>What the register says to whoever reads it.</summary>
    internal sealed class Sentences : IRegisterSentences
    {
        public string Register => SearchCustomers.Register;

        public Text? Of(JsonElement entry, string by) => Text.Of(
            "customer.search-entry", ("by", by), ("count", entry.GetProperty("found").GetArrayLength()));
    }

    private static async Task<IResult> SearchAsync(
        Search request, Actor actor, CustomerBook customers, CustomerSource source, OpenMatters open,
        IRegisterBook registers, KnownProjects projects, SalesControlDb db, CancellationToken cancellationToken)
    {
        var size = request.Limit ?? PageSize.Usual;
        var phone = request.Phone is { } given ? Phone.Of(given) : null;
        var entries = request.Name is { } name
            ? await NamedAsync(db, name, actor, request, size, cancellationToken)
            : [
                .. (await customers.FindAsync(phone, request.IdDocument, request.Project, actor, cancellationToken))
                    .Where(c => request.After is not { } after || c.Id.CompareTo(after) > 0)
                    .OrderBy(c => c.Id).Take(size),
            ];
        var matters = await open.OfAsync([.. entries.Select(c => c.Id)], cancellationToken);
        var found = new List<Found>(entries.Count);
        foreach (var customer in entries)
        {
            var site = await projects.GetAsync(customer.Project, db, cancellationToken);
            var view = await source.ShowAsync(new CustomerEntry(customer, site), actor, cancellationToken);
            found.Add(new(
                view.Id, view.Project, view.Name, view.Phone, view.IdDocument, [.. matters[customer.Id]]));
        }

        foreach (var ofSite in entries.GroupBy(c => c.Project).OrderBy(site => site.Key, StringComparer.Ordinal))
        {
            await registers.AppendAsync(
                Register, ofSite.Key, actor.Id,
                new Searched(
                    phone is not null ? "phone" : request.Name is not null ? "name" : "idDocument",
                    [.. ofSite.Select(c => c.Path)]),
                personal: null, cancellationToken);
        }

        return Results.Ok(new Page(found, found.Count == size ? found[^1].Id : null));
    }

    /// <summary>Entries by how their name begins, however it is written; what was merged is another's by now.</summary>
    private static Task<List<Customer>> NamedAsync(
        SalesControlDb db, string name, Actor actor, Search request, int size, CancellationToken cancellationToken)
    {
        var (everywhere, sites) = (actor.Sites.Contains("*"), actor.Sites.ToArray());
        return db.NamedLike(request.Project, name.Trim()).AsNoTracking()
            .Where(c => c.MergedInto == null && (everywhere || sites.Contains(c.Project)))
            .Where(c => request.After == null || c.Id.CompareTo(request.After.Value) > 0)
            .OrderBy(c => c.Id).Take(size).ToListAsync(cancellationToken);
    }
}
