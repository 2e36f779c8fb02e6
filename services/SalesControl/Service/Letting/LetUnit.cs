using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.SalesControl.Units;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Letting;

/// <summary>
/// A shop with its line and the leases that it has and has had (DOC-5.6.1): whoever held it and did not go on has it no
/// more when it is let.
/// </summary>
internal class LetUnit(Unit unit, IEnumerable<Reservation> reservations, LineTerms terms, IEnumerable<Lease> leases)
    : Line(unit, reservations, terms)
{
    private readonly List<Lease> _leases = [.. leases];

    /// <summary>The leases that it has and has had.</summary>
    public IReadOnlyList<Lease> Leases => _leases;

    /// <summary>The lease that is booked or signed; null where there is none.</summary>
    public Lease? Lease => _leases.SingleOrDefault(lease => lease.State != LeaseState.Ended);

    /// <summary>One of its leases.</summary>
    public Lease FindLease(Guid id) => _leases.Single(lease => lease.Id == id);

    /// <summary>The shop with one of its leases.</summary>
    public NamedLease WithLease(Guid lease) => new(Unit, FindLease(lease), Reservations, Terms, Leases);

    internal void Add(Lease lease) => _leases.Add(lease);
}

/// <summary>A shop with the lease that a request names.</summary>
internal sealed class NamedLease(
    Unit unit, Lease lease, IEnumerable<Reservation> reservations, LineTerms terms, IEnumerable<Lease> leases)
    : LetUnit(unit, reservations, terms, leases)
{
    /// <summary>The lease.</summary>
    public Lease Named => lease;

    /// <summary>Why something cannot be done to the lease in the state that it is in.</summary>
    public Refused RefuseInState(UnitAct act) => new("DOC-5.6.1", Text.Of(
        "lease.act-forbidden", ("state", Text.NameOf(lease.State)), ("act", Text.Of($"lease.act.{act.Code}"))))
    {
        Evidence = [lease.Evidence],
    };
}

/// <summary>Finds shops with their leases.</summary>
internal sealed class LettingSource(SalesControlDb db, UnitBook units, LineBook lines)
    : ISource<LetUnit>, ISource<NamedLease>
{
    public static Refused Unknown(Guid id) => Refused.NotFound(Text.Of("lease.unknown", ("id", id)));

    /// <summary>The shop that a route names by project and code.</summary>
    public async Task<Outcome<LetUnit>> FindAsync(Named named, Access access, CancellationToken cancellationToken)
    {
        var unit = await units.FindAsync(named, access, cancellationToken);
        return unit.Refusal is { } missing ? missing : await OfAsync(unit.Value, access, cancellationToken);
    }

    public async Task<LetUnit> LockAsync(Guid id, CancellationToken cancellationToken) =>
        await OfAsync(await units.GetAsync(id, Access.Change, cancellationToken), Access.Change, cancellationToken);

    async Task<Outcome<NamedLease>> ISource<NamedLease>.FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var found = await db.Leases.AsNoTracking().Where(l => l.Id == named.Id)
            .Select(l => new { l.UnitId, l.Project }).SingleOrDefaultAsync(cancellationToken);
        if (found is null || !named.Actor.MaySee(found.Project))
            return Unknown(named.Id);
        var unit = await units.GetAsync(found.UnitId, access, cancellationToken);
        return (await OfAsync(unit, access, cancellationToken)).WithLease(named.Id);
    }

    Task<NamedLease> ISource<NamedLease>.LockAsync(Guid id, CancellationToken cancellationToken) =>
        throw new NotSupportedException("What happens by itself happens to a unit, not to one of its leases.");

    /// <summary>A unit with its line and its leases.</summary>
    public async Task<LetUnit> OfAsync(Unit unit, Access access, CancellationToken cancellationToken)
    {
        var leases = access == Access.Change ? db.Leases : db.Leases.AsNoTracking();
        return new(
            unit, await lines.OpenAsync(unit, access, cancellationToken),
            await lines.TermsAsync(unit, cancellationToken),
            await leases.Where(l => l.UnitId == unit.Id).ToListAsync(cancellationToken));
    }
}

/// <summary>A lease as a caller sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Unit">The shop's code.</param>
/// <param name="State">booked, signed or ended.</param>
/// <param name="Tenant">Who rents, as the reader may see one.</param>
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
/// <param name="Version">What <c>If-Match</c> names: the unit's version.</param>
internal sealed record LeaseView(
    Guid Id, string Project, string Unit, LeaseState State, ShownCustomer Tenant, Guid CustomerId, string BookingNumber,
    string? LeaseNumber, LocalDate From, LocalDate To, Money MonthlyRent, string By, OffsetDateTime BookedAt,
    OffsetDateTime? SignedAt, OffsetDateTime? EndedAt, string? EndReason, long Version)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static LeaseView Of(
        Lease l, (string Code, long Version) unit, Projects.Project site, CustomerReader reader) => new(
        l.Id, l.Project, unit.Code, l.State, ShownCustomer.Of(l.Tenant, reader, l.By), l.CustomerId, l.BookingNumber,
        l.LeaseNumber, l.From, l.To, Money.Of(l.MonthlyRent), l.By, site.At(l.BookedAt), site.At(l.SignedAt),
        site.At(l.EndedAt), l.EndReason, unit.Version);
}

/// <summary>Shows a lease.</summary>
internal sealed class LeaseViewer(IActions actions, IClock clock) : IView<NamedLease, LeaseView>
{
    public async ValueTask<LeaseView> ShowAsync(
        NamedLease state, Actor actor, CancellationToken cancellationToken) => LeaseView.Of(
        state.Named, (state.Unit.Code, state.Unit.Version), state.Terms.Site,
        new(actor, clock.GetCurrentInstant())) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
}
