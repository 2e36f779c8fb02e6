using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Letting;

/// <summary>DOC-5.6.1: a lease goes on until another day, for another rent; its papers are later material.</summary>
internal static class RenewLease
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NamedLease, Request, LeaseRenewed>(
                "leases/{id:guid}/renew", SalesControlPermissions.ManageLeases, Decide)
            .OfferedOn<NamedLease>((lease, _) => Refuses(lease))
            .Answers<LeaseView>()
            .WithSummary("lease.renew.summary");

    /// <summary>A renewal.</summary>
    /// <param name="To">The new last day.</param>
    /// <param name="MonthlyRent">The new rent; the old one when not given.</param>
    internal sealed record Request(LocalDate To, Money? MonthlyRent = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.To).Must(Days.Know).Refuses("DOC-5.6.1", Days.Beyond);
            RuleFor(r => r.MonthlyRent!).SetValidator(new Money.Validator()).When(r => r.MonthlyRent is not null);
        }
    }

    [Rule("DOC-5.6.1", "a lease is renewed")]
    internal static Outcome<LeaseRenewed> Decide(NamedLease state, Request request, Change change)
    {
        var (unit, lease) = (state.Unit, state.Named);
        if (Refuses(state) is { } refusal)
            return refusal;
        return request.To <= lease.To
            ? Refused.Input("DOC-5.6.1", "to", Text.Of("lease.renewal-ends-earlier", ("to", lease.To)))
            : new LeaseRenewed(lease.Id, unit.Id, unit.Project, unit.Code, request.To, state.Terms.Site.TimeZone)
            {
                MonthlyRent = request.MonthlyRent?.ToDecimal() ?? lease.MonthlyRent,
            };
    }

    private static Refused? Refuses(NamedLease state) =>
        state.Unit.Forbids(UnitActs.RenewLease)
        ?? (state.Named.State == LeaseState.Signed ? null : state.RefuseInState(UnitActs.RenewLease));
}

/// <summary>A lease was renewed until another day, in the site's time zone (DOC-5.6.1: later material).</summary>
[HappensUnder("DOC-5.6.1")]
internal sealed record LeaseRenewed(
    Guid LeaseId, Guid UnitId, string Project, string Unit, LocalDate To, string TimeZone) : IEvent<LetUnit>
{
    /// <summary>CNY.</summary>
    public decimal MonthlyRent { get; init; }

    public void Apply(LetUnit state, Occurrence when) => state.FindLease(LeaseId).Renew(To, MonthlyRent);

    public void React(LetUnit state, Occurrence when, Reactions follow)
    {
        var lease = state.FindLease(LeaseId);
        follow.Deadlines.Cancel(lease.RunsOutKey, when.At);
        follow.SetRunsOut(state, lease, when.At);
    }
}
