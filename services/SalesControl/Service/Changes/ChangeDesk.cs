using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Changes;

/// <summary>Asks for changes of a sale 销售变更, and decides on them: by Platform/Approvals, with four eyes.</summary>
internal sealed class ChangeDesk(SalesControlDb db, UnitDesk units, IEnumerable<IChangeKind> kinds, OpenChanges open, IApprovals approvals, ITaskList tasks, IClock clock, TimeProvider time)
{
    private static readonly JsonSerializerOptions Json = MakeJson();

    /// <summary>Reads what exactly is asked for.</summary>
    public static TDetails DetailsOf<TDetails>(ChangeRequest change) => JsonSerializer.Deserialize<TDetails>(change.Details, Json)!;

    /// <summary>What exactly is asked for, as an answer shows it.</summary>
    public static JsonElement DetailsOf(ChangeRequest change) => JsonDocument.Parse(change.Details).RootElement.Clone();

    /// <summary>Asks, on a unit that is locked; whether it can be asked for at all the kind's own route has looked at. One of a kind is open at a time.</summary>
    public async Task<Outcome<ChangeRequest>> AskAsync(Unit unit, ChangeKind kind, Guid? subject, object details, string reason, Instant now, Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Changes.AsNoTracking().Where(c => c.UnitId == unit.Id && c.Kind == kind && c.Subject == subject && c.State == ChangeState.Asked).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellationToken) is { } asked)
            return new Refused(Of(kind).Rule, "That is asked for already, and waits for agreement.") { Evidence = [$"change/{asked}"] };

        var change = db.Changes.Add(new ChangeRequest(
            Guid.CreateVersion7(time.GetUtcNow()), unit.Id, unit.Project, kind, subject, JsonSerializer.Serialize(details, Json), reason.Trim(), now, actor.Id)).Entity;
        unit.Ask(change, now, actor.Id);
        approvals.Ask(TermsOf(change, unit));
        Tell(change, unit, Of(kind).Needs, now);
        units.Follow(unit);
        return change;
    }

    /// <summary>Somebody's word; with the last agreement it is done.</summary>
    public async Task<IResult> DecideAsync(Guid id, bool agree, string? reason, IfMatch ifMatch, Actor actor, CancellationToken cancellationToken)
    {
        if (await LockAsync(id, actor, cancellationToken) is not var (change, unit))
            return Unknown(id).ToProblem();
        if (ifMatch.Check(unit.Version) is { } stale)
            return stale;
        if (Over(change) is { } over)
            return over.ToProblem();

        var now = clock.GetCurrentInstant();
        var kind = Of(change.Kind);
        if (agree && kind.RefusesDecider(change, actor) is { } beyond)
            return beyond.ToProblem();
        var decided = await approvals.DecideAsync(TermsOf(change, unit), actor, agree, reason?.Trim(), cancellationToken);
        if (decided.Refusal is { } refusal)
            return refusal.ToProblem();

        switch (decided.Value.State)
        {
            case ApprovalState.Granted:
                if (await kind.DoAsync(change, unit, now, actor, cancellationToken) is { } impossible)
                    return impossible.ToProblem();
                unit.Settle(change, ChangeState.Granted, now, actor.Id, reason?.Trim());
                tasks.Done(OpenChanges.TaskKey(change), now, actor.Id);
                break;
            case ApprovalState.Refused:
                unit.Settle(change, ChangeState.Refused, now, actor.Id, reason?.Trim());
                tasks.Done(OpenChanges.TaskKey(change), now, actor.Id);
                break;
            default:
                unit.Agree(change, now, actor.Id);
                Tell(change, unit, decided.Value.Missing, now);
                break;
        }

        if (decided.Value.State != ApprovalState.Open)
        {
            tasks.Add(new NewTask(
                $"{change.ApprovalKey}/decided", Addressee.ForPerson(change.AskedBy), change.Project, $"{kind.What(change, unit)}: {(agree ? "granted" : $"refused: {reason?.Trim()}")}", kind.Rule, change.Path, now));
        }

        units.Follow(unit);
        return Results.Ok(ChangeView.Of(change, unit, await units.ProjectOfAsync(unit, cancellationToken))).WithETag(unit.Version);
    }

    /// <summary>Whoever asked takes it back.</summary>
    public async Task<IResult> WithdrawAsync(Guid id, string reason, IfMatch ifMatch, Actor actor, CancellationToken cancellationToken)
    {
        if (await LockAsync(id, actor, cancellationToken) is not var (change, unit))
            return Unknown(id).ToProblem();
        if (ifMatch.Check(unit.Version) is { } stale)
            return stale;
        if (Over(change) is { } over)
            return over.ToProblem();
        if (change.AskedBy != actor.Id)
            return new Refused("CS-7", "Only who asked takes it back.", RefusalKind.Forbidden).ToProblem();

        open.Close(change, unit, ChangeState.Withdrawn, reason.Trim(), clock.GetCurrentInstant(), actor.Id);
        units.Follow(unit);
        return Results.Ok(ChangeView.Of(change, unit, await units.ProjectOfAsync(unit, cancellationToken))).WithETag(unit.Version);
    }

    public static Refused Unknown(Guid id) => Refused.NotFound($"There is no change {id} among those that you may see.");

    private async Task<(ChangeRequest Change, Unit Unit)?> LockAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var found = await db.Changes.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (found is null || !actor.MaySee(found.Project))
            return null;

        // In the order of their ids, as everybody who needs several units locks them.
        var kind = Of(found.Kind);
        foreach (var other in (await kind.OthersAsync(found, cancellationToken)).Append(found.UnitId).Distinct().Order())
            await db.Database.ExecuteSqlAsync($"SELECT 1 FROM units WHERE id = {other} FOR UPDATE", cancellationToken);
        var unit = (await units.LockAsync(found.UnitId, cancellationToken, kind.Parts))!;
        return (await db.Changes.SingleAsync(c => c.Id == id, cancellationToken), unit);
    }

    private ApprovalTerms TermsOf(ChangeRequest change, Unit unit)
    {
        var kind = Of(change.Kind);
        return new(
            change.ApprovalKey, JsonNamingPolicy.CamelCase.ConvertName(change.Kind.ToString()), kind.Rule, change.Project, change.Path, Text.Plain(kind.What(change, unit)), change.AskedBy, change.AskedBy, change.AskedAt, Until: null,
            kind.Needs);
    }

    private void Tell(ChangeRequest change, Unit unit, IReadOnlyList<Need> needs, Instant now)
    {
        var kind = Of(change.Kind);
        foreach (var need in needs)
        {
            tasks.Add(new NewTask(
                OpenChanges.TaskKey(change),
                Addressee.ForPermission(need.Permission),
                change.Project,
                $"Agree or refuse: {kind.What(change, unit)}",
                kind.Rule,
                change.Path,
                now)
            {
                MustBeDone = true,
            });
        }
    }

    private static Refused? Over(ChangeRequest change) =>
        change.State == ChangeState.Asked ? null : new Refused("CS-7", $"It is {change.State.ToString().ToLowerInvariant()} already.") { Evidence = [$"change/{change.Id}"] };

    private IChangeKind Of(ChangeKind kind) => kinds.Single(one => one.Kind == kind);

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(json);
        return json;
    }
}
