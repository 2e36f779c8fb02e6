using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Clients;

/// <summary>What the registers of the desk say of whose client somebody is.</summary>
internal static class DeskFacts
{
    /// <summary>
    /// A visit or an enquiry by phone: an entry of the register, or one that it refused; who was passed over, and in
    /// whose place somebody received. A call for a person and a sales pitch say nothing.
    /// </summary>
    /// <param name="contact">The visit or call.</param>
    /// <param name="client">Who it was, as facts name them.</param>
    [Rule("ATT-1", "an entry of the register is a registration")]
    [Rule("ATT-4", "who was passed over has no credit")]
    [Rule("ATT-III.6", "what was not entered in time is no record")]
    public static IEnumerable<Fact> Of(Contact contact, string client)
    {
        if (contact.Kind is CallKind.AsksForPerson or CallKind.SalesPitch
            || contact.AssignedAt is not { } at || contact.Consultant is not { } consultant)
            yield break;
        var medium = contact.Channel == Channel.Visit ? Medium.Reception : Medium.Call;
        if (contact.EnteredAt is null)
        {
            if (contact.State == ContactState.NoRecord)
                yield return new Fact.EntryRefused(contact.Evidence, at, client, consultant, medium, EntryFault.Late);
            yield break;
        }

        foreach (var passed in contact.PassedOver)
            yield return new Fact.PassedOver($"{contact.Evidence}/passed-over/{passed}", at, client, passed);
        // The desk sent somebody in another's place: at that moment the other was not free (ATT-3, REC-2.2).
        if (contact.StandsInFor is { } absent)
        {
            yield return new Fact.Away(
                $"{contact.Evidence}/stood-in-for/{absent}", at, client, absent, AwayKind.Out,
                at + Duration.FromMilliseconds(1));
        }

        yield return new Fact.Registered(contact.Evidence, at, client, consultant, medium)
        {
            AskedFor = contact.Visitor.AsksFor,
            Employee = contact.Employee,
            Introducer = contact.Introducer is null
                ? null
                : new Introducer(contact.IntroducerNamed, contact.IntroducersConsultant),
        };
    }

    /// <summary>A consultant is out, on a trip or on leave.</summary>
    public static Fact Of(Absence absence) => new Fact.Away(
        absence.Evidence, absence.Since, "", absence.Consultant,
        absence.Kind switch
        {
            AbsenceKind.Out => AwayKind.Out,
            AbsenceKind.BusinessTrip => AwayKind.BusinessTrip,
            AbsenceKind.HomeLeave => AwayKind.HomeLeave,
            _ => AwayKind.OtherLeave,
        },
        absence.Until);
}
