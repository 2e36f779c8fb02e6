using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>RES-2, CS-4: the day of a batch begins, and its units come on sale to everyone, at once or by themselves at a time; a unit without a published price does not.</summary>
internal static class OpenBatch
{
    public static void MapOpenBatch(this IEndpointRouteBuilder api)
    {
        api.MapPost("batches/{id:guid}/choosing", ChoosingAsync).AsCommand(SalesControlPermissions.ManageBatches)
            .WithSummary("The day begins: queue numbers choose").Produces<BatchView>();
        api.MapPost("batches/{id:guid}/open", HandleAsync).AsCommand(SalesControlPermissions.ManageBatches)
            .WithSummary("Open a batch to everyone, at once or at a time").Produces<BatchView>();
    }

    /// <summary>When.</summary>
    /// <param name="At">An instant that is not past; at once when not given.</param>
    internal sealed record Request(OffsetDateTime? At = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.At).Must(Days.Know).WithMessage(Days.Beyond).WithState(_ => "RES-2");
    }

    [Rule("RES-4")]
    private static async Task<IResult> ChoosingAsync(Guid id, IfMatch ifMatch, Actor actor, BatchDesk desk, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(id, actor, cancellationToken) is not { } batch)
            return BatchDesk.Unknown(id).ToProblem();
        if (ifMatch.Check(batch.Version) is { } stale)
            return stale;
        return batch.BeginChoosing(await desk.CountAsync(batch, cancellationToken), desk.Now, actor.Id).Refusal is { } refusal ? refusal.ToProblem() : await desk.ShowAsync(batch, db, cancellationToken);
    }

    [Rule("RES-2")]
    [Rule("CS-4")]
    private static async Task<IResult> HandleAsync(Guid id, Request request, IfMatch ifMatch, Actor actor, BatchDesk desk, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(id, actor, cancellationToken) is not { } batch)
            return BatchDesk.Unknown(id).ToProblem();
        if (ifMatch.Check(batch.Version) is { } stale)
            return stale;

        var now = desk.Now;
        var at = request.At?.ToInstant();
        var set = at is { } later && later != now ? batch.OpenAt(later, await desk.CountAsync(batch, cancellationToken), now, actor.Id).Refusal : null;
        if ((set ?? (batch.State == BatchState.Open ? null : await desk.RefusesOpeningAsync(batch, at ?? now, cancellationToken))) is { } refusal)
            return refusal.ToProblem();
        if (at is { } when && when != now)
        {
            desk.SetOpening(batch, when, now);
            return await desk.ShowAsync(batch, db, cancellationToken, when);
        }

        if (await desk.OpenAsync(batch, now, actor.Id, cancellationToken) is { } refused)
            return refused.ToProblem();
        desk.CancelOpening(batch, now);
        return await desk.ShowAsync(batch, db, cancellationToken);
    }
}

/// <summary>RES-2: a batch opens by itself at the time that was set.</summary>
internal sealed class BatchOpens(BatchDesk desk) : IDeadlineHandler
{
    private Batch? _batch;

    public string Kind => BatchDesk.OpensKind;

    public async Task LockAsync(Deadline deadline, CancellationToken cancellationToken) => _batch = await desk.LockRowAsync(deadline.Subject, cancellationToken);

    [Rule("RES-2")]
    public async Task FireAsync(Firing firing, CancellationToken cancellationToken)
    {
        if (_batch!.State != BatchState.Open)
            await desk.OpenAsync(_batch, firing.At, "system:deadlines", cancellationToken);
    }
}
