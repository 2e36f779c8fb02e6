using FluentValidation;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Ledger;
using Ops.SalesControl.Projects;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Letting;

/// <summary>DOC-5.6.1: the commercial group lets a shop: booking 租赁预订协议, lease 租赁合同, renewal, end; the archive hears of each.</summary>
internal static class LetShop
{
    private const int MostOnAPage = 200;

    public static void MapLetShop(this IEndpointRouteBuilder api)
    {
        api.MapPost("projects/{project}/units/{unit}/leases", BookAsync).AsCommand(SalesControlPermissions.ManageLeases)
            .WithSummary("Book a lease of a shop").Produces<LeaseView>(StatusCodes.Status201Created);
        api.MapGet("projects/{project}/leases", ListAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("The leases of a project's shops, the newest first").Produces<Page>();
        api.MapGet("leases/{id:guid}", GetAsync).RequirePermission(SalesControlPermissions.ReadBoard)
            .WithSummary("A lease").Produces<LeaseView>();
        api.MapPost("leases/{id:guid}/sign", SignAsync).AsCommand(SalesControlPermissions.ManageLeases)
            .WithSummary("Record the signed lease").Produces<LeaseView>();
        api.MapPost("leases/{id:guid}/renew", RenewAsync).AsCommand(SalesControlPermissions.ManageLeases)
            .WithSummary("Let it go on until another day").Produces<LeaseView>();
        api.MapPost("leases/{id:guid}/end", EndAsync).AsCommand(SalesControlPermissions.ManageLeases)
            .WithSummary("End a lease, or give its booking up").Produces<LeaseView>();
    }

    /// <summary>The booking agreement 租赁预订协议.</summary>
    /// <param name="Tenant">Who rents.</param>
    /// <param name="BookingNumber">The number on the agreement, once in the project.</param>
    /// <param name="From">The first day.</param>
    /// <param name="To">The last day.</param>
    /// <param name="MonthlyRent">The rent of a month.</param>
    internal sealed record Booking(CustomerForm Tenant, string BookingNumber, LocalDate From, LocalDate To, Money MonthlyRent);

    /// <summary>The signed lease.</summary>
    /// <param name="LeaseNumber">The number on it.</param>
    internal sealed record Signing(string LeaseNumber);

    /// <summary>A renewal.</summary>
    /// <param name="To">The new last day.</param>
    /// <param name="MonthlyRent">The new rent; the old one when not given.</param>
    internal sealed record Renewal(LocalDate To, Money? MonthlyRent = null);

    /// <summary>The end.</summary>
    /// <param name="Reason">Why.</param>
    internal sealed record End(string Reason);

    internal sealed record Page(IReadOnlyList<LeaseView> Items, Guid? Next);

    internal sealed class BookingValidator : AbstractValidator<Booking>
    {
        public BookingValidator()
        {
            RuleFor(r => r.Tenant).SetValidator(new CustomerForm.Validator());
            RuleFor(r => r.BookingNumber).NotEmpty().WithMessage("The number of the booking agreement is missing.").WithState(_ => "DOC-5.6.1").MaximumLength(50);
            RuleFor(r => r.From).Must(Days.Know).WithMessage(Days.Beyond).WithState(_ => "DOC-5.6.1");
            RuleFor(r => r.To).Must(Days.Know).WithMessage(Days.Beyond).WithState(_ => "DOC-5.6.1");
            RuleFor(r => r.To).GreaterThan(r => r.From).WithMessage("A lease ends after it begins.").WithState(_ => "DOC-5.6.1");
            RuleFor(r => r.MonthlyRent).SetValidator(new Money.Validator());
        }
    }

    internal sealed class SigningValidator : AbstractValidator<Signing>
    {
        public SigningValidator() => RuleFor(r => r.LeaseNumber).NotEmpty().WithMessage("The number of the lease is missing.").WithState(_ => "DOC-5.6.1").MaximumLength(50);
    }

    internal sealed class RenewalValidator : AbstractValidator<Renewal>
    {
        public RenewalValidator()
        {
            RuleFor(r => r.To).Must(Days.Know).WithMessage(Days.Beyond).WithState(_ => "DOC-5.6.1");
            RuleFor(r => r.MonthlyRent!).SetValidator(new Money.Validator()).When(r => r.MonthlyRent is not null);
        }
    }

    internal sealed class EndValidator : AbstractValidator<End>
    {
        public EndValidator() => RuleFor(r => r.Reason).NotEmpty().WithMessage("A lease ends for a reason.").WithState(_ => "DOC-5.6.1").MaximumLength(500);
    }

    [Rule("DOC-5.6.1")]
    private static async Task<IResult> BookAsync(
        string project, string unit, Booking request, Actor actor, UnitDesk desk, CustomerBook customers, SalesControlDb db, IClock clock, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await desk.LockAsync(project, unit, actor, cancellationToken, UnitParts.Lease) is not { } found)
            return UnitDesk.Unknown(project, unit).ToProblem();
        var site = await desk.ProjectOfAsync(found, cancellationToken);
        if (site.At(site.CreatedAt).Date > request.To)
            return Refused.Input("DOC-5.6.1", "to", "That is before the project.").ToProblem();
        var number = request.BookingNumber.Trim();
        if (await db.Leases.AnyAsync(l => l.Project == project && l.BookingNumber == number, cancellationToken))
            return new Refused("DOC-5.6.1", $"There is a booking {number} in this project already.", Field: "bookingNumber").ToProblem();

        var now = clock.GetCurrentInstant();
        var tenant = await customers.OfAsync(project, request.Tenant, now, actor.Id, cancellationToken);
        var lease = new Lease(
            Guid.CreateVersion7(time.GetUtcNow()), found.Id, project, number, tenant.Id, request.Tenant.OnForm(), request.From, request.To, request.MonthlyRent.ToDecimal(), now, actor.Id);
        var booked = found.BookLease(lease, now, actor.Id);
        if (booked.Refusal is { } refusal)
            return refusal.ToProblem();

        db.Leases.Add(lease);
        desk.Follow(found);
        return Results.Created(lease.Path, LeaseView.Of(lease, found.Code, site)).WithETag(found.Version);
    }

    private static Task<IResult> SignAsync(Guid id, Signing request, IfMatch ifMatch, Actor actor, UnitDesk desk, SalesControlDb db, IClock clock, CancellationToken cancellationToken) =>
        ChangeAsync(id, ifMatch, actor, desk, db, clock, (unit, site, now) => unit.SignLease(id, request.LeaseNumber.Trim(), site, now, actor.Id), cancellationToken);

    private static Task<IResult> RenewAsync(Guid id, Renewal request, IfMatch ifMatch, Actor actor, UnitDesk desk, SalesControlDb db, IClock clock, CancellationToken cancellationToken) =>
        ChangeAsync(
            id, ifMatch, actor, desk, db, clock,
            (unit, site, now) => unit.RenewLease(id, request.To, request.MonthlyRent?.ToDecimal() ?? unit.Leases.Single(l => l.Id == id).MonthlyRent, site, now, actor.Id), cancellationToken);

    private static Task<IResult> EndAsync(Guid id, End request, IfMatch ifMatch, Actor actor, UnitDesk desk, SalesControlDb db, IClock clock, CancellationToken cancellationToken) =>
        ChangeAsync(id, ifMatch, actor, desk, db, clock, (unit, _, now) => unit.EndLease(id, request.Reason.Trim(), now, actor.Id), cancellationToken);

    private static async Task<IResult> ChangeAsync(
        Guid id, IfMatch ifMatch, Actor actor, UnitDesk desk, SalesControlDb db, IClock clock, Func<Unit, Project, Instant, Outcome<Lease>> change, CancellationToken cancellationToken)
    {
        var found = await db.Leases.AsNoTracking().Where(l => l.Id == id).Select(l => new { l.UnitId, l.Project }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !actor.MaySee(found.Project))
            return Unknown(id).ToProblem();

        var unit = (await desk.LockAsync(found.UnitId, cancellationToken, UnitParts.All))!;
        if (ifMatch.Check(unit.Version) is { } stale)
            return stale;
        // One that is over is not among the open; the unit that is asked for it must know it all the same.
        if (unit.Leases.All(l => l.Id != id))
            await db.Leases.SingleAsync(l => l.Id == id, cancellationToken);
        var site = await desk.ProjectOfAsync(unit, cancellationToken);
        var outcome = change(unit, site, clock.GetCurrentInstant());
        if (outcome.Refusal is { } refusal)
            return refusal.ToProblem();
        desk.Follow(unit);
        return Results.Ok(LeaseView.Of(outcome.Value, unit.Code, site)).WithETag(unit.Version);
    }

    private static async Task<IResult> GetAsync(Guid id, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        var found = await db.Leases.AsNoTracking().Where(l => l.Id == id).Join(db.Units, l => l.UnitId, u => u.Id, (l, u) => new { Lease = l, Unit = u })
            .Join(db.Projects, one => one.Lease.Project, p => p.Code, (one, p) => new { one.Lease, one.Unit, Site = p }).SingleOrDefaultAsync(cancellationToken);
        return found is null || !actor.MaySee(found.Lease.Project) ? Unknown(id).ToProblem() : Results.Ok(LeaseView.Of(found.Lease, found.Unit.Code, found.Site)).WithETag(found.Unit.Version);
    }

    private static async Task<IResult> ListAsync(string project, Word<LeaseState>? state, Guid? after, int? limit, Actor actor, SalesControlDb db, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project) || await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken) is not { } site)
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();

        var size = Math.Clamp(limit ?? 50, 1, MostOnAPage);
        var inState = state?.Value;
        var found = await db.Leases.AsNoTracking().Where(l => l.Project == project && (inState == null || l.State == inState) && (after == null || l.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(l => l.Id).Take(size).Join(db.Units, l => l.UnitId, u => u.Id, (l, u) => new { Lease = l, u.Code }).OrderByDescending(one => one.Lease.Id).ToListAsync(cancellationToken);
        return Results.Ok(new Page([.. found.Select(one => LeaseView.Of(one.Lease, one.Code, site))], found.Count == size ? found[^1].Lease.Id : null));
    }

    private static Refused Unknown(Guid id) => Refused.NotFound($"There is no lease {id} among those that you may see.");
}

/// <summary>A lease as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The shop's code.</param>
/// <param name="State">booked, signed or ended.</param>
/// <param name="Tenant">Who rents, the phone masked.</param>
/// <param name="CustomerId">The tenant's entry.</param>
/// <param name="BookingNumber">The number of the booking agreement.</param>
/// <param name="LeaseNumber">The number of the lease.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="MonthlyRent">The rent of a month.</param>
/// <param name="By">Whose letting it is.</param>
/// <param name="BookedAt">When it was booked.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="EndReason">Why it ended.</param>
internal sealed record LeaseView(
    Guid Id, string Project, string Unit, LeaseState State, CustomerView Tenant, Guid CustomerId, string BookingNumber, string? LeaseNumber, LocalDate From, LocalDate To, Money MonthlyRent, string By,
    OffsetDateTime BookedAt, OffsetDateTime? SignedAt, OffsetDateTime? EndedAt, string? EndReason)
{
    public static LeaseView Of(Lease l, string unit, Project site) => new(
        l.Id, l.Project, unit, l.State, CustomerView.Of(l.Tenant), l.CustomerId, l.BookingNumber, l.LeaseNumber, l.From, l.To, Money.Of(l.MonthlyRent), l.By,
        site.At(l.BookedAt), site.At(l.SignedAt), site.At(l.EndedAt), l.EndReason);
}
