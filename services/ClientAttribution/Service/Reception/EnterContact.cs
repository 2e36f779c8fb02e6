using System.Text.Json.Serialization;
using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// ATT-5, ATT-I.5, ATT-II.5: whoever received enters the visit or call on the register, with the answer to whether the
/// customer came or called before; once, at the latest 30 minutes after its end, and with no time of their own.
/// </summary>
internal static class EnterContact
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<DeskContact, Request, ContactEntered>(
                "contacts/{id:guid}/entry", ClientAttributionPermissions.RecordContacts, Decide)
            .OfferedOn<DeskContact>(Refuses)
            .Answers<ContactView>()
            .WithSummary("contact.enter.summary");

    /// <summary>The entry.</summary>
    /// <param name="Name">The customer's name.</param>
    /// <param name="CameBefore">What they answered to whether they came or called before.</param>
    /// <param name="Phone">Their phone number; null where it was not given.</param>
    /// <param name="CallBack">Whether they are to be called back by another phone.</param>
    internal sealed record Request(string Name, bool? CameBefore = null, string? Phone = null, bool CallBack = false);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).NotEmpty().Refuses("REC-4", "contact.name-missing").IsOneLine(100);
            RuleFor(r => r.CameBefore).NotNull().Refuses("ATT-5", "contact.answer-missing");
            RuleFor(r => r.Phone).MustBeAPhone("ATT-II.5").When(r => r.Phone is not null);
            RuleFor(r => r.Phone).NotNull().Refuses("ATT-I.2", "contact.call-back-where").When(r => r.CallBack);
        }
    }

    [Rule("ATT-5", "an entry without the answer is refused")]
    [Rule("ATT-II.5", "no back-filling")]
    [Rule("ATT-I.5", "no back-filling")]
    [Rule("REC-4", "the customer is registered")]
    internal static Outcome<ContactEntered> Decide(DeskContact state, Request request, Change change) =>
        Refuses(state, change) is { } refusal
            ? refusal
            : new ContactEntered(
                state.Contact.Id, state.Contact.Number, request.CameBefore!.Value,
                request.CallBack)
            {
                Name = request.Name.Trim(),
                Phone = request.Phone is { } phone ? Phone.Of(phone) : null,
            };

    /// <summary>Only whoever received has to do with it.</summary>
    public static Refused NotYours(Contact contact) => new(
        contact.RegisterRule, Text.Of("contact.not-yours", ("number", contact.Number)), RefusalKind.Forbidden)
    {
        Evidence = [contact.Evidence],
    };

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

/// <summary>A visit or call was entered on the register.</summary>
/// <param name="ContactId">The visit or call.</param>
/// <param name="Number">Which of the day's it is.</param>
/// <param name="CameBefore">What the customer answered.</param>
/// <param name="CallBack">Whether they are to be called back.</param>
[HappensUnder("ATT-II.5")]
internal sealed record ContactEntered(Guid ContactId, int Number, bool CameBefore, bool CallBack) : IEvent<Desk>
{
    /// <summary>The customer's name: in the table and sealed beside the register, and in no log.</summary>
    [JsonIgnore]
    public string? Name { get; init; }

    /// <summary>Their phone number, E.164: likewise.</summary>
    [JsonIgnore]
    public string? Phone { get; init; }

    public void Apply(Desk state, Occurrence when)
    {
        var contact = state.ContactOf(ContactId);
        (contact.Name, contact.Phone, contact.EnteredAt) = (Name, Phone ?? contact.Phone, when.At);
        contact.Visitor = contact.Visitor with { CameBefore = CameBefore };
        contact.CallBackOwed = CallBack;
        if (contact.State == ContactState.EntryOwed)
            contact.State = ContactState.Entered;
        contact.Version++;
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        var contact = state.ContactOf(ContactId);
        follow.Register(ContactRegisters.Entered(contact, CameBefore, when.By));
        follow.Deadlines.Meet(contact.EntryKey, when.At);
        follow.Tasks.Done(contact.EntryTask, when.At, when.By);
        if (!CallBack)
            return;
        follow.Tasks.Add(new NewTask(
            contact.CallBackTask, Addressee.ForPerson(contact.Consultant!), contact.Project,
            Text.Of("contact.task.call-back", ("number", Number)), "ATT-I.2", contact.Path, when.At)
        {
            MustBeDone = true,
        });
    }
}
