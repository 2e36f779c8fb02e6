using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>
/// CS-7: staff see of a customer what they need: numbers and address masked. Customers are found by phone or document,
/// which are in no URL.
/// </summary>
internal static class ReadCustomer
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapRead<CustomerEntry, CustomerEntryView>("customers/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("customer.read.summary");
        api.MapPost("customers/search", SearchAsync).AsCommand(SalesControlPermissions.ReadBoard)
            .WithoutKeptAnswer().WithSummary("customer.find.summary")
            .Produces<IReadOnlyList<CustomerEntryView>>();
    }

    /// <summary>One of the two.</summary>
    /// <param name="Phone">The phone number.</param>
    /// <param name="IdDocument">The identity document.</param>
    internal sealed record Search(string? Phone = null, IdDocument? IdDocument = null);

    internal sealed class Validator : AbstractValidator<Search>
    {
        public Validator()
        {
            RuleFor(s => s.Phone).NotNull().Refuses(null, "customer.search-empty").When(s => s.IdDocument is null);
            RuleFor(s => s.Phone).Null().Refuses(null, "customer.search-by-one").When(s => s.IdDocument is not null);
            RuleFor(s => s.Phone).MustBeAPhone(null).When(s => s.Phone is not null);
            RuleFor(s => s.IdDocument!).SetValidator(new IdDocument.Validator()).When(s => s.IdDocument is not null);
        }
    }

    private static async Task<IResult> SearchAsync(
        Search request, Actor actor, CustomerBook customers, CustomerSource source, KnownProjects projects,
        SalesControlDb db, CancellationToken cancellationToken)
    {
        var phone = request.Phone is { } given ? Phone.Of(given) : null;
        var views = new List<CustomerEntryView>();
        foreach (var found in await customers.FindAsync(phone, request.IdDocument, actor, cancellationToken))
        {
            var entry = new CustomerEntry(found, await projects.GetAsync(found.Project, db, cancellationToken));
            // What was corrected is read with the one entry.
            views.Add(await source.ShowAsync(entry, actor, cancellationToken) with { Corrections = [] });
        }

        return Results.Ok(views);
    }
}
