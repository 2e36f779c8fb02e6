using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>What of a customer's entry can be corrected.</summary>
internal enum CustomerField
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The phone number.</summary>
    Phone,

    /// <summary>The identity document.</summary>
    IdDocument,

    /// <summary>The address.</summary>
    Address,
}

/// <summary>RES-2: what is written of a customer is corrected by an added entry, with its reason; forms that were filled in stay as they are.</summary>
internal static class CorrectCustomer
{
    public static void MapCorrectCustomer(this IEndpointRouteBuilder api) =>
        api.MapPost("customers/{id:guid}/corrections", HandleAsync).AsCommand(SalesControlPermissions.CorrectCustomer)
            .WithSummary("Correct what is written of a customer by an added entry").Produces<ReadCustomer.View>();

    /// <summary>What is right: a value, or for idDocument a document.</summary>
    /// <param name="Field">name, phone, idDocument or address.</param>
    /// <param name="Reason">How it came to be wrong.</param>
    /// <param name="Value">What is right.</param>
    /// <param name="IdDocument">The document that is the customer's.</param>
    internal sealed record Request(CustomerField Field, string Reason, string? Value = null, IdDocument? IdDocument = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).MustBeAReason("RES-2", "A correction needs its reason.");
            RuleFor(r => r.IdDocument).NotNull().WithMessage("The document that is right is missing.").WithState(_ => "RES-2").When(r => r.Field == CustomerField.IdDocument);
            RuleFor(r => r.IdDocument!).SetValidator(new IdDocument.Validator()).When(r => r.IdDocument is not null);
            RuleFor(r => r.IdDocument).Null().WithMessage("A document is no value of this field.").WithState(_ => "RES-2").When(r => r.Field != CustomerField.IdDocument);
            RuleFor(r => r.Value).Null().WithMessage("A document is corrected with idDocument.").WithState(_ => "RES-2").When(r => r.Field == CustomerField.IdDocument);
            RuleFor(r => r.Value).NotEmpty().WithMessage("What is right is missing.").WithState(_ => "RES-2").MaximumLength(300).When(r => r.Field != CustomerField.IdDocument);
            RuleFor(r => r.Value).MaximumLength(100).When(r => r.Field == CustomerField.Name);
            RuleFor(r => r.Value).Must(CustomerForm.IsPhone).WithMessage("That is no phone number: +86 138 0000 0000 is one.").WithState(_ => "RES-2").When(r => r.Field == CustomerField.Phone);
        }
    }

    [Rule("RES-2")]
    [Rule("RES-4")]
    private static async Task<IResult> HandleAsync(
        Guid id, Request request, IfMatch ifMatch, Actor actor, CustomerBook customers, CorrectionBook corrections, SalesControlDb db, IPersonalVault vault, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await customers.LockRowsAsync([id], cancellationToken) is not [var customer] || !actor.MaySee(customer.Project))
            return ReadCustomer.Unknown(id).ToProblem();
        if (ifMatch.Check(customer.Version) is { } stale)
            return stale;
        if (customer.MergedInto is { } into)
            return new Refused("RES-4", "This entry is merged into another: that one is corrected.") { Evidence = [$"customer/{into}"] }.ToProblem();

        var (was, right) = request.Field switch
        {
            CustomerField.Name => (customer.Name, request.Value!.Trim()),
            CustomerField.Phone => (customer.Phone, CustomerForm.E164(request.Value!)),
            CustomerField.IdDocument => (customer.DocumentKey(vault) ?? "", request.IdDocument!.Key),
            _ => (customer.Address is null ? "" : vault.Open(customer.Address), request.Value!.Trim()),
        };
        if (was == right)
            return Refused.Input("RES-2", request.Field == CustomerField.IdDocument ? "idDocument" : "value", "That is what stands there.").ToProblem();
        if (request.Field == CustomerField.IdDocument)
        {
            var hashes = vault.SearchHashes(PersonalClass.IdNumber, right);
            if (await db.Customers.Where(c => c.Project == customer.Project && c.Id != id && c.MergedInto == null && hashes.Contains(c.DocumentHash!)).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellationToken) is { } other)
                return new Refused("RES-4", "Another entry shows this document: the two are merged, if they are one person.") { Evidence = [$"customer/{other}"] }.ToProblem();
        }

        var correction = db.Corrections.Add(new Correction(
            Guid.CreateVersion7(time.GetUtcNow()), customer.Project, id, null, NameOf(request.Field), vault.Seal(was), vault.Seal(right), request.Reason.Trim(), clock.GetCurrentInstant(), actor.Id)).Entity;
        customer.Correct(correction, request, vault);
        var project = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == customer.Project, cancellationToken);
        var before = await corrections.OfCustomerAsync(id, project, cancellationToken);
        return Results.Ok(ReadCustomer.View.Of(customer, project, [.. before, CorrectionView.Of(correction, project, vault)], vault)).WithETag(customer.Version);
    }

    private static string NameOf(CustomerField field) => field == CustomerField.IdDocument ? "idDocument" : field.ToString().ToLowerInvariant();
}
