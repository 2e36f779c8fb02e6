using System.Text.Json.Serialization;
using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;

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

/// <summary>
/// RES-2: what is written of a customer is corrected by an added entry, with its reason; forms that were filled in stay
/// as they are.
/// </summary>
internal static class CorrectCustomer
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<CustomerToCorrect, Request, CustomerCorrected>(
                "customers/{id:guid}/corrections", SalesControlPermissions.CorrectCustomer, Decide)
            .OfferedOn<CustomerEntry>((state, _) => Refuses(state))
            .Answers<CustomerEntry, CustomerEntryView>((state, _) => state)
            .WithSummary("customer.correct.summary");

    /// <summary>What is right: a value, or for idDocument a document.</summary>
    /// <param name="Field">name, phone, idDocument or address.</param>
    /// <param name="Reason">How it came to be wrong.</param>
    /// <param name="Value">What is right.</param>
    /// <param name="IdDocument">The document that is the customer's.</param>
    internal sealed record Request(
        CustomerField Field, string Reason, string? Value = null, IdDocument? IdDocument = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).MustBeAReason("RES-2", "correction.reason-missing");
            When(r => r.Field == CustomerField.IdDocument, () =>
            {
                RuleFor(r => r.IdDocument).NotNull().Refuses("RES-2", "customer.document-missing");
                RuleFor(r => r.Value).Null().Refuses("RES-2", "customer.value-for-document");
            }).Otherwise(() =>
            {
                RuleFor(r => r.IdDocument).Null().Refuses("RES-2", "customer.document-for-value");
                RuleFor(r => r.Value).NotEmpty().Refuses("RES-2", "customer.value-missing").IsWords(300);
            });
            RuleFor(r => r.IdDocument!).SetValidator(new IdDocument.Validator()).When(r => r.IdDocument is not null);
            RuleFor(r => r.Value).IsOneLine(100).When(r => r.Field == CustomerField.Name);
            RuleFor(r => r.Value).MustBeAPhone("RES-2").When(r => r.Field == CustomerField.Phone);
        }
    }

    [Rule("RES-2", "corrections of customers")]
    [Rule("RES-4", "one customer a document")]
    internal static Outcome<CustomerCorrected> Decide(CustomerToCorrect state, Request request, Change change)
    {
        var customer = state.Customer;
        if (Refuses(state) is { } refusal)
            return refusal;
        if (state.Value.Was == state.Value.Right)
        {
            return Refused.Input(
                "RES-2", request.Field == CustomerField.IdDocument ? "idDocument" : "value",
                Text.Of("customer.nothing-to-correct"));
        }

        if (state.ShowsItToo is { } other)
            return new Refused("RES-4", Text.Of("customer.document-of-another")) { Evidence = [$"customer/{other}"] };
        return new CustomerCorrected(
            change.NewId(), customer.Id, customer.Project, NameOf(request.Field), change.Wrote(request.Reason),
            state.Value);
    }

    private static Refused? Refuses(CustomerEntry state) => state.Customer.MergedInto is { } into
        ? new Refused("RES-4", Text.Of("customer.correct-the-other")) { Evidence = [$"customer/{into}"] }
        : null;

    private static string NameOf(CustomerField field) =>
        field == CustomerField.IdDocument ? "idDocument" : field.ToString().ToLowerInvariant();
}

/// <summary>
/// What a customer's entry said was corrected by an added entry. The values are personal data, and lie sealed in the
/// added entry alone.
/// </summary>
/// <param name="CorrectionId">The added entry.</param>
/// <param name="CustomerId">The customer's entry.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Field">What was corrected.</param>
/// <param name="Reason">How it came to be wrong.</param>
/// <param name="Value">What stood there, and what is right.</param>
[HappensUnder("RES-2")]
internal sealed record CustomerCorrected(
    Guid CorrectionId, Guid CustomerId, string Project, string Field, FreeText Reason,
    [property: JsonIgnore] CorrectedValue Value) : IEvent<CustomerEntry>
{
    public void Apply(CustomerEntry state, Occurrence when)
    {
        var customer = state.Customer;
        switch (Value.Field)
        {
            case CustomerField.Name:
                customer.Name = Value.Right;
                break;
            case CustomerField.Phone:
                customer.Phone = Value.Right;
                break;
            case CustomerField.IdDocument:
                customer.Show(Value.Document!);
                break;
            default:
                customer.Address = Value.SealedRight;
                break;
        }
    }

    public void React(CustomerEntry state, Occurrence when, Reactions follow) => follow.Add(new Correction(
        CorrectionId, Project, CustomerId, null, Field, Value.SealedWas, Value.SealedRight, Reason.Words!,
        when.At, when.By));
}
