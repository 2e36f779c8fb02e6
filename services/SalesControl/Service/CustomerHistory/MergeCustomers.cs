using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Customers;
using Ops.SalesControl.Reservations;

namespace Ops.SalesControl.CustomerHistory;

/// <summary>
/// RES-4: two entries that turn out to be one person are merged by an added entry; refused while both are open on one
/// unit, have a number of one batch or buy together, for that would be two places of one customer.
/// </summary>
internal static class MergeCustomers
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<TwoEntries, Request, Events<TwoEntries>>(
                "customers/{id:guid}/merge", SalesControlPermissions.MergeCustomers, Decide)
            .OfferedOn<CustomerEntry>((state, _) => state.Customer.RefusesToMerge())
            .Answers<CustomerEntry, CustomerEntryView>((state, _) => state.Stays)
            .WithSummary("customer.merge.summary");

    /// <summary>Who it is.</summary>
    /// <param name="Into">The entry that stays.</param>
    /// <param name="Reason">How it is known.</param>
    internal sealed record Request(Guid Into, string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).MustBeAReason("RES-4", "customer.merge-reason-missing");
    }

    [Rule("RES-4", "two entries of one person")]
    internal static Outcome<Events<TwoEntries>> Decide(TwoEntries state, Request request, Change change)
    {
        var (from, into) = (state.From, state.Into);
        if ((from.RefusesToMerge() ?? from.RefusesMerge(into)) is { } refused)
            return refused;
        if (state.IsRegisteredMeanwhile)
        {
            return new Refused("RES-4", Text.Of("customer.registered-meanwhile"))
            {
                Evidence = [from.Evidence, into.Evidence],
            };
        }

        List<Reservation> both =
        [
            .. state.Units.Where(line => IsOn(line, from.Id) && IsOn(line, into.Id))
                .SelectMany(line => line.Reservations)
                .Where(r => r.IsOpen && (r.CustomerId == from.Id || r.CustomerId == into.Id)),
        ];
        if (both.Count > 0)
        {
            return new Refused("RES-4", Text.Of("customer.both-on-one-unit"))
            {
                Evidence = [.. both.Select(r => r.Evidence)],
            };
        }

        if (state.Together.Count > 0)
            return new Refused("RES-4", Text.Of("customer.both-together")) { Evidence = state.Together };

        var reason = change.Wrote(request.Reason);
        return new Events<TwoEntries>(
            [
                .. state.Units.Where(line => IsOn(line, from.Id) || line.Unit.HolderId == from.Id)
                    .Select(line => new Elsewhere<TwoEntries, Line>(
                        _ => line, CustomersMerged.Of(from, into, reason))),
                CustomersMerged.Of(from, into, reason),
                new Elsewhere<TwoEntries, CustomerEntry>(
                    two => two.Stays, CustomersMerged.Of(from, into, reason)),
            ]);
    }

    private static bool IsOn(Line line, Guid customer) =>
        line.Reservations.Any(r => r.IsOpen && r.CustomerId == customer);
}

/// <summary>
/// Two entries of customers are one person: a merge is an entry of both, and of each unit that it touches.
/// </summary>
[HappensUnder("RES-4")]
internal sealed record CustomersMerged(Guid CustomerId, Guid Into, string Project, FreeText Reason)
    : IEvent<TwoEntries>, IEvent<CustomerEntry>, IEvent<Line>
{
    public static CustomersMerged Of(Customer from, Customer into, FreeText reason) =>
        new(from.Id, into.Id, from.Project, reason);

    public void Apply(TwoEntries state, Occurrence when) => state.From.MergeInto(state.Into);

    public void Apply(CustomerEntry state, Occurrence when)
    {
        // What only the other knew it has learned with the merge.
    }

    public void Apply(Line state, Occurrence when)
    {
        foreach (var reservation in state.Reservations.Where(r => r.IsOpen && r.CustomerId == CustomerId))
            reservation.Be(Into);
        if (state.Unit.HolderId == CustomerId)
            state.Unit.HolderId = Into;
    }

    /// <summary>
    /// What was merged into this one before is the other's person now too: one step leads there, always.
    /// </summary>
    public void React(TwoEntries state, Occurrence when, Reactions follow) => follow.Defer(
        "UPDATE customers SET merged_into = $1 WHERE merged_into = $2", new() { Value = Into },
        new() { Value = CustomerId });
}
