using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Directory;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// ATT-5, ATT-I.5, ATT-II.5: whoever received enters the visit or call on the register, with the answer to whether the
/// customer came or called before; once, at the latest 30 minutes after its end, and with no time of their own.
/// </summary>
internal static class EnterContact
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<EnteringContact, Request, ContactEntered>(
                "contacts/{id:guid}/entry", ClientAttributionPermissions.RecordContacts, Decide)
            .OfferedOn<DeskContact>(Refuses)
            .Answers<DeskContact, ContactView>((state, _) => state)
            .WithSummary("contact.enter.summary");

    /// <summary>The entry.</summary>
    /// <param name="Name">The customer's name.</param>
    /// <param name="CameBefore">What they answered to whether they came or called before.</param>
    /// <param name="Phone">Their phone number; null where it was not given.</param>
    /// <param name="CallBack">Whether they are to be called back by another phone.</param>
    /// <param name="WeChat">Their WeChat name; null where it was not given.</param>
    /// <param name="Client">Which client of the directory they are; null where phone and name say it.</param>
    /// <param name="IsNew">Whether they are none of those who may be the same.</param>
    /// <param name="Employee">The staff number of the employee outside sales who introduced them.</param>
    /// <param name="Introducer">The client who brought or recommended them; null for none.</param>
    /// <param name="IntroducerNamed">Whether they named that client.</param>
    internal sealed record Request(
        string Name, bool? CameBefore = null, string? Phone = null, bool CallBack = false, string? WeChat = null,
        Guid? Client = null, bool IsNew = false, string? Employee = null, Guid? Introducer = null,
        bool IntroducerNamed = false);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).NotEmpty().Refuses("REC-4", "contact.name-missing").IsOneLine(100);
            RuleFor(r => r.CameBefore).NotNull().Refuses("ATT-5", "contact.answer-missing");
            RuleFor(r => r.Phone).MustBeAPhone("ATT-II.5").When(r => r.Phone is not null);
            RuleFor(r => r.Phone).NotNull().Refuses("ATT-I.2", "contact.call-back-where").When(r => r.CallBack);
            RuleFor(r => r.WeChat).NotEmpty().Refuses("ATT-II.5", "client.we-chat").IsOneLine(100)
                .When(r => r.WeChat is not null);
            RuleFor(r => r.IsNew).Equal(false).Refuses("ATT-5", "client.new-or-known").When(r => r.Client is not null);
            RuleFor(r => r.Employee!).IsCode("desk.staff-number").When(r => r.Employee is not null);
        }
    }

    [Rule("ATT-5", "an entry without the answer is refused")]
    [Rule("ATT-II.5", "no back-filling")]
    [Rule("ATT-I.5", "no back-filling")]
    [Rule("REC-4", "the customer is registered")]
    internal static Outcome<ContactEntered> Decide(EnteringContact state, Request request, Change change)
    {
        var contact = state.Contact;
        if ((Refuses(state, change) ?? RefusesIntroduction(state, request)) is { } refusal)
            return refusal;
        var entered = new ContactEntered(contact.Id, contact.Number, request.CameBefore!.Value, request.CallBack)
        {
            Name = request.Name.Trim(),
            Phone = request.Phone is { } phone ? Phone.Of(phone) : null,
            Employee = request.Employee,
            Introducer = request.Introducer,
            IntroducerNamed = request.IntroducerNamed,
            IntroducersConsultant = state.IntroducersConsultant,
        };
        // A call for a person and a sales pitch make nobody a client (ATT-I.1).
        return contact.Kind is CallKind.AsksForPerson or CallKind.SalesPitch
            ? entered
            : Identification.Of(state.Form, request.Client, request.IsNew, change.NewId)
                .Then<ContactEntered>(who => entered with
                {
                    ClientId = who.Client,
                    Entry = new(who, request.Name.Trim(), state.Form.Identifiers),
                });
    }

    /// <summary>Only whoever received has to do with it.</summary>
    public static Refused NotYours(Contact contact) => new(
        contact.RegisterRule, Text.Of("contact.not-yours", ("number", contact.Number)), RefusalKind.Forbidden)
    {
        Evidence = [contact.Evidence],
    };

    /// <summary>Who came on an employee's word says whose; who names an introducer names one whom there is.</summary>
    [Rule("ATT-III.5", "the employee who introduced is entered")]
    private static Refused? RefusesIntroduction(EnteringContact state, Request request)
    {
        if (state.Contact.Visitor.IntroducedByEmployee && request.Employee is null)
            return Refused.Input("ATT-III.5", "employee", Text.Of("contact.employee-missing"));
        return request.Introducer is { } introducer && !state.IntroducerIsKnown
            ? Refused.Input("REC-2.3", "introducer", Text.Of("client.unknown", ("id", introducer)))
            : null;
    }

    private static Refused? Refuses(DeskContact state, Change change)
    {
        var contact = state.Contact;
        if (contact.Consultant is null)
            return contact.Refuse(contact.RegisterRule, "contact.nobody-received", ("number", contact.Number));
        if (contact.Consultant != change.Actor.Id)
            return NotYours(contact);
        if (contact.State == ContactState.NoRecord)
        {
            return contact.Refuse(
                "ATT-III.6", "contact.too-late", ("number", contact.Number),
                ("dueAt", state.Day.At(contact.EntryDueAt!.Value)));
        }

        return contact.EnteredAt is null
            ? null
            : contact.Refuse(contact.RegisterRule, "contact.entered-already", ("number", contact.Number));
    }
}
