using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>CS-7: staff see of a customer what they need: numbers and address masked. Customers are found by phone or document, which are in no URL.</summary>
internal static class ReadCustomer
{
    public static void MapReadCustomer(this IEndpointRouteBuilder api)
    {
        api.MapGet("customers/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A customer, masked").Produces<View>();
        api.MapPost("customers/search", SearchAsync).AsCommand(SalesControlPermissions.ReadBoard)
            .WithoutKeptAnswer().WithSummary("Find customers by phone or document").Produces<IReadOnlyList<View>>();
    }

    /// <summary>One of the two.</summary>
    /// <param name="Phone">The phone number.</param>
    /// <param name="IdDocument">The identity document.</param>
    internal sealed record Search(string? Phone = null, IdDocument? IdDocument = null);

    internal sealed class Validator : AbstractValidator<Search>
    {
        public Validator()
        {
            RuleFor(s => s.Phone).NotNull().WithMessage("Say the phone number or the document.").When(s => s.IdDocument is null);
            RuleFor(s => s.Phone).Null().WithMessage("Say the phone number or the document, not both.").When(s => s.IdDocument is not null);
            RuleFor(s => s.Phone).Must(CustomerForm.IsPhone).WithMessage("That is no phone number: +86 138 0000 0000 is one.").When(s => s.Phone is not null);
            RuleFor(s => s.IdDocument!).SetValidator(new IdDocument.Validator()).When(s => s.IdDocument is not null);
        }
    }

    /// <summary>A document as staff see it.</summary>
    internal sealed record DocumentView(DocumentKind Kind, string Number);

    /// <summary>A customer as staff see one.</summary>
    /// <param name="Id">The entry's id.</param>
    /// <param name="Project">The project's code.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Phone">The phone number, masked.</param>
    /// <param name="IdDocument">The document, its number masked.</param>
    /// <param name="Address">The address, masked.</param>
    /// <param name="CreatedAt">When the entry was made.</param>
    /// <param name="MergedInto">The entry that is this person's by now.</param>
    /// <param name="Corrections">What was corrected, masked.</param>
    internal sealed record View(Guid Id, string Project, string Name, string Phone, DocumentView? IdDocument, string? Address, OffsetDateTime CreatedAt, Guid? MergedInto, IReadOnlyList<CorrectionView> Corrections)
    {
        public static View Of(Customer c, Project project, IReadOnlyList<CorrectionView> corrections, IPersonalVault vault) => new(
            c.Id, c.Project, c.Name, Masks.Of(PersonalClass.Phone, c.Phone),
            c.DocumentNumber is null ? null : new(c.DocumentKind!.Value, Masks.Of(PersonalClass.IdNumber, vault.Open(c.DocumentNumber))),
            c.Address is null ? null : Masks.Of(PersonalClass.Address, vault.Open(c.Address)),
            project.At(c.CreatedAt), c.MergedInto, corrections);
    }

    public static Refused Unknown(Guid id) => Refused.NotFound($"There is no customer {id} among those that you may see.");

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, CorrectionBook corrections, IPersonalVault vault, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (customer is null || !actor.MaySee(customer.Project))
            return Unknown(id).ToProblem();

        var project = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == customer.Project, cancellationToken);
        return Results.Ok(View.Of(customer, project, await corrections.OfCustomerAsync(id, project, cancellationToken), vault)).WithETag(customer.Version);
    }

    private static async Task<IResult> SearchAsync(Search request, Actor actor, SalesControlDb db, CustomerBook customers, IPersonalVault vault, CancellationToken cancellationToken)
    {
        var found = await customers.FindAsync(request.Phone is { } phone ? CustomerForm.E164(phone) : null, request.IdDocument, actor, cancellationToken);
        var projects = await db.Projects.AsNoTracking().ToDictionaryAsync(p => p.Code, StringComparer.Ordinal, cancellationToken);
        return Results.Ok(found.Select(c => View.Of(c, projects[c.Project], [], vault)));
    }
}
