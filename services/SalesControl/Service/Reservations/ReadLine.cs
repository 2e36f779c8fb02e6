using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Reservations;

/// <summary>
/// RES-4: who holds a unit, who is to go on, who waits in which place, and why the next in line has, or has not, been
/// offered it.
/// </summary>
internal static class ReadLine
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapRead<Line, View>("projects/{project}/units/{unit}/line", SalesControlPermissions.ReadBoard)
            .WithSummary("line.read.summary");

    /// <summary>A unit's line.</summary>
    /// <param name="Project">The project's code.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="State">The unit's state.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Holder">Who holds it, or is offered it.</param>
    /// <param name="Renewal">The holder's registration to go on.</param>
    /// <param name="Waiting">Who waits, the first first.</param>
    /// <param name="Yielded">Who of them agreed that the holder may go on.</param>
    /// <param name="Next">Why the next in line has, or has not, been offered the unit.</param>
    internal sealed record View(
        string Project, string Unit, UnitState State, OffsetDateTime Since, ReservationView? Holder,
        ReservationView? Renewal, IReadOnlyList<ReservationView> Waiting, IReadOnlyList<Guid> Yielded, Answer Next);

    /// <summary>The answer.</summary>
    /// <param name="Offered">Whether the unit is offered to somebody.</param>
    /// <param name="ReservationId">To whom it is offered; else who is next.</param>
    /// <param name="Rule">The rule.</param>
    /// <param name="Text">Why.</param>
    /// <param name="Since">Since when it stands so.</param>
    /// <param name="Until">Until when.</param>
    /// <param name="Undelivered">Why the offer reached nobody; null where it did.</param>
    internal sealed record Answer(
        bool Offered, Guid? ReservationId, string Rule, string Text, OffsetDateTime Since, OffsetDateTime? Until,
        string? Undelivered);

    internal sealed class Viewer(CorrectionBook corrections, ITexts texts, IClock clock) : IView<Line, View>
    {
        public async ValueTask<View> ShowAsync(Line state, Actor actor, CancellationToken cancellationToken)
        {
            var unit = state.Unit;
            var corrected = await corrections.OfAsync([.. state.Reservations.Select(r => r.Id)], cancellationToken);
            var (holder, reader) = (state.Holder, new CustomerReader(actor, clock.GetCurrentInstant()));
            return new(
                unit.Project, unit.Code, unit.State, state.Terms.Site.At(unit.Since), Show(holder), Show(state.Renewal),
                [.. state.Waiting.Select(r => Show(r)!)],
                [.. state.Waiting.Where(r => holder is not null && r.YieldedTo == holder.Id).Select(r => r.Id)],
                Explain(state, texts));

            ReservationView? Show(Reservation? r) =>
                r is null ? null : ReservationView.Of(r, state, reader, corrected, texts);
        }
    }

    /// <summary>Why the next in line has, or has not, been offered the unit.</summary>
    [Rule("RES-4", "why the next was, or was not, offered it")]
    internal static Answer Explain(Line line, ITexts texts)
    {
        var (unit, site, next) = (line.Unit, line.Terms.Site, line.Waiting.FirstOrDefault());
        var (since, until) = (site.At(unit.Since), site.At(unit.Until));
        return line.Holder switch
        {
            { State: ReservationState.Offered } offered => new(
                true, offered.Id, "RES-4",
                Say(
                    Text.Of(
                        "line.offered", ("consultant", offered.Consultant), ("until", site.At(offered.ExpiresAt))),
                    offered.Undelivered is { } why
                        ? Text.Of("line.undelivered", ("why", StoredText.Read(why)))
                        : Text.Of("line.consultant-told"),
                    next is null
                        ? Text.Of("line.nobody-after")
                        : Text.Of("line.next-after-offer", ("consultant", next.Consultant))),
                site.At(offered.OfferedAt!.Value), site.At(offered.ExpiresAt),
                offered.WhyUndelivered(texts)),
            { } holder => new(
                false, next?.Id, line.Renewal is null ? "RES-4" : "RES-3",
                Say(
                    Text.Of(
                        holder.State == ReservationState.Pending ? "line.held-pending" : "line.held",
                        ("consultant", holder.Consultant), ("registeredAt", site.At(holder.RegisteredAt)),
                        ("until", site.At(holder.ExpiresAt))),
                    line.Renewal switch
                    {
                        { State: ReservationState.RenewalApproved } => Text.Of("line.renewal-approved"),
                        { } => Text.Of("line.renewal-registered"),
                        null => null,
                    },
                    next is null
                        ? Text.Of("line.nobody-waits")
                        : Text.Of("line.first-in-line", ("consultant", next.Consultant))),
                since, until, null),
            null => new(
                false, null, unit.State == UnitState.Withheld ? "RES-2" : "RES-4",
                Say(Text.Of("line.state", ("unit", unit.Code), ("state", Text.NameOf(unit.State)))), since, until,
                null),
        };

        string Say(params IEnumerable<Text?> sentences) => texts.Render(sentences.OfType<Text>());
    }
}
