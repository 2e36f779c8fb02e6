using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>RES-4: on the day the numbers are called one by one in their order; whoever was not there is called again after the others; whoever chose nothing has the deposit again.</summary>
internal static class CallQueueNumber
{
    public static void MapCallQueueNumber(this IEndpointRouteBuilder api)
    {
        api.MapPost("batches/{id:guid}/call-next", CallAsync).AsCommand(SalesControlPermissions.ManageBatches)
            .WithSummary("Call the next queue number").Produces<QueueNumberView>();
        api.MapPost("queue-numbers/{id:guid}/pass-over", PassOverAsync).AsCommand(SalesControlPermissions.ManageBatches)
            .WithSummary("Pass the called number over").Produces<QueueNumberView>();
        api.MapPost("queue-numbers/{id:guid}/return", ReturnAsync).AsCommand(SalesControlPermissions.RefundDeposit)
            .WithSummary("Take a queue number back, and refund its deposit").Produces<QueueNumberView>();
    }

    /// <summary>Why it is given back.</summary>
    /// <param name="Reason">In a sentence; it is told to the consultant.</param>
    internal sealed record Why(string Reason);

    internal sealed class Validator : AbstractValidator<Why>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().WithMessage("It needs its reason.").WithState(_ => "RES-4").MaximumLength(500);
    }

    [Rule("RES-4")]
    private static async Task<IResult> CallAsync(Guid id, IfMatch ifMatch, Actor actor, BatchDesk desk, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(id, actor, cancellationToken) is not { } batch)
            return BatchDesk.Unknown(id).ToProblem();
        if (ifMatch.Check(batch.Version) is { } stale)
            return stale;

        var called = batch.CallNext(await desk.NumbersAsync(batch, cancellationToken), desk.Now, actor.Id);
        if (called.Refusal is { } refusal)
            return refusal.ToProblem();
        desk.TellCalled(batch, called.Value, called.Value.CalledAt!.Value);
        return await desk.ShowAsync(batch, called.Value, db, cancellationToken);
    }

    [Rule("RES-4")]
    private static async Task<IResult> PassOverAsync(Guid id, IfMatch ifMatch, Actor actor, BatchDesk desk, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await desk.LockForAsync(id, actor, cancellationToken) is not var (batch, number, _))
            return BatchDesk.UnknownNumber(id).ToProblem();
        if (ifMatch.Check(batch.Version) is { } stale)
            return stale;
        return batch.PassOver(number, desk.Now, actor.Id).Refusal is { } refusal ? refusal.ToProblem() : await desk.ShowAsync(batch, number, db, cancellationToken);
    }

    [Rule("RES-1")]
    private static async Task<IResult> ReturnAsync(Guid id, Why request, IfMatch ifMatch, Actor actor, BatchDesk desk, DepositBook deposits, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await desk.LockForAsync(id, actor, cancellationToken) is not var (batch, number, numbers))
            return BatchDesk.UnknownNumber(id).ToProblem();
        if (ifMatch.Check(batch.Version) is { } stale)
            return stale;

        var now = desk.Now;
        if (batch.Return(number, now, actor.Id).Refusal is { } refusal)
            return refusal.ToProblem();
        if (deposits.Refund(await db.LockDepositAsync(number.DepositId, cancellationToken), now, actor.Id).Refusal is { } gone)
            return gone.ToProblem();
        desk.TellReturned(batch, number, request.Reason.Trim(), now);
        if (batch.State == BatchState.Open && numbers.All(n => n.EndedAt is not null))
            desk.AllRefunded(batch, now, actor.Id);
        return await desk.ShowAsync(batch, number, db, cancellationToken);
    }

    /// <summary>A deposit, locked: it ends once, whoever else would end it.</summary>
    public static async Task<Deposit> LockDepositAsync(this SalesControlDb db, Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM deposits WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Deposits.SingleAsync(d => d.Id == id, cancellationToken);
    }

    private static async Task<IResult> ShowAsync(this BatchDesk desk, Batch batch, QueueNumber number, SalesControlDb db, CancellationToken cancellationToken) => Results.Ok(QueueNumberView.Of(
        number, batch, await db.Deposits.SingleAsync(d => d.Id == number.DepositId, cancellationToken), await desk.ProjectOfAsync(batch, cancellationToken))).WithETag(batch.Version);
}
