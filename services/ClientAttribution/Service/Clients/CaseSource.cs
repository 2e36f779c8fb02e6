using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Clients;

/// <summary>Whose client somebody is and why, with all that it rests on: the case file 归属卷宗.</summary>
/// <param name="Client">
/// Who: the client whom the entry leads to by now. The name in full for whose client it is.
/// </param>
/// <param name="Award">Whose.</param>
/// <param name="Steps">How that came about, in the order of time.</param>
/// <param name="Facts">What is known, in the order of time.</param>
internal sealed record AttributionView(
    ClientView Client, AwardView Award, IReadOnlyList<AttributionView.StepView> Steps,
    IReadOnlyList<AttributionView.FactView> Facts)
{
    /// <summary>What the reader may do to it now, by the names of the operations.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>A step.</summary>
    /// <param name="Rule">The rule that it follows from.</param>
    /// <param name="Text">What it says.</param>
    /// <param name="Evidence">The facts that it rests on.</param>
    internal sealed record StepView(string Rule, string Text, IReadOnlyList<string> Evidence);

    /// <summary>A fact.</summary>
    /// <param name="Id">What steps name it by.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="At">When it happened.</param>
    /// <param name="Consultant">Whose it is; null where it is not one consultant's.</param>
    internal sealed record FactView(string Id, string Kind, OffsetDateTime At, string? Consultant);
}

/// <summary>Whose a client is.</summary>
/// <param name="Kind">Whose.</param>
/// <param name="Holdings">The consultants with their parts.</param>
/// <param name="ValidUntil">The last day; null where it does not lapse.</param>
/// <param name="DaysLeft">How many days are left, the last one counted; null where it does not lapse.</param>
/// <param name="Evidence">The facts that it rests on.</param>
/// <param name="Collisions">The entries of others that collide with it.</param>
internal sealed record AwardView(
    AwardKind Kind, IReadOnlyList<Holding> Holdings, LocalDate? ValidUntil, int? DaysLeft,
    IReadOnlyList<string> Evidence, IReadOnlyList<string> Collisions)
{
    public static AwardView Of(Award award, LocalDate today) => new(
        award.Kind, award.Holdings, award.ValidUntil,
        award.ValidUntil is { } last ? Period.DaysBetween(today, last) + 1 : null, award.Evidence, award.Collisions);
}

/// <summary>Finds clients with their facts, of the sites that the actor may see, and shows whose they are.</summary>
internal sealed class CaseSource(
    ClientAttributionDb db, ClientDirectory directory, ClientSource clients, CaseLoader cases, IActions actions,
    ITexts texts, CompanyTime company, IClock clock) : ISource<ClientCase>, IView<ClientCase, AttributionView>
{
    public async Task<Outcome<ClientCase>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var project = await ProjectOfAsync(named.Id, cancellationToken);
        if (project is null || !named.Actor.MaySee(project))
            return ClientSource.Unknown(named.Id);
        if (access == Access.Change)
            await directory.LockAsync(project, cancellationToken);
        return (await cases.FindAsync(project, named.Id, access, cancellationToken))!;
    }

    public async Task<ClientCase> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var project = (await ProjectOfAsync(id, cancellationToken))!;
        await directory.LockAsync(project, cancellationToken);
        return (await cases.FindAsync(project, id, Access.Change, cancellationToken))!;
    }

    public async ValueTask<AttributionView> ShowAsync(
        ClientCase state, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var decided = state.Decide(now);
        var client = clients.Show(state.Client);
        return new(
            MaySeeName(state.Award, actor, now) ? client with { Name = state.Client.Name } : client,
            AwardView.Of(decided.Award, company.DateOf(now)),
            [
                .. decided.Steps.Select(step => new AttributionView.StepView(
                    step.Rule, texts.Render(step.Text), step.Evidence)),
            ],
            [
                .. state.Facts.All.Where(fact => fact is not Fact.Away).Order(Comparer<Fact>.Create(Fact.Compare))
                    .Select(fact => new AttributionView.FactView(
                        fact.Id, fact.GetType().Name, company.At(fact.At), ClientRegisters.ConsultantOf(fact))),
            ])
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
    }

    /// <summary>
    /// The name in full is for those whose client it is, and for who decides; of a customer connected with the company
    /// everybody was told.
    /// </summary>
    [Rule("CS-7", "names of clients")]
    public static bool MaySeeName(ClientAward award, Actor actor, Instant now) =>
        award.Kind == AwardKind.Company || award.Consultants.Contains(actor.Id)
        || actor.PermissionsAt(now).Contains(ClientAttributionPermissions.LeadClients);

    private Task<string?> ProjectOfAsync(Guid id, CancellationToken cancellationToken) =>
        db.Clients.AsNoTracking().Where(c => c.Id == id).Select(c => c.Project)
            .SingleOrDefaultAsync(cancellationToken);
}
