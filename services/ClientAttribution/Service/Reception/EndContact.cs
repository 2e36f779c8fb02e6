using Ops.ClientAttribution.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// ATT-I.5, ATT-II.5: a visit or call is over, and from now the 30 minutes run in which it is entered on the register;
/// whoever received is ready again. Who waited and went is taken off the list.
/// </summary>
internal static class EndContact
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<DeskContact, Events<Desk>>(
                "contacts/{id:guid}/end", ClientAttributionPermissions.RecordContacts, Decide)
            .OfferedOn<DeskContact>(Refuses)
            .Answers<ContactView>()
            .WithSummary("contact.end.summary");

    [Rule("ATT-II.5", "the server says when it ended")]
    [Rule("ATT-I.5", "the server says when it ended")]
    internal static Outcome<Events<Desk>> Decide(DeskContact state, Change change)
    {
        if (Refuses(state, change) is { } refusal)
            return refusal;
        var contact = state.Contact;
        var ended = ContactEnded.Of(state, contact, change.At);
        return contact.Consultant is { } free && state.AssignWaiting(free, change.At) is { } assigned
            ? new Events<Desk>(ended, assigned)
            : new Events<Desk>(ended);
    }

    private static Refused? Refuses(DeskContact state, Change change)
    {
        var contact = state.Contact;
        if (contact.State == ContactState.Waiting)
            return null;
        // Whoever leads the desk ends what a consultant left open; the entry is owed by the consultant all the same.
        if (contact.Consultant != change.Actor.Id
            && !change.Actor.PermissionsAt(change.At).Contains(ClientAttributionPermissions.LeadDesk))
            return EnterContact.NotYours(contact);
        return contact.State == ContactState.Open
            ? null
            : contact.Refuse(contact.RegisterRule, "contact.ended-already", ("number", contact.Number));
    }
}
