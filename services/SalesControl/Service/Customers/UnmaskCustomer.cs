using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>
/// CS-7: a customer's phone, document or address in full is for a purpose, which goes on the register with who saw it.
/// </summary>
internal static class UnmaskCustomer
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("customers/{id:guid}/unmask", UnmaskAsync).AsCommand(SalesControlPermissions.UnmaskCustomer)
            .WithoutKeptAnswer()
            .WithSummary("customer.unmask.summary")
            .AnswersOutcome<View>();

    /// <summary>What is to be seen, and what for.</summary>
    /// <param name="Classes">name, phone, idNumber, address.</param>
    /// <param name="Purpose">What for.</param>
    internal sealed record Request(IReadOnlyList<PersonalClass> Classes, string Purpose);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Classes)
            .Must(classes => classes is { Count: > 0 } && !classes.Contains(PersonalClass.Photo))
            .Refuses(null, "customer.classes");
    }

    /// <summary>What was asked for, in full; the rest is not there.</summary>
    internal sealed record View(Guid Id, string? Name, string? Phone, DocumentView? IdDocument, string? Address);

    [Rule("CS-7", "personal data in full")]
    private static async Task<Outcome<View>> UnmaskAsync(
        Request request, HttpContext http, Actor actor, CustomerSource customers, IPersonalVault vault,
        IUnmaskings unmaskings, CancellationToken cancellationToken)
    {
        var named = new Named(http.Request.RouteValues, actor);
        var found = await customers.FindAsync(named, Access.Read, cancellationToken);
        if (found.Refusal is { } unknown)
            return unknown;
        var customer = found.Value.Customer;
        List<PersonalClass> classes = [.. request.Classes.Distinct().Order()];
        var unmasking = new Unmasking(customer.Project, actor.Id, [customer.Path], classes, request.Purpose);
        if (await unmaskings.EnterAsync(unmasking, cancellationToken) is { } refused)
            return refused;

        return new View(
            customer.Id,
            classes.Contains(PersonalClass.Name) ? customer.Name : null,
            classes.Contains(PersonalClass.Phone) ? customer.Phone : null,
            classes.Contains(PersonalClass.IdNumber) && customer.DocumentNumber is { } number
                ? new(customer.DocumentKind!.Value, vault.Open(number))
                : null,
            classes.Contains(PersonalClass.Address) && customer.Address is { } address ? vault.Open(address) : null);
    }
}
