using System.Text.Json.Serialization;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Deadlines;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>Somebody came to the desk or called; who receives them is the next event, or they wait.</summary>
/// <param name="ContactId">The visit or call.</param>
/// <param name="Number">Which of the day's it is.</param>
/// <param name="Channel">Whether they came or called.</param>
/// <param name="Kind">What a call is about; null for a visit.</param>
/// <param name="Visitor">What decides who receives them.</param>
[HappensUnder("ATT-5")]
internal sealed record ContactCame(Guid ContactId, int Number, Channel Channel, CallKind? Kind, Visitor Visitor)
    : IEvent<Desk>
{
    /// <summary>Who has their phone number, by the directory; null where nobody has, or several.</summary>
    public Guid? ClientId { get; init; }

    /// <summary>Their phone number, E.164: in the table, and in no log.</summary>
    [JsonIgnore]
    public string? Phone { get; init; }

    public void Apply(Desk state, Occurrence when)
    {
        state.Day.LastNumber = Number;
        state.Add(new Contact(ContactId, state.Day, Channel, Number)
        {
            Kind = Kind,
            Visitor = Visitor,
            Phone = Phone,
            ClientId = ClientId,
            CameAt = when.At,
            CameBy = when.By,
            Version = 1,
        });
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        var contact = state.ContactOf(ContactId);
        follow.Add(contact);
        follow.Register(ContactRegisters.Came(contact, when.By));
    }
}

/// <summary>Who receives somebody, and why.</summary>
/// <param name="ContactId">The visit or call.</param>
/// <param name="Number">Which of the day's it is.</param>
/// <param name="Consultant">Who receives.</param>
/// <param name="StandsInFor">In whose place; null for nobody's.</param>
/// <param name="Turn">Which turn it uses up.</param>
/// <param name="Next">The place whose turn is next.</param>
/// <param name="Kept">Whose turn was passed over and is kept.</param>
/// <param name="PassedOver">Whose turn was passed over and is gone.</param>
/// <param name="Rule">The rule that decided.</param>
/// <param name="Steps">Why, step by step.</param>
[HappensUnder("REC-1.1")]
internal sealed record ContactAssigned(
    Guid ContactId, int Number, string Consultant, string? StandsInFor, Turn Turn, int Next,
    IReadOnlyList<string> Kept, IReadOnlyList<string> PassedOver, string Rule, IReadOnlyList<Step> Steps) : IEvent<Desk>
{
    public static ContactAssigned Of(Contact contact, Assignment assignment) =>
        Of(contact.Id, contact.Number, assignment);

    public static ContactAssigned Of(Guid contact, int number, Assignment assignment) => new(
        contact, number, assignment.Consultant, assignment.StandsInFor, assignment.Turn, assignment.Next,
        assignment.Kept, assignment.PassedOver, assignment.Steps[0].Rule, assignment.Steps);

    public void Apply(Desk state, Occurrence when)
    {
        var (day, contact) = (state.Day, state.ContactOf(ContactId));
        (contact.State, contact.Consultant, contact.StandsInFor) = (ContactState.Open, Consultant, StandsInFor);
        (contact.Turn, contact.Steps, contact.AssignedAt) = (Turn, Steps, when.At);
        contact.PassedOver = PassedOver;
        contact.Version++;
        var seat = day.SeatOf(Consultant)!;
        seat.Become(contact.Channel == Channel.Visit ? SeatState.Receiving : SeatState.OnCall, leave: null, when.At);
        seat.ContactId = ContactId;
        if (contact.Channel == Channel.Call)
        {
            day.NextForCalls = Next;
            return;
        }

        seat.WithOwnCustomer = Turn == Turn.None;
        seat.LastReceivedAt = when.At;
        if (Turn == Turn.Kept)
            seat.KeptSince = null;
        foreach (var kept in Kept.Select(consultant => day.SeatOf(consultant)!))
            kept.KeptSince ??= when.At;
        day.NextForVisits = Next;
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        var contact = state.ContactOf(ContactId);
        follow.Register(ContactRegisters.Assigned(contact, this, when.By));
        // ATT-3: whoever stands in for a consultant who was asked for tells the supervisor.
        if (StandsInFor is not null && Rule == "ATT-3")
        {
            follow.Tasks.Add(new NewTask(
                $"contact/{ContactId}/stand-in", Addressee.ForPermission(ClientAttributionPermissions.LeadDesk),
                contact.Project, Text.Of(
                    "contact.task.stands-in", ("consultant", StandsInFor), ("standIn", Consultant),
                    ("number", Number)), Rule, contact.Path, when.At));
        }

        // REC-2.2: the one on duty gets in touch with the first receiver.
        if (Steps.Any(step => step.Text.Code == "rotation.get-in-touch"))
        {
            follow.Tasks.Add(new NewTask(
                $"contact/{ContactId}/get-in-touch", Addressee.ForPerson(Consultant), contact.Project,
                Text.Of("contact.task.get-in-touch", ("consultant", StandsInFor), ("number", Number)),
                "REC-2.2", contact.Path, when.At));
        }
    }
}

/// <summary>A visit or call is over: the consultant is ready again, and the entry is owed.</summary>
/// <param name="ContactId">The visit or call.</param>
/// <param name="Number">Which of the day's it is.</param>
/// <param name="Consultant">Who received; null where nobody had.</param>
/// <param name="EntryDueAt">Until when it must be entered; null where it was entered already, or owes no entry.</param>
/// <param name="TooLong">How long the hotline was occupied, where that was too long; null otherwise.</param>
[HappensUnder("ATT-III.6")]
internal sealed record ContactEnded(
    Guid ContactId, int Number, string? Consultant, Instant? EntryDueAt, Duration? TooLong) : IEvent<Desk>
{
    [Rule("ATT-I.2", "a call of more than five minutes is flagged")]
    public static ContactEnded Of(Desk desk, Contact contact, Instant at)
    {
        var terms = desk.Day.Terms;
        var owed = contact.State == ContactState.Open && contact.EnteredAt is null;
        var length = at - contact.AssignedAt;
        return new(
            contact.Id, contact.Number, contact.Consultant, owed ? at + terms.EntryWithin : null,
            contact.Channel == Channel.Call && length > terms.CallMost ? length : null);
    }

    public void Apply(Desk state, Occurrence when)
    {
        var contact = state.ContactOf(ContactId);
        contact.State = Consultant is null ? ContactState.Left
            : contact.EnteredAt is null ? ContactState.EntryOwed
            : ContactState.Entered;
        (contact.EndedAt, contact.EntryDueAt, contact.TooLong) = (when.At, EntryDueAt, TooLong is not null);
        contact.Version++;
        if (Consultant is not null)
            state.Day.SeatOf(Consultant)!.Become(SeatState.Ready, leave: null, when.At);
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        var contact = state.ContactOf(ContactId);
        follow.Register(ContactRegisters.Ended(contact, when.By));
        if (EntryDueAt is not { } due)
            return;
        follow.Deadlines.Set(new(
            EntryFallsDue.KindName, contact.EntryKey, contact.RegisterRule, contact.DayId, when.At,
            new Term.Elapsed(due - when.At), Consultant!, contact.Project)
        {
            EndsWhenDue = true,
        });
        follow.Tasks.Add(new NewTask(
            contact.EntryTask, Addressee.ForPerson(Consultant!), contact.Project,
            Text.Of("contact.task.enter", ("number", Number)), contact.RegisterRule, contact.Path, when.At)
        {
            MustBeDone = true,
            DueAt = due,
        });
    }
}

/// <summary>Nobody entered it in time: it counts as no record, and nobody can claim anything from it.</summary>
[HappensUnder("ATT-III.6")]
internal sealed record EntryMissed(Guid ContactId, int Number, string Consultant) : IEvent<Desk>
{
    public static EntryMissed Of(Contact contact) => new(contact.Id, contact.Number, contact.Consultant!);

    public void Apply(Desk state, Occurrence when)
    {
        var contact = state.ContactOf(ContactId);
        contact.State = ContactState.NoRecord;
        contact.Version++;
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        var contact = state.ContactOf(ContactId);
        follow.Register(ContactRegisters.Missed(contact, when.By));
        follow.Tasks.Done(contact.EntryTask, when.At, when.By);
        foreach (var whom in (Addressee[])
        [
            Addressee.ForPerson(Consultant), Addressee.ForPermission(ClientAttributionPermissions.LeadDesk),
        ])
        {
            follow.Tasks.Add(new NewTask(
                $"contact/{ContactId}/no-record", whom, contact.Project,
                Text.Of("contact.task.no-record", ("consultant", Consultant), ("number", Number)), "ATT-III.6",
                contact.Path, when.At));
        }
    }
}
