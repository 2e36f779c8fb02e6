using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>RES-1, RES-4: before a release a customer signs the queue agreement 排号协议 and pays the deposit, and has the next number: the order of choice on the day. One a customer and batch.</summary>
internal static class GiveQueueNumber
{
    private const int MostOnAPage = 500;

    public static void MapGiveQueueNumber(this IEndpointRouteBuilder api)
    {
        api.MapPost("batches/{id:guid}/queue-numbers", HandleAsync)
            .AsCommand(SalesControlPermissions.RegisterQueueNumber)
            .WithSummary("Give a queue number").Produces<QueueNumberView>(StatusCodes.Status201Created);
        api.MapGet("batches/{id:guid}/queue-numbers", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A batch's queue numbers, in their order").Produces<Page>();
        api.MapGet("queue-numbers/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A queue number").Produces<QueueNumberView>();
    }

    /// <summary>The queue agreement.</summary>
    /// <param name="Customer">Whom it is for.</param>
    /// <param name="AgreementNumber">The number on it.</param>
    /// <param name="DepositReceipt">The deposit's receipt.</param>
    /// <param name="DepositAmount">How much was paid; the project's standard deposit when not given.</param>
    internal sealed record Request(CustomerForm Customer, string AgreementNumber, string DepositReceipt, Money? DepositAmount = null);

    internal sealed record Page(IReadOnlyList<QueueNumberView> Items, int? Next);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Customer).SetValidator(new CustomerForm.Validator());
            RuleFor(r => r.AgreementNumber).NotEmpty().WithMessage("The number of the queue agreement is missing.").WithState(_ => "DOC-5.2.1").MaximumLength(50);
            RuleFor(r => r.DepositReceipt).NotEmpty().WithMessage("No deposit receipt, no queue number: the customer pays the deposit first.").WithState(_ => "RES-1").MaximumLength(50);
            RuleFor(r => r.DepositAmount!).SetValidator(new Money.Validator()).When(r => r.DepositAmount is not null);
        }
    }

    [Rule("RES-1")]
    [Rule("RES-4")]
    private static async Task<IResult> HandleAsync(
        Guid id, Request request, Actor actor, BatchDesk desk, CustomerBook customers, DepositBook deposits, SalesControlDb db, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(id, actor, cancellationToken) is not { } batch)
            return BatchDesk.Unknown(id).ToProblem();
        if (batch.RefusesNumbers() is { } closed)
            return closed.ToProblem();

        var now = desk.Now;
        var (agreement, receipt) = (request.AgreementNumber.Trim(), request.DepositReceipt.Trim());
        var site = await desk.ProjectOfAsync(batch, cancellationToken);
        var customer = await customers.OfAsync(batch.Project, request.Customer, now, actor.Id, cancellationToken);
        if (await db.QueueNumbers.AsNoTracking().FirstOrDefaultAsync(
            n => n.BatchId == id && n.State != QueueNumberState.Returned && (n.CustomerId == customer.Id || db.Customers.Any(c => c.Id == n.CustomerId && c.MergedInto == customer.Id)), cancellationToken) is { } own)
        {
            return new Refused("RES-4", $"The customer has number {own.Number} in batch {batch.Code} already.") { Evidence = [own.Evidence] }.ToProblem();
        }

        if (await db.QueueNumbers.AnyAsync(n => n.Project == batch.Project && n.AgreementNumber == agreement, cancellationToken))
            return new Refused(null, $"There is a queue agreement {agreement} in this project already.", Field: "agreementNumber").ToProblem();
        var numberId = Guid.CreateVersion7(time.GetUtcNow());
        var deposit = await deposits.TakeAsync(batch.Project, receipt, request.DepositAmount?.ToDecimal() ?? site.StandardDeposit, customer.Id, now, actor.Id, reservation: null, numberId, cancellationToken);
        var given = deposit.Then(taken => batch.Give(numberId, customer.Id, request.Customer.OnForm(), agreement, taken.Id, now, actor.Id));
        if (given.Refusal is { } refusal)
            return refusal.ToProblem();
        db.QueueNumbers.Add(given.Value);
        return Results.Created(given.Value.Path, QueueNumberView.Of(given.Value, batch, deposit.Value, site)).WithETag(batch.Version);
    }

    private static async Task<IResult> ListAsync(Guid id, Word<QueueNumberState>? state, bool? toRefund, int? after, int? limit, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await db.Batches.AsNoTracking().SingleOrDefaultAsync(b => b.Id == id, cancellationToken) is not { } batch || !actor.MaySee(batch.Project))
            return BatchDesk.Unknown(id).ToProblem();
        var site = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == batch.Project, cancellationToken);
        var size = Math.Clamp(limit ?? 100, 1, MostOnAPage);
        var only = state?.Value;
        var found = await db.QueueNumbers.AsNoTracking()
            .Where(n => n.BatchId == id && (only == null || n.State == only) && (after == null || n.Number > after) && (toRefund != true || (batch.State == BatchState.Open && n.EndedAt == null)))
            .OrderBy(n => n.Number).Take(size).Join(db.Deposits, n => n.DepositId, d => d.Id, (n, d) => new { Number = n, Deposit = d }).OrderBy(one => one.Number.Number).ToListAsync(cancellationToken);
        return Results.Ok(new Page([.. found.Select(one => QueueNumberView.Of(one.Number, batch, one.Deposit, site))], found.Count == size ? found[^1].Number.Number : null));
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var found = await db.QueueNumbers.AsNoTracking().Where(n => n.Id == id).Join(db.Batches, n => n.BatchId, b => b.Id, (n, b) => new { Number = n, Batch = b })
            .Join(db.Deposits, one => one.Number.DepositId, d => d.Id, (one, d) => new { one.Number, one.Batch, Deposit = d }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !actor.MaySee(found.Batch.Project))
            return BatchDesk.UnknownNumber(id).ToProblem();
        var site = await db.Projects.AsNoTracking().SingleAsync(p => p.Code == found.Batch.Project, cancellationToken);
        return Results.Ok(QueueNumberView.Of(found.Number, found.Batch, found.Deposit, site)).WithETag(found.Batch.Version);
    }
}

/// <summary>A queue number as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Batch">The batch's code.</param>
/// <param name="Number">The number.</param>
/// <param name="State">given, called, passedOver, chosen or returned.</param>
/// <param name="Customer">Whose it is, the phone number masked.</param>
/// <param name="CustomerId">The customer's entry.</param>
/// <param name="AgreementNumber">The queue agreement's number.</param>
/// <param name="DepositReceipt">The deposit's receipt.</param>
/// <param name="Deposit">How much was paid.</param>
/// <param name="DepositState">held, carriedOver, refunded or forfeited.</param>
/// <param name="Consultant">The consultant's id.</param>
/// <param name="GivenAt">When it was given.</param>
/// <param name="CalledAt">When it was called last.</param>
/// <param name="EndedAt">When it chose or was given back.</param>
/// <param name="SubscriptionId">The sale of what it chose.</param>
/// <param name="ToRefund">Whether its turn is over and its deposit is to go back.</param>
internal sealed record QueueNumberView(
    Guid Id, string Project, string Batch, int Number, QueueNumberState State, CustomerView Customer, Guid CustomerId, string AgreementNumber, string DepositReceipt, Money Deposit, DepositState DepositState, string Consultant,
    OffsetDateTime GivenAt, OffsetDateTime? CalledAt, OffsetDateTime? EndedAt, Guid? SubscriptionId, bool ToRefund)
{
    public static QueueNumberView Of(QueueNumber n, Batch batch, Deposit deposit, Project site) => new(
        n.Id, n.Project, batch.Code, n.Number, n.State, CustomerView.Of(n.Customer), n.CustomerId, n.AgreementNumber, deposit.Receipt, Money.Of(deposit.Amount), deposit.State, n.Consultant,
        site.At(n.GivenAt), site.At(n.CalledAt), site.At(n.EndedAt), n.SubscriptionId, batch.State == BatchState.Open && n.EndedAt is null);
}
