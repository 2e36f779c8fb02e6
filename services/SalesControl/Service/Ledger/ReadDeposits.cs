using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Ledger;

/// <summary>RES-1: the deposits 预约金 of a project.</summary>
internal static class ReadDeposits
{
    public static void MapReadDeposits(this IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/deposits", ListAsync).RequirePermission(SalesControlPermissions.ReadLedger)
            .WithSummary("deposit.list.summary").AnswersOutcome<Page>();
        api.MapPost("projects/{project}/deposits/search", SearchAsync).AsCommand(SalesControlPermissions.ReadLedger)
            .WithoutKeptAnswer().WithSummary("deposit.search.summary").AnswersOutcome<Page>();
    }

    /// <summary>A deposit, or what a holder's customer paid first.</summary>
    /// <param name="Id">Its id.</param>
    /// <param name="Project">The project's code.</param>
    /// <param name="Receipt">The receipt's number.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="State">held, carriedOver, refunded or forfeited.</param>
    /// <param name="CustomerId">Whose it is.</param>
    /// <param name="ReservationId">The reservation that it backs.</param>
    /// <param name="QueueNumberId">The queue number that it backs.</param>
    /// <param name="SubscriptionId">The sale that it was carried over to.</param>
    /// <param name="TakenAt">When it came in.</param>
    /// <param name="TakenBy">Who entered it.</param>
    /// <param name="EndedAt">When it was done with.</param>
    /// <param name="Movements">The movements of its money, where it is read by itself.</param>
    /// <param name="Version">What <c>If-Match</c> names to refund it.</param>
    /// <param name="Unit">The unit whose reservation it backs.</param>
    /// <param name="Customer">Whose it is, as the reader may see one.</param>
    /// <param name="ToRefund">Whether it is held, and what it backs is over.</param>
    internal sealed record View(
        Guid Id, string Project, string Receipt, Money Amount, DepositState State, Guid CustomerId, Guid? ReservationId,
        Guid? QueueNumberId, Guid? SubscriptionId, OffsetDateTime TakenAt, string TakenBy, OffsetDateTime? EndedAt,
        IReadOnlyList<ReadLedger.Leg>? Movements, long Version, string? Unit, ShownCustomer Customer, bool ToRefund)
    {
        /// <summary>
        /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
        /// shown.
        /// </summary>
        public IReadOnlyList<string>? Actions { get; init; }

        public static View Of(Backed one, Project project, CustomerReader reader)
        {
            var d = one.Deposit;
            return new(
                d.Id, d.Project, d.Receipt, Money.Of(d.Amount), d.State, d.CustomerId, d.ReservationId, d.QueueNumberId,
                d.SubscriptionId, project.At(d.TakenAt), d.TakenBy, project.At(d.EndedAt), null, d.Version, one.Unit,
                ShownCustomer.Of(new(one.Name, one.Phone), reader, one.Consultant),
                ToRefund: d.State == DepositState.Held && one.IsOver);
        }
    }

    internal sealed record Page(IReadOnlyList<View> Items, Guid? Next);

    /// <summary>A deposit with what it backs.</summary>
    internal sealed record Backed
    {
        public required Deposit Deposit { get; init; }

        public required string Name { get; init; }

        public required string Phone { get; init; }

        /// <summary>The unit of the reservation; null for a queue number's.</summary>
        public required string? Unit { get; init; }

        /// <summary>Whose customer it is.</summary>
        public required string Consultant { get; init; }

        /// <summary>Whether the reservation has ended, or the queue number's turn is over.</summary>
        public required bool IsOver { get; init; }
    }

    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("deposit.unknown", ("id", id)));

    private static Task<Outcome<Page>> ListAsync(
        string project, [AsParameters] Which which, Actor actor, DepositLister deposits,
        CancellationToken cancellationToken) =>
        deposits.PageAsync(project, which, name: null, actor, cancellationToken);

    private static Task<Outcome<Page>> SearchAsync(
        string project, Search request, Actor actor, DepositLister deposits, CancellationToken cancellationToken) =>
        deposits.PageAsync(
            project,
            new Which
            {
                State = request.State is { } state ? new(state) : null,
                ToRefund = request.ToRefund,
                After = request.After,
                Limit = request.Limit is { } limit ? new(limit) : null,
            },
            request.Name.Trim(), actor, cancellationToken);

    /// <summary>Which deposits are wanted.</summary>
    internal sealed class Which
    {
        public Word<DepositState>? State { get; init; }

        /// <summary>Whether only what is held for something that is over.</summary>
        public bool? ToRefund { get; init; }

        public string? Receipt { get; init; }

        public string? Unit { get; init; }

        public Guid? ReservationId { get; init; }

        public Guid? QueueNumberId { get; init; }

        public Guid? CustomerId { get; init; }

        /// <summary>The last one of the page before.</summary>
        public Guid? After { get; init; }

        /// <summary>How many.</summary>
        public PageSize? Limit { get; init; }
    }

    /// <summary>Whose are wanted. A name stands in no URL.</summary>
    /// <param name="Name">How the customer's name begins.</param>
    /// <param name="State">Only those in this state.</param>
    /// <param name="ToRefund">Whether only what is held for something that is over.</param>
    /// <param name="After">The last one of the page before.</param>
    /// <param name="Limit">How many.</param>
    internal sealed record Search(
        string Name, DepositState? State = null, bool? ToRefund = null, Guid? After = null, int? Limit = null);

    internal sealed class Validator : AbstractValidator<Search>
    {
        public Validator()
        {
            RuleFor(s => s.Name).NotEmpty().Refuses(null, "customer.name-missing").IsOneLine(100);
            RuleFor(s => s.Limit).MustBePageSize().When(s => s.Limit is not null);
        }
    }
}
