using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>CS-7: a customer's phone, document or address in full is for a purpose, which goes on the register with who saw it.</summary>
internal static class UnmaskCustomer
{
    public static void MapUnmaskCustomer(this IEndpointRouteBuilder api) =>
        api.MapPost("customers/{id:guid}/unmask", HandleAsync).AsCommand(SalesControlPermissions.UnmaskCustomer)
            .WithoutKeptAnswer()
            .WithSummary("See a customer's numbers in full, for a purpose that is written down").Produces<View>();

    /// <summary>What is to be seen, and what for.</summary>
    /// <param name="Classes">name, phone, idNumber, address.</param>
    /// <param name="Purpose">What for.</param>
    internal sealed record Request(IReadOnlyList<PersonalClass> Classes, string Purpose);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Classes).Must(classes => classes is { Count: > 0 } && !classes.Contains(PersonalClass.Photo))
            .WithMessage("Of a customer name, phone, idNumber and address are kept: say which are to be seen.");
    }

    /// <summary>What was asked for, in full; the rest is not there.</summary>
    internal sealed record View(Guid Id, string? Name, string? Phone, ReadCustomer.DocumentView? IdDocument, string? Address);

    [Rule("CS-7")]
    private static async Task<IResult> HandleAsync(Guid id, Request request, Actor actor, SalesControlDb db, IPersonalVault vault, IUnmaskings unmaskings, CancellationToken cancellationToken)
    {
        var customer = await db.Customers.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (customer is null || !actor.MaySee(customer.Project))
            return ReadCustomer.Unknown(id).ToProblem();
        List<PersonalClass> classes = [.. request.Classes.Distinct().Order()];
        if (await unmaskings.EnterAsync(new(customer.Project, actor.Id, [customer.Path], classes, request.Purpose), cancellationToken) is { } refused)
            return refused.ToProblem();

        return Results.Ok(new View(
            id,
            classes.Contains(PersonalClass.Name) ? customer.Name : null,
            classes.Contains(PersonalClass.Phone) ? customer.Phone : null,
            classes.Contains(PersonalClass.IdNumber) && customer.DocumentNumber is { } number ? new(customer.DocumentKind!.Value, vault.Open(number)) : null,
            classes.Contains(PersonalClass.Address) && customer.Address is { } address ? vault.Open(address) : null));
    }
}
