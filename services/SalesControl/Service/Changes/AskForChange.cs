using System.Text.Json.Serialization;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Changes;

/// <summary>A body that asks for a change, and says why.</summary>
internal interface IAsks
{
    /// <summary>Why.</summary>
    string Reason { get; }
}

/// <summary>
/// CS-7: somebody asks for a change of a sale 销售变更 that others must agree to. Whether it can be asked for at all its
/// own use case says; one of a kind is open at a time.
/// </summary>
internal static class AskForChange
{
    /// <summary>Maps the asking for a kind of change.</summary>
    /// <param name="api">The routes.</param>
    /// <param name="pattern">The route.</param>
    /// <param name="permission">Who may ask.</param>
    /// <param name="kind">What kind of change it is, and which reservation or sale it is about, if any.</param>
    /// <param name="decide">What exactly is asked for, or why it cannot be.</param>
    public static CommandRoute<Asking<TState>, TRequest, ChangeAsked> MapAsk<TState, TRequest, TDetails>(
        this IEndpointRouteBuilder api, string pattern, string permission,
        (ChangeKind Kind, Func<TState, Guid?> Subject) kind, Func<TState, TRequest, Change, Outcome<TDetails>> decide)
        where TState : class, IUnitState
        where TRequest : class, IAsks
        where TDetails : notnull =>
        api.MapCommand<Asking<TState>, TRequest, ChangeAsked>(
                pattern, permission,
                (state, request, change) => decide(state.About, request, change).Then(details => Decide(
                    state, kind.Subject(state.About), ChangeRequest.Write(details), change.Wrote(request.Reason),
                    change)))
            .LoadedBy(async (services, named, request, change, cancellationToken) =>
            {
                var found = await services.FindAsync<TState, TRequest>(named, request, change, cancellationToken);
                return found.Refusal is { } missing
                    ? missing
                    : await services.GetRequiredService<ChangeBook>()
                        .ToAskAsync(found.Value, kind.Kind, cancellationToken);
            })
            .Answers<RequestedChange, ChangeView>(
                (state, _) => new(state.Asked!, state.Kind, state), shown => shown.Request.Path);

    /// <summary>Offered on a thing that is shown, unless it is asked for already.</summary>
    /// <param name="route">The asking.</param>
    /// <param name="kind">What kind of change it is, and which reservation or sale of what is shown.</param>
    /// <param name="refuses">What is refused whatever is asked for; null where it can be asked for.</param>
    public static CommandRoute<Asking<TState>, TRequest, ChangeAsked> OfferedUnlessAsked<TState, TRequest, TShown>(
        this CommandRoute<Asking<TState>, TRequest, ChangeAsked> route,
        (ChangeKind Kind, Func<TShown, Guid?> Subject) kind, Func<TShown, Change, Refused?> refuses)
        where TState : class, IUnitState
        where TRequest : class, IAsks
        where TShown : class, IUnitState =>
        route.OfferedOn(refuses, (services, shown, cancellationToken) =>
            services.GetRequiredService<AskedAlready>().IsAskedAsync(
                shown.Unit.Id, kind.Kind, kind.Subject(shown), cancellationToken));

    [Rule("CS-7", "one of a kind is asked for at a time")]
    private static Outcome<ChangeAsked> Decide<TState>(
        Asking<TState> state, Guid? subject, string details, FreeText reason, Change change)
        where TState : class, IUnitState
    {
        var (unit, kind) = (state.Unit, state.Kind);
        if (state.Open.FirstOrDefault(one => one.Kind == kind.Kind && one.Subject == subject) is { } asked)
            return new Refused(kind.Rule, Text.Of("change.asked-already")) { Evidence = [asked.Evidence] };
        return new ChangeAsked(
            change.NewId(), unit.Id, unit.Project, unit.Code, kind.Kind.ToString(), subject, reason)
        {
            Rule = kind.Rule,
            Details = details,
        };
    }
}

/// <summary>What a change is asked about, with what is asked for on the unit already.</summary>
internal sealed class Asking<TState>(TState about, IChangeKind kind, IReadOnlyList<ChangeRequest> open) : IAsking
    where TState : class, IUnitState
{
    /// <summary>What it is about.</summary>
    public TState About => about;

    public IChangeKind Kind => kind;

    /// <summary>What is asked for on the unit, and not decided.</summary>
    public IReadOnlyList<ChangeRequest> Open => open;

    public ChangeRequest? Asked { get; set; }

    public Unit Unit => about.Unit;

    public Aggregate Root => about.Root;

    public string? Consultant => about.Consultant;

    public void ApplyDue(Instant now, IHappenings happenings) => about.ApplyDue(now, happenings);
}

/// <summary>Where a change is asked for.</summary>
internal interface IAsking : IUnitState
{
    /// <summary>The kind of change.</summary>
    IChangeKind Kind { get; }

    /// <summary>What was asked for; null before it was.</summary>
    ChangeRequest? Asked { get; set; }
}

/// <summary>A change of a sale 销售变更 was asked for.</summary>
[HappensUnder("RES-4")]
internal sealed record ChangeAsked(
    Guid ChangeId, Guid UnitId, string Project, string Unit, string Kind, Guid? Subject, FreeText Reason)
    : IEvent<IAsking>
{
    /// <summary>The rule that asks for the agreement of others.</summary>
    public required string Rule { get; init; }

    /// <summary>What exactly is asked for. It lies with the request.</summary>
    [JsonIgnore]
    public string? Details { get; init; }

    public void Apply(IAsking state, Occurrence when) => state.Asked = new ChangeRequest(this, when);

    public void React(IAsking state, Occurrence when, Reactions follow)
    {
        var request = state.Asked!;
        var asked = new RequestedChange(request, state.Kind, state);
        follow.Add(request);
        follow.Approvals.Ask(asked.Terms);
        follow.TellDeciders(asked, state.Kind.Needs, when.At);
    }
}
