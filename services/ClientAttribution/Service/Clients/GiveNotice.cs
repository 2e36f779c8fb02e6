using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// ATT-III.4: the company tells all consultants in writing that a customer is connected with it 关系客户; each confirms
/// having read it.
/// </summary>
internal static class GiveNotice
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<RegisteringCase, ClientForm, Events<ClientCase>>(
                "projects/{project}/notices", ClientAttributionPermissions.ManageClients, Decide)
            .Makes<ClientCase, AttributionView>((state, _) => state, state => state.AttributionPath)
            .WithSummary("notice.give.summary");
        api.MapCommand<ClientCase, NoticeConfirmed>(
                "clients/{id:guid}/notice-readings", ClientAttributionPermissions.OwnClients, Confirm)
            .OfferedOn<ClientCase>(RefusesReading)
            .WithoutIfMatch()
            .Answers<AttributionView>()
            .WithSummary("notice.confirm.summary");
    }

    [Rule("ATT-III.4", "all consultants are told in writing")]
    internal static Outcome<Events<ClientCase>> Decide(RegisteringCase state, ClientForm request, Change change) =>
        NoticeOf(state) is { } given
            ? new Refused("ATT-III.4", Text.Of("notice.given-already")) { Evidence = [given.Id] }
            : state.With(
                RegisteredBy.Notice, change,
                new NoticeGiven(change.NewId(), state.Client.Id, state.Client.Project));

    [Rule("ATT-III.4", "proof that the notice was read")]
    internal static Outcome<NoticeConfirmed> Confirm(ClientCase state, Change change) =>
        RefusesReading(state, change) is { } refusal
            ? refusal
            : new NoticeConfirmed(change.NewId(), state.Client.Id, state.Client.Project, change.Actor.Id);

    private static Refused? RefusesReading(ClientCase state, Change change)
    {
        if (NoticeOf(state) is not { } notice)
            return new Refused("ATT-III.4", Text.Of("notice.none")) { Evidence = [state.Client.Evidence] };
        return state.Facts.All.OfType<Fact.NoticeRead>().Any(one =>
            one.Client == state.Name && one.Consultant == change.Actor.Id)
            ? new Refused("ATT-III.4", Text.Of("notice.read-already")) { Evidence = [notice.Id] }
            : null;
    }

    private static Fact.ConnectedNotice? NoticeOf(ClientCase state) =>
        state.Facts.All.OfType<Fact.ConnectedNotice>().FirstOrDefault(one => one.Client == state.Name);
}

/// <summary>The company gave notice that a customer is connected with it.</summary>
/// <param name="NoticeId">The notice.</param>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
[HappensUnder("ATT-III.4")]
internal sealed record NoticeGiven(Guid NoticeId, Guid ClientId, string Project) : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ClientCase state, Occurrence when, Reactions follow)
    {
        follow.Record(state, NoticeId, FactOf(state, when), reason: null, when);
        follow.Tasks.Add(new NewTask(
            $"notice/{NoticeId}", Addressee.ForPermission(ClientAttributionPermissions.OwnClients), Project,
            Text.Of("notice.task.read"), "ATT-III.4", state.AttributionPath, when.At));
    }

    private Fact.ConnectedNotice FactOf(ClientCase state, Occurrence when) =>
        new($"notice/{NoticeId}", when.At, state.Name);
}

/// <summary>A consultant confirmed having read the notice.</summary>
/// <param name="ReadingId">The proof.</param>
/// <param name="ClientId">Whom the notice is about.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Who read it.</param>
[HappensUnder("ATT-III.4")]
internal sealed record NoticeConfirmed(Guid ReadingId, Guid ClientId, string Project, string Consultant)
    : IEvent<ClientCase>
{
    public void Apply(ClientCase state, Occurrence when) => state.Add(FactOf(state, when));

    public void React(ClientCase state, Occurrence when, Reactions follow) =>
        follow.Record(state, ReadingId, FactOf(state, when), reason: null, when);

    private Fact.NoticeRead FactOf(ClientCase state, Occurrence when) =>
        new($"notice-reading/{ReadingId}", when.At, state.Name, Consultant);
}
