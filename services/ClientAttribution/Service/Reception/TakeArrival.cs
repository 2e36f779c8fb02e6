using FluentValidation;
using Ops.ClientAttribution.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// REC-1.1, ATT-5: somebody arrives at the desk, is asked whether they came before, and is assigned by the rules, not
/// by hand. The answer says who receives and why.
/// </summary>
internal static class TakeArrival
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Arriving, Request, Events<Desk>>(
                "desk-days/{id:guid}/arrivals", ClientAttributionPermissions.TakeArrivals, Decide)
            .OfferedOn<Desk>((desk, _) => desk.RefusesClosed())
            .Makes<DeskContact, ContactView>(
                (state, _) => new DeskContact(state.Day, state.Contacts, state.Contacts[^1]),
                shown => shown.Contact.Path)
            .WithSummary("arrival.take.summary");

    /// <summary>Who arrives.</summary>
    /// <param name="CameBefore">What they answer to whether they came or called before.</param>
    /// <param name="Phone">
    /// Their phone number, where they give it: the register is asked who received them first.
    /// </param>
    /// <param name="AsksFor">The staff number of the consultant whom they ask for; null for none.</param>
    /// <param name="HasAppointment">Whether they have an appointment with that consultant.</param>
    /// <param name="IntroducedByEmployee">Whether an employee outside sales introduced them.</param>
    internal sealed record Request(
        bool? CameBefore = null, string? Phone = null, string? AsksFor = null, bool HasAppointment = false,
        bool IntroducedByEmployee = false);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.CameBefore).NotNull().Refuses("ATT-5", "contact.answer-missing");
            RuleFor(r => r.Phone).MustBeAPhone("ATT-5").When(r => r.Phone is not null);
            RuleFor(r => r.AsksFor!).IsCode("desk.staff-number").When(r => r.AsksFor is not null);
            RuleFor(r => r.AsksFor).Null().Refuses("ATT-III.5", "arrival.employee-names-nobody")
                .When(r => r.IntroducedByEmployee);
            RuleFor(r => r.AsksFor).NotNull().Refuses("ATT-II.1", "arrival.appointment-with-whom")
                .When(r => r.HasAppointment);
        }
    }

    [Rule("ATT-5", "whoever comes is asked whether they came before")]
    [Rule("ATT-III.5", "an employee may not name a consultant")]
    internal static Outcome<Events<Desk>> Decide(Arriving state, Request request, Change change)
    {
        if (state.RefusesClosed() is { } closed)
            return closed;
        var visitor = new Visitor(
            request.CameBefore!.Value, state.Known?.Consultant, request.AsksFor, request.HasAppointment,
            request.IntroducedByEmployee);
        var came = new ContactCame(change.NewId(), state.Day.LastNumber + 1, Channel.Visit, Kind: null, visitor)
        {
            Phone = request.Phone is { } phone ? Phone.Of(phone) : null,
            ClientId = state.Known?.Client,
        };
        // While others wait nobody is ready, and whoever comes now waits behind them.
        return Rotation.Next(state.Day.ForVisits, visitor, change.At) is { } assignment
            ? new Events<Desk>(came, ContactAssigned.Of(came.ContactId, came.Number, assignment))
            : new Events<Desk>(came);
    }
}

/// <summary>A desk with somebody who arrives there.</summary>
internal sealed class Arriving(DeskDay day, IEnumerable<Contact> contacts) : Desk(day, contacts)
{
    /// <summary>
    /// Whom the directory knows by their phone, and whose client they are; null where it knows nobody.
    /// </summary>
    public KnownVisitor? Known { get; init; }
}

/// <summary>
/// Asks who arrives and whose client they are: what was not entered in time does not count, and what has lapsed is new.
/// </summary>
internal sealed class ArrivingLoad(IClientCases clients, DeskSource desks) : ILoad<Arriving, TakeArrival.Request>
{
    [Rule("REC-2.2", "whose client an old customer is, by the registers")]
    public async Task<Outcome<Arriving>> LoadAsync(
        Named named, TakeArrival.Request request, Change change, CancellationToken cancellationToken)
    {
        var found = await desks.FindAsync(named, Access.Change, cancellationToken);
        if (found.Refusal is { } missing)
            return missing;
        var desk = found.Value;
        return new Arriving(desk.Day, desk.Contacts)
        {
            Known = request.Phone is { } phone
                ? await clients.OfPhoneAsync(desk.Day.Project, Phone.Of(phone), change.At, cancellationToken)
                : null,
        };
    }
}
