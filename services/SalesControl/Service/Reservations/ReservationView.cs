using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Texts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Projects;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>A reservation or a wait as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The unit's code.</param>
/// <param name="State">
/// pending, reserved, waiting, offered, refused, lapsed, offerLapsed, closed, subscribed, renewalPending,
/// renewalApproved, renewed, released or left.
/// </param>
/// <param name="Rule">
/// The rule that it stands under: RES-1 for who holds, RES-3 for who is to go on, RES-4 for who waits or is offered.
/// </param>
/// <param name="Place">The place in the line, from 1; null for who does not wait.</param>
/// <param name="Customer">The customer, as the reader may see one.</param>
/// <param name="Form">The number of the reservation form.</param>
/// <param name="DepositReceipt">
/// The number of the deposit's receipt; on a wait it is not asked for, and not recorded.
/// </param>
/// <param name="Consultant">The member of staff whose customer it is.</param>
/// <param name="RegisteredAt">The server's time of the registration (T-6).</param>
/// <param name="ExpiresAt">Until when it holds, or the offer stands.</param>
/// <param name="DecidedAt">When the marketing manager decided.</param>
/// <param name="DecidedBy">Who decided.</param>
/// <param name="RefusalReason">Why it was refused.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Renews">The reservation that it is to go on from, or has gone on from.</param>
/// <param name="Extended">Whether it was extended.</param>
/// <param name="PaidAt">When its customer paid the subscription money first.</param>
/// <param name="Undelivered">Why its offer could not be delivered to the consultant.</param>
/// <param name="CustomerId">The customer's entry.</param>
/// <param name="Corrected">
/// Whether something of it was corrected by an added entry; what is shown is what is right.
/// </param>
/// <param name="Corrections">The corrections, the values masked.</param>
/// <param name="DepositId">The deposit of the receipt.</param>
/// <param name="Version">What <c>If-Match</c> names to decide on it: the unit's version.</param>
internal sealed record ReservationView(
    Guid Id, string Project, string Unit, ReservationState State, string Rule, int? Place, ShownCustomer Customer,
    string Form, string? DepositReceipt, string Consultant, OffsetDateTime RegisteredAt, OffsetDateTime? ExpiresAt,
    OffsetDateTime? DecidedAt, string? DecidedBy, string? RefusalReason, OffsetDateTime? EndedAt, Guid? Renews,
    bool Extended, OffsetDateTime? PaidAt, string? Undelivered, Guid CustomerId, bool Corrected,
    IReadOnlyList<CorrectionView> Corrections, Guid? DepositId, long Version)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>As it is by now: where something was corrected, what is right.</summary>
    public static ReservationView Of(
        Reservation r, Line line, CustomerReader reader, Corrections corrections, ITexts texts) => Of(
        r, new(line.Unit.Code, line.Unit.Version, line.PlaceOf(r)), line.Terms.Site, new(reader, corrections, texts));

    /// <summary>The same, where the line itself was not loaded.</summary>
    public static ReservationView Of(Reservation r, ReservationPlace place, Project site, ReservationReader by)
    {
        var (reader, corrections, texts) = by;
        var customer = new CustomerOnForm(
            Right(ReservationField.CustomerName, r.Customer.Name),
            Right(ReservationField.CustomerPhone, r.Customer.Phone));
        var added = corrections.Of(r.Id, site, ShownCustomer.MaySeeName(reader, [r.Consultant]));
        return new(
            r.Id, r.Project, place.Unit, r.State, RuleOf(r), place.InLine,
            ShownCustomer.Of(customer, reader, r.Consultant), Right(ReservationField.Form, r.Form), r.DepositReceipt,
            r.Consultant, site.At(r.RegisteredAt), site.At(r.ExpiresAt), site.At(r.DecidedAt), r.DecidedBy,
            r.RefusalReason, site.At(r.EndedAt), r.Renews, r.Extended, site.At(r.PaidAt),
            r.WhyUndelivered(texts), r.CustomerId, added.Count > 0, added, r.DepositId,
            place.Version);

        string Right(ReservationField field, string recorded) =>
            corrections.Right(r.Id, CorrectReservation.NameOf(field), recorded);
    }

    private static string RuleOf(Reservation r) => r.State switch
    {
        ReservationState.Waiting or ReservationState.Offered or ReservationState.OfferLapsed or ReservationState.Left =>
            "RES-4",
        ReservationState.Closed => r.Renews is null ? "RES-4" : "RES-3",
        ReservationState.RenewalPending or ReservationState.RenewalApproved => "RES-3",
        _ => "RES-1",
    };
}

/// <summary>Where a reservation stands.</summary>
/// <param name="Unit">The unit's code.</param>
/// <param name="Version">The unit's version.</param>
/// <param name="InLine">The place in the line, from 1; null for who does not wait.</param>
internal sealed record ReservationPlace(string Unit, long Version, int? InLine);

/// <summary>Who reads reservations, and what was corrected of them.</summary>
internal sealed record ReservationReader(CustomerReader Reader, Corrections Corrections, ITexts Texts);

/// <summary>Shows a reservation of a line, and one that is new.</summary>
internal sealed class ReservationViewer(CorrectionBook corrections, IActions actions, ITexts texts, IClock clock)
    : IView<ReservationLine, ReservationView>, IView<NewReservation, ReservationView>
{
    /// <summary>Of one that is new nothing can have been corrected: nothing is asked for it.</summary>
    public async ValueTask<ReservationView> ShowAsync(
        NewReservation state, Actor actor, CancellationToken cancellationToken) => ReservationView.Of(
        state.Reservation, new(state.Unit.Code, state.Unit.Version, state.Place), state.Site,
        new(new(actor, clock.GetCurrentInstant()), Corrections.None, texts)) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };

    public async ValueTask<ReservationView> ShowAsync(
        ReservationLine state, Actor actor, CancellationToken cancellationToken) => ReservationView.Of(
        state.Reservation, state, new(actor, clock.GetCurrentInstant()),
        await corrections.OfAsync([state.Reservation.Id], cancellationToken), texts) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
}
