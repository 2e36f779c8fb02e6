using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Hotline;

/// <summary>
/// ATT-I.2: whoever left a number was called back by another phone: by the consultant who answered, or by anybody of
/// the desk where nobody had.
/// </summary>
internal static class CallBack
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<DeskContact, CalledBack>(
                "contacts/{id:guid}/call-back", ClientAttributionPermissions.RecordContacts, Decide)
            .OfferedOn<DeskContact>(Refuses)
            .Answers<ContactView>()
            .WithSummary("contact.call-back.summary");

    [Rule("ATT-I.2", "take the number and call back")]
    internal static Outcome<CalledBack> Decide(DeskContact state, Change change) =>
        Refuses(state, change) is { } refusal
            ? refusal
            : new CalledBack(state.Contact.Id, state.Contact.Number);

    private static Refused? Refuses(DeskContact state, Change change)
    {
        var contact = state.Contact;
        if (!contact.CallBackOwed)
            return contact.Refuse("ATT-I.2", "contact.no-call-back-owed", ("number", contact.Number));
        return contact.Consultant is null || contact.Consultant == change.Actor.Id
            ? null
            : EnterContact.NotYours(contact);
    }
}

/// <summary>A caller was called back.</summary>
[HappensUnder("ATT-I.2")]
internal sealed record CalledBack(Guid ContactId, int Number) : IEvent<Desk>
{
    public void Apply(Desk state, Occurrence when)
    {
        var contact = state.ContactOf(ContactId);
        (contact.CallBackOwed, contact.CalledBackAt) = (false, when.At);
        contact.Version++;
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        var contact = state.ContactOf(ContactId);
        follow.Register(ContactRegisters.CalledBack(contact, when.By));
        follow.Tasks.Done(contact.CallBackTask, when.At, when.By);
    }
}
