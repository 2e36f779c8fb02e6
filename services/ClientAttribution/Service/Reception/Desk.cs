using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>The desk's day with the visits and calls of it that are not over and entered.</summary>
internal class Desk(DeskDay day, IEnumerable<Contact> contacts) : IState
{
    private readonly List<Contact> _contacts = [.. contacts];

    public DeskDay Day => day;

    /// <summary>Those that are not over, or whose entry is owed.</summary>
    public IReadOnlyList<Contact> Contacts => _contacts;

    public Aggregate Root => day;

    /// <summary>The visitors for whom nobody is free, in the order in which they came.</summary>
    public IEnumerable<Contact> Waiting =>
        _contacts.Where(contact => contact.State == ContactState.Waiting).OrderBy(contact => contact.Number);

    /// <summary>
    /// What is not entered in its time counts as no record (ATT-III.6); when the day is over the desk closes, and what
    /// was still open ends with it.
    /// </summary>
    [Rule("ATT-III.6", "no entry in time is no record")]
    [Rule("ATT-I.5", "an entry is made within 30 minutes")]
    [Rule("ATT-II.5", "an entry is made within 30 minutes")]
    public void ApplyDue(Instant now, IHappenings happenings)
    {
        MissEntriesDue(Instant.Min(now, day.ClosesAt), happenings);
        if (day.ClosedAt is not null || now < day.ClosesAt)
            return;
        foreach (var open in _contacts.Where(one => one.State is ContactState.Waiting or ContactState.Open).ToList())
            happenings.Happened(this, ContactEnded.Of(this, open, day.ClosesAt), day.ClosesAt);
        happenings.Happened(this, new DeskClosed(day.Id, day.Project, day.Day), day.ClosesAt);
        MissEntriesDue(now, happenings);
    }

    /// <summary>Nothing is done at a desk whose day is over.</summary>
    public Refused? RefusesClosed() => day.ClosedAt is null
        ? null
        : new Refused("REC-1.2", Text.Of("desk.closed", ("day", day.Day))) { Evidence = [day.Stream] };

    /// <summary>
    /// The first who waits is assigned when a consultant becomes ready; null where nobody waits. While somebody waits
    /// nobody is ready, so that one at most can be assigned.
    /// </summary>
    [Rule("REC-1.1", "who waits is received in the order of arrival")]
    public ContactAssigned? AssignWaiting(string ready, Instant at) =>
        Waiting.FirstOrDefault() is { } first
        && Rotation.Next(day.ForVisits.WithReady(ready, at), first.Visitor, at) is { } assignment
            ? ContactAssigned.Of(first, assignment)
            : null;

    /// <summary>A visit or call of the day.</summary>
    public Contact ContactOf(Guid id) => _contacts.Single(contact => contact.Id == id);

    internal void Add(Contact contact) => _contacts.Add(contact);

    private void MissEntriesDue(Instant until, IHappenings happenings)
    {
        foreach (var late in _contacts.Where(one => one.State == ContactState.EntryOwed && one.EntryDueAt <= until)
            .OrderBy(one => one.EntryDueAt).ThenBy(one => one.Number).ToList())
            happenings.Happened(this, EntryMissed.Of(late), late.EntryDueAt!.Value);
    }
}

/// <summary>One visit or call of a desk's day: its version is shown, not the desk's.</summary>
internal class DeskContact(DeskDay day, IEnumerable<Contact> contacts, Contact contact)
    : Desk(day, contacts), IState
{
    public Contact Contact => contact;

    public long Version => contact.Version;

    public Guid? Part => contact.Id;
}
