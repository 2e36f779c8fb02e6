using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Clients;

/// <summary>Whose client somebody is was decided anew, and is not what it was before.</summary>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Kind">Whose.</param>
/// <param name="Consultants">The consultants; null where it is nobody's or the company's.</param>
/// <param name="ValidUntil">The last day; null where it does not lapse.</param>
/// <param name="Given">Whose the client is who was not theirs before.</param>
/// <param name="Taken">Whose the client was, and is no more.</param>
/// <param name="Rules">The rules of the steps.</param>
/// <param name="Award">All of it, with what it rests on.</param>
[HappensUnder("ATT-1")]
internal sealed record AttributionAwarded(
    Guid ClientId, string Project, AwardKind Kind, IReadOnlyList<string>? Consultants, LocalDate? ValidUntil,
    IReadOnlyList<string> Given, IReadOnlyList<string> Taken, IReadOnlyList<string> Rules, Award Award)
    : IEvent<ClientCase>
{
    public static AttributionAwarded Of(ClientCase of, Attributed decided)
    {
        var (before, now) = (
            of.Award.Consultants, decided.Award.Holdings.Select(holding => holding.Consultant).ToList());
        return new(
            of.Client.Id, of.Client.Project, decided.Award.Kind, now.Count == 0 ? null : now, decided.Award.ValidUntil,
            [.. now.Except(before, StringComparer.Ordinal)], [.. before.Except(now, StringComparer.Ordinal)],
            RulesOf(decided), decided.Award);
    }

    /// <summary>The rules of the steps, each once.</summary>
    public static IReadOnlyList<string> RulesOf(Attributed decided) =>
        [.. decided.Steps.Select(step => step.Rule).Distinct(StringComparer.Ordinal)];

    public void Apply(ClientCase state, Occurrence when) => state.Award.Become(Award, when.At);

    public void React(ClientCase state, Occurrence when, Reactions follow)
    {
        follow.Register(ClientRegisters.Awarded(state, Award, Rules, when.By));
        follow.Deadlines.Cancel(state.LapseKey, when.At);
        Tell(Given, "client.task.awarded");
        Tell(Taken, "client.task.taken");

        if (state.LapsesAt is not { } lapses)
            return;
        follow.Deadlines.Set(new(
            AttributionLapses.KindName, state.LapseKey, "ATT-III.3", ClientId, when.At,
            new Term.Elapsed(lapses - when.At), Consultants![0], Project)
        {
            EndsWhenDue = true,
            Warnings = [new Warning.Before(Duration.FromDays(1))],
        });

        void Tell(IEnumerable<string> whom, string code)
        {
            foreach (var consultant in whom)
            {
                follow.Tasks.Add(new NewTask(
                    $"client/{ClientId}/{follow.NewId()}", Addressee.ForPerson(consultant), Project, Text.Of(code),
                    Rules.Count > 0 ? Rules[^1] : "ATT-1", state.AttributionPath, when.At));
            }
        }
    }
}

/// <summary>A confirmation lapsed with no further report: the client counts as new (ATT-III.3).</summary>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultants">Whose the client was.</param>
/// <param name="ValidUntil">The last day on which it was valid.</param>
/// <param name="Award">What is decided now.</param>
[HappensUnder("ATT-III.3")]
internal sealed record AttributionLapsed(
    Guid ClientId, string Project, IReadOnlyList<string> Consultants, LocalDate ValidUntil, Award Award)
    : IEvent<ClientCase>
{
    public static AttributionLapsed Of(ClientCase of, Attributed decided) => new(
        of.Client.Id, of.Client.Project, of.Award.Consultants, of.Award.ValidUntil!.Value, decided.Award);

    public void Apply(ClientCase state, Occurrence when) => state.Award.Become(Award, when.At);

    public void React(ClientCase state, Occurrence when, Reactions follow)
    {
        follow.Register(ClientRegisters.Lapsed(state, Consultants, ValidUntil, when.By));
        foreach (var consultant in Consultants)
        {
            follow.Tasks.Add(new NewTask(
                $"client/{ClientId}/lapsed/{ValidUntil:yyyy-MM-dd}", Addressee.ForPerson(consultant), Project,
                Text.Of("client.task.lapsed", ("validUntil", ValidUntil)), "ATT-III.3", state.AttributionPath,
                when.At));
        }
    }
}

/// <summary>
/// Two consultants have entries of one client 撞单: both are told at once, and the supervisor with them.
/// </summary>
/// <param name="ClientId">Who.</param>
/// <param name="Project">The project's code.</param>
/// <param name="FactId">The entry that collides.</param>
/// <param name="Consultant">Whose entry it is.</param>
/// <param name="Consultants">Whose the client is.</param>
[HappensUnder("ATT-III.1")]
internal sealed record CollisionFound(
    Guid ClientId, string Project, string FactId, string Consultant, IReadOnlyList<string> Consultants)
    : IEvent<ClientCase>
{
    public static CollisionFound Of(ClientCase of, string entry, Award award) => new(
        of.Client.Id, of.Client.Project, entry,
        of.Facts.All.First(fact => fact.Id == entry) switch
        {
            Fact.Registered registered => registered.Consultant,
            Fact.PreRegistered filed => filed.Consultant,
            var other => throw new InvalidOperationException($"{other.GetType().Name} collides with nobody."),
        },
        [.. award.Holdings.Select(holding => holding.Consultant)]);

    public void Apply(ClientCase state, Occurrence when)
    {
        // The award has it already.
    }

    public void React(ClientCase state, Occurrence when, Reactions follow)
    {
        follow.Register(ClientRegisters.Collided(state, this, when.By));
        Addressee[] told =
        [
            .. Consultants.Append(Consultant).Distinct(StringComparer.Ordinal).Select(Addressee.ForPerson),
            Addressee.ForPermission(ClientAttributionPermissions.LeadClients),
        ];
        foreach (var whom in told)
        {
            follow.Tasks.Add(new NewTask(
                $"client/{ClientId}/collision/{FactId}", whom, Project,
                Text.Of("client.task.collision", ("consultant", Consultant), ("holders", Consultants)), "ATT-III.1",
                state.AttributionPath, when.At));
        }
    }
}

/// <summary>
/// ATT-III.3, T-7: a confirmation lapses at the end of its last day; a day before, its holders are warned.
/// </summary>
internal sealed class AttributionLapses(ISource<ClientCase> source, Pipeline pipeline, IClock clock)
    : DeadlineOf<ClientCase>(source, pipeline, clock)
{
    public const string KindName = "client-lapse";

    public override string Kind => KindName;

    protected override void Fire(ClientCase state, Firing firing, Reactions follow)
    {
        if (firing.Mark != Mark.Warning || state.Award.ValidUntil is not { } day)
            return;
        foreach (var consultant in state.Award.Consultants)
        {
            follow.Tasks.Add(new NewTask(
                $"client/{state.Client.Id}/lapses/{day:yyyy-MM-dd}", Addressee.ForPerson(consultant),
                state.Client.Project, Text.Of("client.task.lapses", ("validUntil", day)), "ATT-III.3",
                state.AttributionPath, firing.At));
        }
    }
}
