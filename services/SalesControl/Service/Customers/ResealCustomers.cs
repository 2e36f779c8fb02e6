using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Customers;

/// <summary>
/// After a change of the master secret what is kept on customers is brought under the new one, a page at a time; then
/// the old one may be taken away. Corrections are written once, and open under every key.
/// </summary>
internal static class ResealCustomers
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("customers/reseal", ResealAsync).AsCommand(SalesControlPermissions.Operate)
            .WithSummary("customer.reseal.summary")
            .Produces<View>();

    /// <summary>Which page.</summary>
    /// <param name="After">The last customer of the page before; the first page without.</param>
    /// <param name="Limit">How many are looked at; 200 when not given, and at most.</param>
    internal sealed record Request(Guid? After = null, int? Limit = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Limit).MustBePageSize().When(r => r.Limit is not null);
    }

    /// <summary>
    /// How many were looked at, how many brought over, and after whom to go on; null when all are done.
    /// </summary>
    internal sealed record View(int Looked, int Resealed, Guid? Next);

    private static async Task<IResult> ResealAsync(
        Request request, SalesControlDb db, IPersonalVault vault, CancellationToken cancellationToken)
    {
        var size = request.Limit ?? PageSize.Most;
        var page = await db.Customers
            .Where(c => (c.DocumentNumber != null || c.Address != null)
                && (request.After == null || c.Id.CompareTo(request.After.Value) > 0))
            .OrderBy(c => c.Id).Take(size).ToListAsync(cancellationToken);
        var resealed = page.Count(customer => customer.Reseal(vault));
        return Results.Ok(new View(page.Count, resealed, page.Count == size ? page[^1].Id : null));
    }
}
