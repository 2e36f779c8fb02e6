using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Reception;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Hotline;

/// <summary>
/// ATT-I.1, ATT-I.3: a call comes in on the hotline and is given to whose turn it is. Where nobody is free, the number
/// is taken, and whoever leads the desk sees to it that the caller is called back (ATT-I.2).
/// </summary>
internal static class TakeCall
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Desk, Request, Events<Desk>>(
                "desk-days/{id:guid}/calls", ClientAttributionPermissions.TakeArrivals, Decide)
            .OfferedOn<Desk>((desk, _) => desk.RefusesClosed())
            .Makes<DeskContact, ContactView>(
                (desk, _) => new DeskContact(desk.Day, desk.Contacts, desk.Contacts[^1]), shown => shown.Contact.Path)
            .WithSummary("call.take.summary");

    /// <summary>The call.</summary>
    /// <param name="Kind">What it is about.</param>
    /// <param name="CameBefore">What the caller answers to whether they came or called before.</param>
    /// <param name="Phone">The caller's number; null where it is not shown.</param>
    /// <param name="AsksFor">The staff number of the consultant who is asked for; null for none.</param>
    internal sealed record Request(
        CallKind Kind, bool? CameBefore = null, string? Phone = null, string? AsksFor = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.CameBefore).NotNull().Refuses("ATT-5", "contact.answer-missing")
                .When(r => r.Kind == CallKind.Enquiry);
            RuleFor(r => r.Phone).MustBeAPhone("ATT-I.2").When(r => r.Phone is not null);
            RuleFor(r => r.AsksFor!).IsCode("desk.staff-number").When(r => r.AsksFor is not null);
            RuleFor(r => r.AsksFor).NotNull().Refuses("ATT-I.1", "call.person-missing")
                .When(r => r.Kind == CallKind.AsksForPerson);
            RuleFor(r => r.AsksFor).Null().Refuses("ATT-I.1", "call.person-without-asking")
                .When(r => r.Kind != CallKind.AsksForPerson);
        }
    }

    [Rule("ATT-I.1", "a call is entered and given to whose turn it is")]
    internal static Outcome<Events<Desk>> Decide(Desk state, Request request, Change change)
    {
        if (state.RefusesClosed() is { } closed)
            return closed;
        var came = new ContactCame(
            change.NewId(), state.Day.LastNumber + 1, Channel.Call, request.Kind,
            new Visitor(request.CameBefore ?? false, AsksFor: request.AsksFor))
        {
            Phone = request.Phone is { } phone ? Phone.Of(phone) : null,
        };
        return HotlineRotation.Next(state.Day.ForCalls, request.Kind, request.AsksFor) is { } assignment
            ? new Events<Desk>(came, ContactAssigned.Of(came.ContactId, came.Number, assignment))
            : new Events<Desk>(came, new CallUnanswered(came.ContactId, came.Number, request.Phone is not null));
    }
}

/// <summary>Nobody was free to answer: the caller is to be called back where they left a number.</summary>
/// <param name="ContactId">The call.</param>
/// <param name="Number">Which of the day's visits and calls it is.</param>
/// <param name="CallBack">Whether there is a number to call back.</param>
[HappensUnder("ATT-I.2")]
internal sealed record CallUnanswered(Guid ContactId, int Number, bool CallBack) : IEvent<Desk>
{
    public void Apply(Desk state, Occurrence when)
    {
        var contact = state.ContactOf(ContactId);
        (contact.State, contact.EndedAt, contact.CallBackOwed) = (ContactState.Left, when.At, CallBack);
        contact.Version++;
    }

    public void React(Desk state, Occurrence when, Reactions follow)
    {
        if (!CallBack)
            return;
        var contact = state.ContactOf(ContactId);
        follow.Tasks.Add(new NewTask(
            contact.CallBackTask, Addressee.ForPermission(ClientAttributionPermissions.LeadDesk), contact.Project,
            Text.Of("contact.task.call-back", ("number", Number)), "ATT-I.2", contact.Path, when.At)
        {
            MustBeDone = true,
        });
    }
}
