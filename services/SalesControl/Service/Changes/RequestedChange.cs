using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Changes;

/// <summary>A unit with changes that were asked for on it.</summary>
internal interface IHasChanges : IUnitState
{
    /// <summary>What is asked for on the unit, and not decided.</summary>
    IReadOnlyList<ChangeRequest> Asked { get; }
}

/// <summary>A unit by itself, with what is asked for on it.</summary>
internal sealed class UnitWithChanges(Unit unit, IReadOnlyList<ChangeRequest> asked) : IHasChanges
{
    public Unit Unit => unit;

    public Aggregate Root => unit;

    public IReadOnlyList<ChangeRequest> Asked => asked;
}

/// <summary>A change that was asked for, with what it is about.</summary>
internal sealed class RequestedChange(ChangeRequest request, IChangeKind kind, IUnitState about) : IHasChanges
{
    /// <summary>What was asked for.</summary>
    public ChangeRequest Request => request;

    /// <summary>What kind of change it is.</summary>
    public IChangeKind Kind => kind;

    /// <summary>What it is about, loaded as its kind needs it.</summary>
    public IUnitState About => about;

    public Unit Unit => about.Unit;

    public Aggregate Root => about.Root;

    public IReadOnlyList<ChangeRequest> Asked => [request];

    /// <summary>What was asked, as the register and those who decide have it.</summary>
    public Text What => kind.What(request, Unit);

    /// <summary>
    /// What others are asked to agree to: others than who asked, than who sees it through by now, and than whose
    /// customer it is.
    /// </summary>
    public ApprovalTerms Terms => new(
        request.ApprovalKey, JsonNamingPolicy.CamelCase.ConvertName(request.Kind.ToString()), kind.Rule,
        request.Project, request.Path, What, request.AskedBy, Consultant ?? request.AskedBy, request.AskedAt,
        Until: null, kind.Needs)
    {
        PassedTo = [request.Handler],
    };

    public string? Consultant => about.Consultant;

    public void ApplyDue(Instant now, IHappenings happenings) => about.ApplyDue(now, happenings);
}

/// <summary>Finds changes: what they are about is locked first, as their kind says.</summary>
internal sealed class ChangeBook(SalesControlDb db, IEnumerable<IChangeKind> kinds) : ISource<RequestedChange>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("change.unknown", ("id", id)));

    public async Task<Outcome<RequestedChange>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await db.Changes.AsNoTracking().SingleOrDefaultAsync(c => c.Id == named.Id, cancellationToken);
        if (found is null || !named.Actor.MaySee(found.Project))
            return Unknown(named.Id);
        var kind = Of(found.Kind);
        if (access == Access.Read)
        {
            var unit = await db.Units.AsNoTracking().SingleAsync(u => u.Id == found.UnitId, cancellationToken);
            return new RequestedChange(
                found, kind, new UnitAlone(unit, await ConsultantOfAsync(found.Subject, cancellationToken)));
        }

        var about = await kind.LockAsync(found, cancellationToken);
        // As it is now that the unit is ours.
        var request = await db.Changes.SingleAsync(c => c.Id == named.Id, cancellationToken);
        return new RequestedChange(request, kind, about);
    }

    public Task<RequestedChange> LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing happens to a change by itself.");

    /// <summary>What is asked about, with what is asked for on its unit already.</summary>
    public async Task<Asking<TState>> ToAskAsync<TState>(
        TState about, ChangeKind kind, CancellationToken cancellationToken)
        where TState : class, IUnitState =>
        new(about, Of(kind), await db.AskedOnAsync(about.Unit, cancellationToken));

    /// <summary>
    /// Looks for what is asked for on locked units; what can be done no more is not asked for any more.
    /// </summary>
    /// <param name="units">The units.</param>
    /// <param name="over">Which of it.</param>
    /// <param name="why">Why.</param>
    /// <param name="end">The end that it follows from, with what follows.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task CloseAsync(
        IReadOnlyCollection<Unit> units, Func<ChangeRequest, bool> over, Text why,
        (Reactions Follow, Occurrence When) end, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. units.Select(unit => unit.Id)];
        var asked = await db.Changes.Where(c => ids.Contains(c.UnitId) && c.State == ChangeState.Pending)
            .OrderBy(c => c.Id).ToListAsync(cancellationToken);
        foreach (var unit in units.Where(unit => asked.Exists(one => one.UnitId == unit.Id)))
        {
            var state = new UnitWithChanges(unit, asked.FindAll(one => one.UnitId == unit.Id));
            foreach (var closed in ChangeNotMade.Close(state, over, why).ToList())
                end.Follow.Happen(state, closed, end.When);
        }
    }

    /// <summary>Whose customer a reservation or a sale is about; null where it is about neither.</summary>
    private async Task<string?> ConsultantOfAsync(Guid? subject, CancellationToken cancellationToken) => subject is null
        ? null
        : await db.Database.SqlQuery<string>(
            $"""
            SELECT consultant AS "Value" FROM reservations WHERE id = {subject}
                UNION ALL SELECT consultant FROM subscriptions WHERE id = {subject}
            """).FirstOrDefaultAsync(cancellationToken);

    private IChangeKind Of(ChangeKind kind) => kinds.Single(one => one.Kind == kind);
}

/// <summary>What is asked for on units.</summary>
internal static class AskedChanges
{
    /// <summary>What is asked for on a locked unit, and not decided.</summary>
    public static async Task<IReadOnlyList<ChangeRequest>> AskedOnAsync(
        this SalesControlDb db, Unit unit, CancellationToken cancellationToken) =>
        await db.AskedOn(unit.Id).ToListAsync(cancellationToken);

    /// <summary>The question for it, for whoever asks for more at once.</summary>
    public static IQueryable<ChangeRequest> AskedOn(this SalesControlDb db, Guid unit) =>
        db.Changes.Where(c => c.UnitId == unit && c.State == ChangeState.Pending).OrderBy(c => c.Id);
}

/// <summary>A change as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="Kind">
/// extension, withholding, discount, latePayment, swap, changeOfName, cancellation, forfeiture or takingOff.
/// </param>
/// <param name="Subject">The reservation or the sale that it is about.</param>
/// <param name="Details">What exactly is asked for.</param>
/// <param name="Reason">Why.</param>
/// <param name="State">pending, granted, refused, withdrawn or closed.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="Handler">Who sees it through: who asked, or their successor.</param>
/// <param name="AskedAt">When.</param>
/// <param name="EndedBy">Whose word ended it.</param>
/// <param name="EndedAt">When.</param>
/// <param name="EndedWhy">Why, where it was not granted.</param>
/// <param name="Version">What <c>If-Match</c> names to decide on it: the unit's version.</param>
internal sealed record ChangeView(
    Guid Id, string Project, string Unit, ChangeKind Kind, Guid? Subject, JsonElement Details, string Reason,
    ChangeState State, string AskedBy, string Handler, OffsetDateTime AskedAt, string? EndedBy,
    OffsetDateTime? EndedAt, string? EndedWhy, long Version)
{
    /// <summary>
    /// What the reader may do with it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static ChangeView Of(
        ChangeRequest c, (string Code, long Version) unit, Projects.Project site, ITexts texts) => new(
        c.Id, c.Project, unit.Code, c.Kind, c.Subject, JsonDocument.Parse(c.Details).RootElement.Clone(), c.Reason,
        c.State, c.AskedBy, c.Handler, site.At(c.AskedAt), c.EndedBy, site.At(c.EndedAt),
        c.EndedWhy is { } why ? texts.Render(StoredText.Read(why)) : null, unit.Version);
}

/// <summary>Shows a change.</summary>
internal sealed class ChangeViewer(UnitBook units, IActions actions, ITexts texts) : IView<RequestedChange, ChangeView>
{
    public async ValueTask<ChangeView> ShowAsync(
        RequestedChange state, Actor actor, CancellationToken cancellationToken) => ChangeView.Of(
        state.Request, (state.Unit.Code, state.Unit.Version),
        await units.SiteOfAsync(state.Unit, cancellationToken), texts) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
}

/// <summary>Who is told of changes.</summary>
internal static class ChangeTasks
{
    /// <summary>Those who must agree are asked to.</summary>
    public static void TellDeciders(
        this Reactions follow, RequestedChange change, IEnumerable<Need> needs, Instant at)
    {
        foreach (var need in needs)
        {
            follow.Tasks.Add(new NewTask(
                $"decide/{change.Request.ApprovalKey}", Addressee.ForPermission(need.Permission),
                change.Request.Project, Text.Of("change.task.decide", ("what", change.What)), change.Kind.Rule,
                change.Request.Path, at)
            {
                MustBeDone = true,
            });
        }
    }

    /// <summary>Whoever sees it through is told what became of it.</summary>
    public static void TellHandler(
        this Reactions follow, ChangeRequest request, string what, Text title, string rule, Instant at) =>
        follow.Tasks.Add(new NewTask(
            $"{request.ApprovalKey}/{what}", Addressee.ForPerson(request.Handler), request.Project, title, rule,
            request.Path, at));
}
