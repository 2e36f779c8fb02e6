using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// REC-2.2, REC-3.2: whoever leads the desk puts a consultant's trip or leave on record before it begins: from today
/// on, never for days that are over.
/// </summary>
internal static class RecordAbsence
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NewAbsence, Request, AbsenceRecorded>(
                "projects/{project}/absences", ClientAttributionPermissions.LeadDesk, Decide)
            .Makes<NewAbsence, AbsenceView>((state, _) => state, state => $"/api/clients/absences/{state.Absence.Id}")
            .WithSummary("absence.record.summary");

    public static void MapReading(IEndpointRouteBuilder api) =>
        api.MapRead<NewAbsence, AbsenceView>("absences/{id:guid}", ClientAttributionPermissions.ReadDesk)
            .WithSummary("absence.read.summary");

    /// <summary>Who is away.</summary>
    /// <param name="Consultant">The staff number.</param>
    /// <param name="Kind">Why.</param>
    /// <param name="From">The first day.</param>
    /// <param name="Until">The last day.</param>
    internal sealed record Request(string Consultant, AbsenceKind Kind, LocalDate From, LocalDate Until);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Consultant).IsCode("desk.staff-number");
            RuleFor(r => r.Kind).NotEqual(AbsenceKind.Out).Refuses("REC-3.2", "absence.said-at-desk");
            RuleFor(r => r.Until).GreaterThanOrEqualTo(r => r.From).Refuses("REC-3.2", "absence.ends-before");
        }
    }

    [Rule("REC-3.2", "a trip or home leave is put on record, and not back-filled")]
    internal static Outcome<AbsenceRecorded> Decide(NewAbsence state, Request request, Change change)
    {
        if (request.From < state.Company.DateOf(change.At))
            return Refused.Input("REC-3.2", "from", Text.Of("absence.not-back-filled"));
        return new AbsenceRecorded(
            state.Absence.Id, state.Project, request.Consultant, request.Kind,
            Instant.Max(change.At, state.Company.BeginOf(request.From)),
            state.Company.BeginOf(request.Until.PlusDays(1)));
    }
}

/// <summary>An absence, put on record or about to be.</summary>
internal sealed class NewAbsence(Absence absence, string project, CompanyTime company) : IState
{
    public Absence Absence => absence;

    public string Project => project;

    public CompanyTime Company => company;

    public Aggregate Root => absence;
}

/// <summary>An absence as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Consultant">Who.</param>
/// <param name="Kind">Why.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when; null while it is open.</param>
internal sealed record AbsenceView(
    Guid Id, string Consultant, AbsenceKind Kind, OffsetDateTime Since, OffsetDateTime? Until);

/// <summary>Makes what is put on record, finds it and shows it.</summary>
internal sealed class AbsenceLoad(ClientAttributionDb db, CompanyTime company)
    : ISource<NewAbsence>, ILoad<NewAbsence, RecordAbsence.Request>, IView<NewAbsence, AbsenceView>
{
    public async Task<Outcome<NewAbsence>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await db.Absences.AsNoTracking().SingleOrDefaultAsync(
            one => one.Id == named.Id, cancellationToken);
        return found is not null && named.Actor.MaySee(found.Project)
            ? new NewAbsence(found, found.Project, company)
            : Refused.NotFound(Text.Of("absence.unknown", ("id", named.Id)));
    }

    public Task<NewAbsence> LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Nothing happens to an absence by itself.");

    public Task<Outcome<NewAbsence>> LoadAsync(
        Named named, RecordAbsence.Request request, Change change, CancellationToken cancellationToken) =>
        Task.FromResult<Outcome<NewAbsence>>(named.Actor.MaySee(named["project"])
            ? new NewAbsence(new Absence(change.NewId()), named["project"], company)
            : Refused.NotFound(Text.Of("desk.site-unknown", ("site", named["project"]))));

    public ValueTask<AbsenceView> ShowAsync(NewAbsence state, Actor actor, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new AbsenceView(
            state.Absence.Id, state.Absence.Consultant, state.Absence.Kind, company.At(state.Absence.Since),
            state.Absence.Until is { } until ? company.At(until) : null));
}

/// <summary>A consultant's trip or leave was put on record.</summary>
/// <param name="AbsenceId">The entry.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Consultant">Who.</param>
/// <param name="Kind">Why.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when, which is not within it.</param>
[HappensUnder("REC-3.2")]
internal sealed record AbsenceRecorded(
    Guid AbsenceId, string Project, string Consultant, AbsenceKind Kind, Instant Since, Instant Until)
    : IEvent<NewAbsence>
{
    public void Apply(NewAbsence state, Occurrence when)
    {
        var absence = state.Absence;
        (absence.Project, absence.Consultant, absence.Kind) = (Project, Consultant, Kind);
        (absence.Since, absence.Until, absence.By) = (Since, Until, when.By);
    }

    public void React(NewAbsence state, Occurrence when, Reactions follow)
    {
        follow.Add(state.Absence);
        follow.Register(ContactRegisters.Away(state.Absence, when.By));
    }
}
