using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Batches;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Letting;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Subscriptions;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.CustomerHistory;

/// <summary>
/// CS-7: everything that is kept on a person, in full, for a purpose that goes on the register: what a customer may ask
/// for (PIPL).
/// </summary>
internal static class ExportCustomer
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("customers/{id:guid}/export", HandleAsync).AsCommand(SalesControlPermissions.ExportCustomer)
            .AnswersOutcome<View>()
            .WithoutKeptAnswer()
            .WithSummary("customer.export.summary");

    /// <summary>What for.</summary>
    internal sealed record Request(string Purpose);

    /// <summary>An entry of the person; those that were merged are theirs too.</summary>
    internal sealed record Entry(
        Guid Id, string Name, string Phone, DocumentView? IdDocument, string? Address,
        OffsetDateTime CreatedAt, string CreatedBy, Guid? MergedInto);

    /// <summary>A form, as it was filled in.</summary>
    internal sealed record Form(
        Guid Id, string Unit, ReservationState State, string Number, string Name, string Phone, string? DepositReceipt,
        string Consultant, OffsetDateTime RegisteredAt, OffsetDateTime? EndedAt);

    /// <summary>A sale that the person buys, or bought, in.</summary>
    internal sealed record Sale(
        Guid Id, string Unit, SaleState State, string AgreementNumber, decimal Share, string Name, string Phone,
        Money? Price, string Consultant, OffsetDateTime SignedAt, string? ContractNumber, OffsetDateTime? EndedAt);

    /// <summary>A deposit, or what was paid first.</summary>
    internal sealed record Paid(
        Guid Id, string Receipt, Money Amount, DepositState State, OffsetDateTime TakenAt, OffsetDateTime? EndedAt);

    /// <summary>A correction, its values in full.</summary>
    internal sealed record Corrected(
        string Field, string Was, string Becomes, string Reason, OffsetDateTime At, string By);

    /// <summary>A queue number.</summary>
    internal sealed record Queue(
        Guid Id, int Number, string AgreementNumber, string Name, string Phone, QueueNumberState State,
        OffsetDateTime GivenAt);

    /// <summary>A letting of a shop.</summary>
    internal sealed record Letting(
        Guid Id, string Unit, string BookingNumber, string? LeaseNumber, string Name, string Phone, LocalDate From,
        LocalDate To, Money MonthlyRent, LeaseState State);

    /// <summary>All of it.</summary>
    internal sealed record View(
        string Project, OffsetDateTime At, IReadOnlyList<Entry> Entries, IReadOnlyList<Form> Forms,
        IReadOnlyList<Sale> Sales, IReadOnlyList<Paid> Deposits, IReadOnlyList<Corrected> Corrections,
        IReadOnlyList<Queue> QueueNumbers, IReadOnlyList<Letting> Leases);

    [Rule("CS-7", "everything that is kept on a person")]
    private static async Task<Outcome<View>> HandleAsync(
        Guid id, Request request, Actor actor, KeptOnAPerson kept, CancellationToken cancellationToken) =>
        await kept.OfAsync(id, request.Purpose, actor, cancellationToken);
}
