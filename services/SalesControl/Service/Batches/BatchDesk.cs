using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Deadlines;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Prices;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Batches;

/// <summary>
/// Finds release batches for a change: the batch's row lock first, then the units' in the order of their ids, then the customers'. What is due on a batch is done first: one whose
/// time to open has come is open, whether or not the sweeper has been there.
/// </summary>
internal sealed class BatchDesk(SalesControlDb db, UnitDesk units, PriceBook prices, IDeadlineBook deadlines, ITaskList tasks, IClock clock)
{
    public const string OpensKind = "batch-opens";

    private const string Clock = "system:deadlines", Sales = "project-sales-group", Manager = "marketing-manager";
    private const int MostNamed = 20;

    public Instant Now => clock.GetCurrentInstant();

    public static Refused Unknown(Guid id) => Refused.NotFound($"There is no batch {id} among those that you may see.");

    public static Refused UnknownNumber(Guid id) => Refused.NotFound($"There is no queue number {id} among those that you may see.");

    /// <summary>Locks a batch, and applies what is due on it.</summary>
    public async Task<Batch?> LockAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        if (await db.Batches.AsNoTracking().Where(b => b.Id == id).Select(b => b.Project).SingleOrDefaultAsync(cancellationToken) is not { } project || !actor.MaySee(project))
            return null;
        var batch = await LockRowAsync(id, cancellationToken);
        if (await OpensAtAsync(batch, cancellationToken) is { } at && at <= Now)
        {
            await OpenAsync(batch, at, Clock, cancellationToken);
            deadlines.Meet(batch.OpensKey, at);
        }

        return batch;
    }

    /// <summary>Locks a batch's row alone.</summary>
    public async Task<Batch> LockRowAsync(Guid id, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM batches WHERE id = {id} FOR UPDATE", cancellationToken);
        return await db.Batches.SingleAsync(b => b.Id == id, cancellationToken);
    }

    /// <summary>Locks the batch of a queue number, and finds the number with all others of it that are open.</summary>
    public async Task<(Batch Batch, QueueNumber Number, IReadOnlyList<QueueNumber> Numbers)?> LockForAsync(Guid number, Actor actor, CancellationToken cancellationToken)
    {
        if (await db.QueueNumbers.AsNoTracking().Where(n => n.Id == number).Select(n => (Guid?)n.BatchId).SingleOrDefaultAsync(cancellationToken) is not { } id || await LockAsync(id, actor, cancellationToken) is not { } batch)
            return null;
        var numbers = await NumbersAsync(batch, cancellationToken);
        return (batch, numbers.FirstOrDefault(n => n.Id == number) ?? await db.QueueNumbers.SingleAsync(n => n.Id == number, cancellationToken), numbers);
    }

    /// <summary>A locked batch's numbers that are open: given, called or passed over.</summary>
    public async Task<IReadOnlyList<QueueNumber>> NumbersAsync(Batch batch, CancellationToken cancellationToken) =>
        await db.QueueNumbers.Where(n => n.BatchId == batch.Id && n.EndedAt == null).OrderBy(n => n.Number).ToListAsync(cancellationToken);

    /// <summary>Locks units of a project by their codes, or those of a building that wait for a batch.</summary>
    public async Task<Outcome<IReadOnlyCollection<Unit>>> PickAsync(string project, IReadOnlyList<string>? codes, string? building, CancellationToken cancellationToken)
    {
        var named = codes?.Distinct(StringComparer.Ordinal).ToArray() ?? [];
        var wanted = db.Units.Where(u => u.Project == project && (building == null ? named.Contains(u.Code) : u.Building == building && u.State == UnitState.Withheld && (u.BatchId == null || db.Batches.Any(b => b.Id == u.BatchId && b.State == BatchState.Open))));
        var found = await LockUnitsAsync(await wanted.Select(u => u.Id).ToArrayAsync(cancellationToken), cancellationToken);
        if (building is not null)
            return found.Count > 0 ? found.ToArray() : Refused.Input("RES-2", "building", $"Building {building} has no unit that is withheld and in no batch.");
        return named.Except(found.Select(u => u.Code), StringComparer.Ordinal).FirstOrDefault() is { } unknown ? Refused.Input(null, "units", $"There is no unit {unknown} in project {project}.") : found.ToArray();
    }

    /// <summary>Puts locked units into a batch that is planned: they are withheld, and in no other batch whose day is to come.</summary>
    [Rule("RES-2")]
    public async Task<Refused?> PutAsync(Batch batch, IReadOnlyCollection<Unit> picked, Instant now, string by, CancellationToken cancellationToken)
    {
        var others = await db.Batches.AsNoTracking().Where(b => b.Project == batch.Project && b.State != BatchState.Open && b.Id != batch.Id).ToDictionaryAsync(b => b.Id, b => b.Code, cancellationToken);
        foreach (var unit in picked.Where(u => u.BatchId != batch.Id))
        {
            if (unit.BatchId is { } other && others.TryGetValue(other, out var code))
                return new Refused("RES-2", $"{unit.Code} is in batch {code} already.") { Evidence = [unit.Stream, $"batch/{other}"] };
            if (unit.PlanFor(batch.Id, now, by).Refusal is { } refusal)
                return refusal;
            units.Follow(unit);
        }

        return null;
    }

    /// <summary>How many units a batch has once this change is done.</summary>
    public async Task<int> CountAsync(Batch batch, CancellationToken cancellationToken)
    {
        var changed = db.ChangeTracker.Entries<Unit>().ToDictionary(entry => entry.Entity.Id, entry => entry.Entity.BatchId);
        var stored = await db.Units.AsNoTracking().Where(u => u.BatchId == batch.Id).Select(u => u.Id).ToListAsync(cancellationToken);
        return stored.Count(id => !changed.ContainsKey(id)) + changed.Values.Count(of => of == batch.Id);
    }

    /// <summary>When a batch is to open by itself; null where no time is set.</summary>
    public async Task<Instant?> OpensAtAsync(Batch batch, CancellationToken cancellationToken) =>
        batch.State == BatchState.Open ? null : (await OpensAtAsync([batch], cancellationToken)).TryGetValue(batch.Id, out var at) ? at : null;

    /// <summary>When batches are to open by themselves; those that are not are not among them.</summary>
    public async Task<IReadOnlyDictionary<Guid, Instant>> OpensAtAsync(IReadOnlyCollection<Batch> batches, CancellationToken cancellationToken)
    {
        var set = await deadlines.FindAsync([.. batches.Where(b => b.State != BatchState.Open).Select(b => b.OpensKey)], cancellationToken);
        return set.Values.Where(deadline => deadline.CancelledAt is null && deadline.MetAt is null).ToDictionary(deadline => deadline.Subject, deadline => deadline.DueAt);
    }

    /// <summary>Why a batch cannot open at a time: a unit without a published price cannot be put on sale (CS-4). Null where it can.</summary>
    [Rule("CS-4")]
    public async Task<Refused?> RefusesOpeningAsync(Batch batch, Instant at, CancellationToken cancellationToken)
    {
        var inForce = await prices.AllAsync(batch.Project, at, cancellationToken);
        var of = await db.Units.AsNoTracking().Where(u => u.BatchId == batch.Id).Select(u => new { u.Id, u.Code, u.State }).OrderBy(u => u.Code).ToListAsync(cancellationToken);
        if (of.Count == 0)
            return new Refused("RES-2", $"Batch {batch.Code} has no unit.") { Evidence = [batch.Stream] };
        var without = of.Where(u => u.State == UnitState.Withheld && !inForce.ContainsKey(u.Id)).ToList();
        return without.Count == 0 ? null : new Refused("CS-4", $"No published price, no sale: {Name(without.Select(u => u.Code))}.") { Evidence = [.. without.Select(u => $"unit/{u.Id}")] };
    }

    /// <summary>
    /// It opens: what is withheld of it is on sale, what was chosen stays sold, and whoever chose nothing is listed for
    /// whoever refunds deposits. What has no price stays withheld, and is named to whoever approves prices.
    /// </summary>
    [Rule("RES-2")]
    [Rule("CS-4")]
    public async Task<Refused?> OpenAsync(Batch batch, Instant at, string by, CancellationToken cancellationToken)
    {
        var numbers = await NumbersAsync(batch, cancellationToken);
        var picked = await LockUnitsAsync(await db.Units.Where(u => u.BatchId == batch.Id).Select(u => u.Id).ToArrayAsync(cancellationToken), cancellationToken);
        if (batch.Open(numbers.FirstOrDefault(n => n.State == QueueNumberState.Called), picked.Count, at, by).Refusal is { } refusal)
            return refusal;

        var inForce = await prices.AllAsync(batch.Project, at, cancellationToken);
        foreach (var unit in picked.Where(u => u.State == UnitState.Withheld && inForce.ContainsKey(u.Id)))
        {
            unit.PutOnSale(batch.Code, at, by);
            units.Follow(unit);
        }

        if (picked.Where(u => u.State == UnitState.Withheld).Select(u => u.Code).ToList() is { Count: > 0 } without)
        {
            tasks.Add(new NewTask(
                $"no-price/{batch.Id}",
                Addressee.ForPermission(SalesControlPermissions.ApprovePrices),
                batch.Project,
                $"Without a published price these did not come on sale with batch {batch.Code}: {Name(without)}",
                "CS-4",
                batch.Path,
                at)
            {
                MustBeDone = true,
            });
        }

        if (numbers.Count > 0)
        {
            tasks.Add(new NewTask(
                RefundKey(batch),
                Addressee.ForPermission(SalesControlPermissions.RefundDeposit),
                batch.Project,
                $"{numbers.Count} queue numbers of batch {batch.Code} chose nothing: refund their deposits",
                "RES-4",
                $"{batch.Path}/queue-numbers?toRefund=true",
                at)
            {
                MustBeDone = true,
            });
        }

        return null;
    }

    /// <summary>It opens by itself at a time; a time that was set before is set anew.</summary>
    public void SetOpening(Batch batch, Instant at, Instant now)
    {
        deadlines.Cancel(batch.OpensKey, now);
        deadlines.Set(new DeadlineTerms(OpensKind, batch.OpensKey, "RES-2", batch.Id, now, new Term.Elapsed(at - now), Sales, Manager) { EndsWhenDue = true });
    }

    /// <summary>It was opened before the time that was set.</summary>
    public void CancelOpening(Batch batch, Instant now) => deadlines.Cancel(batch.OpensKey, now);

    /// <summary>The last deposit that was to go back has gone back.</summary>
    public void AllRefunded(Batch batch, Instant now, string by) => tasks.Done(RefundKey(batch), now, by);

    /// <summary>Whoever was called is told by their consultant.</summary>
    public void TellCalled(Batch batch, QueueNumber number, Instant now) => tasks.Add(new NewTask(
        $"called/{number.Id}/{now}", Addressee.ForPerson(number.Consultant), batch.Project, $"Queue number {number.Number} of batch {batch.Code} is called: your customer chooses now", "RES-4", number.Path, now));

    /// <summary>The consultant is told why a number is back.</summary>
    public void TellReturned(Batch batch, QueueNumber number, string reason, Instant now) => tasks.Add(new NewTask(
        $"returned/{number.Id}", Addressee.ForPerson(number.Consultant), batch.Project, $"Queue number {number.Number} of batch {batch.Code} is given back, its deposit refunded: {reason}", "RES-4", number.Path, now));

    public Task<Project> ProjectOfAsync(Batch batch, CancellationToken cancellationToken) => db.Projects.AsNoTracking().SingleAsync(p => p.Code == batch.Project, cancellationToken);

    private async Task<List<Unit>> LockUnitsAsync(Guid[] ids, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync($"SELECT 1 FROM units WHERE id = ANY ({ids}) ORDER BY id FOR UPDATE", cancellationToken);
        return await db.Units.Where(u => ids.Contains(u.Id)).OrderBy(u => u.Id).ToListAsync(cancellationToken);
    }

    private static string RefundKey(Batch batch) => $"refund-queue/{batch.Id}";

    private static string Name(IEnumerable<string> codes) => codes.ToList() is { Count: > MostNamed } many ? $"{string.Join(", ", many.Take(MostNamed))} and {many.Count - MostNamed} more" : string.Join(", ", codes);
}
