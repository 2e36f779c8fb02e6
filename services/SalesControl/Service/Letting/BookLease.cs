using System.Text.Json.Serialization;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Letting;

/// <summary>
/// DOC-5.6.1: a lease is booked 租赁预订: from now on the shop is let, and on the board as such. Only shops are let.
/// </summary>
internal static class BookLease
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<BookedUnit, Request, LeaseBooked>(
                "projects/{project}/units/{unit}/leases", SalesControlPermissions.ManageLeases, Decide)
            .Makes<NamedLease, LeaseView>(
                (state, booked) => state.WithLease(booked.LeaseId), shown => shown.Named.Path)
            .OfferedOn<IUnitOnShow>((shown, _) => Refuses(shown.Unit, shown.Follows))
            .WithSummary("lease.book.summary");

    /// <summary>The booking agreement 租赁预订协议.</summary>
    /// <param name="Tenant">Who rents.</param>
    /// <param name="BookingNumber">The number on the agreement, once in the project.</param>
    /// <param name="From">The first day.</param>
    /// <param name="To">The last day.</param>
    /// <param name="MonthlyRent">The rent of a month.</param>
    internal sealed record Request(
        CustomerForm Tenant, string BookingNumber, LocalDate From, LocalDate To, Money MonthlyRent);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Tenant).SetValidator(new CustomerForm.Validator());
            RuleFor(r => r.BookingNumber).NotEmpty().Refuses("DOC-5.6.1", "lease.booking-missing").IsOneLine(50);
            RuleFor(r => r.From).Must(Days.Know).Refuses("DOC-5.6.1", Days.Beyond);
            RuleFor(r => r.To).Must(Days.Know).Refuses("DOC-5.6.1", Days.Beyond);
            RuleFor(r => r.To).GreaterThan(r => r.From).Refuses("DOC-5.6.1", "lease.ends-after-it-begins");
            RuleFor(r => r.MonthlyRent).SetValidator(new Money.Validator());
        }
    }

    internal sealed class Load(LettingSource lettings, CustomerBook customers, SalesControlDb db)
        : ILoad<BookedUnit, Request>
    {
        public async Task<Outcome<BookedUnit>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await lettings.FindAsync(named, Access.Change, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var (shop, number) = (found.Value, request.BookingNumber.Trim());
            var project = shop.Unit.Project;
            db.LockNumber(Paper.Booking, project, number);
            var isUsed = await db.Leases.AnyAsync(
                l => l.Project == project
                    && SalesControlDb.PlainText(l.BookingNumber) == SalesControlDb.PlainText(number),
                cancellationToken);
            var tenant = await customers.OfAsync(project, request.Tenant, change, cancellationToken);
            if (tenant.Refusal is { } unclear)
                return unclear.Under("tenant");
            var kind = await db.UnitKinds.AsNoTracking()
                .SingleAsync(one => one.Code == shop.Unit.Kind, cancellationToken);
            return new BookedUnit(shop, kind.Follows, tenant.Value.Id, isUsed);
        }
    }

    internal static Outcome<LeaseBooked> Decide(BookedUnit state, Request request, Change change)
    {
        var (unit, site, number) = (state.Unit, state.Terms.Site, request.BookingNumber.Trim());
        if (Refuses(unit, state.Follows) is { } refusal)
            return refusal;
        if (site.At(site.CreatedAt).Date > request.To)
            return Refused.Input("DOC-5.6.1", "to", Text.Of("lease.before-the-project"));
        if (state.IsNumberUsed)
        {
            return new Refused(
                "DOC-5.6.1", Text.Of("lease.booking-used", ("number", number)), Field: "bookingNumber");
        }

        return new LeaseBooked(change.NewId(), unit.Id, unit.Project, unit.Code, number, request.From, request.To)
        {
            Booking = new(
                number, state.TenantId, request.Tenant.OnForm(), request.From, request.To,
                request.MonthlyRent.ToDecimal()),
        };
    }

    /// <summary>Why a unit cannot be let; null where it can.</summary>
    [Rule("DOC-5.6.1", "only shops are let")]
    private static Refused? Refuses(Unit unit, KindRules follows) => follows == KindRules.Shop
        ? unit.Forbids(UnitActs.BookLease)
        : unit.Refuse("DOC-5.6.1", "lease.no-shop", ("unit", unit.Code));
}

/// <summary>A shop that is to be let, and to whom.</summary>
internal sealed class BookedUnit(LetUnit shop, KindRules follows, Guid tenantId, bool isNumberUsed)
    : LetUnit(shop.Unit, shop.Reservations, shop.Terms, shop.Leases)
{
    /// <summary>Whose rules the unit's kind follows.</summary>
    public KindRules Follows => follows;

    /// <summary>The tenant's entry.</summary>
    public Guid TenantId => tenantId;

    /// <summary>Whether the booking's number stands on another lease of the project.</summary>
    public bool IsNumberUsed => isNumberUsed;
}

/// <summary>A lease 租赁预订 of a shop was booked (DOC-5.6.1).</summary>
[HappensUnder("DOC-5.6.1")]
internal sealed record LeaseBooked(
    Guid LeaseId, Guid UnitId, string Project, string Unit, string BookingNumber, LocalDate From, LocalDate To)
    : IEvent<LetUnit>
{
    /// <summary>What is booked. Personal data: not in the log.</summary>
    [JsonIgnore]
    public Booking? Booking { get; init; }

    public void Apply(LetUnit state, Occurrence when)
    {
        var lease = new Lease(LeaseId, state.Unit, Booking!, when);
        state.Add(lease);
        state.Unit.Enter(UnitState.Let, when.At, new Held(lease.By, lease.CustomerId));
    }

    public void React(LetUnit state, Occurrence when, Reactions follow) => follow.Add(state.FindLease(LeaseId));
}
