using Ops.ClientAttribution.Hotline;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Replay;

/// <summary>An assignment of the day, beside what the rules say when they are asked again.</summary>
/// <param name="Assigned">As it was.</param>
/// <param name="Again">As the rules say now; null where they say that nobody was free.</param>
/// <param name="When">When it was.</param>
internal sealed record ReplayedAssignment(ContactAssigned Assigned, Assignment? Again, Occurrence When)
{
    /// <summary>Whether both say the same: who, in whose place, which turn, and whose turn comes next.</summary>
    public bool Agrees => Again is not null
        && (Assigned.Consultant, Assigned.StandsInFor, Assigned.Turn, Assigned.Next)
            == (Again.Consultant, Again.StandsInFor, Again.Turn, Again.Next)
        && Assigned.Kept.SequenceEqual(Again.Kept) && Assigned.PassedOver.SequenceEqual(Again.PassedOver);
}

/// <summary>
/// REC-1.1: a day is played again from its events alone, and every visitor and call is decided anew by the same rules:
/// whoever was picked by hand, or got a turn against the rules, is found.
/// </summary>
internal static class DayReplay
{
    [Rule("REC-1.1", "the day is played again and gives the same")]
    public static IReadOnlyList<ReplayedAssignment> Of(
        Guid day, IEnumerable<(IEvent<Desk> Event, Occurrence When)> events)
    {
        var desk = new Desk(new DeskDay(day), []);
        List<ReplayedAssignment> assignments = [];
        foreach (var (happened, when) in events)
        {
            if (happened is ContactAssigned assigned)
                assignments.Add(new(assigned, Again(desk, desk.ContactOf(assigned.ContactId), when), when));
            happened.Apply(desk, when);
        }

        return assignments;
    }

    private static Assignment? Again(Desk desk, Contact contact, Occurrence when) => contact.Kind is { } kind
        ? HotlineRotation.Next(desk.Day.ForCalls, kind, contact.Visitor.AsksFor)
        : Rotation.Next(desk.Day.ForVisits, contact.Visitor, when.At);
}
