using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Letting;

/// <summary>DOC-5.6.1: the lease is signed 租赁合同: the letting is done, and its papers are the archive's.</summary>
internal static class SignLease
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NamedLease, Request, LeaseSigned>(
                "leases/{id:guid}/sign", SalesControlPermissions.ManageLeases, Decide)
            .OfferedOn<NamedLease>((lease, _) => Refuses(lease))
            .Answers<LeaseView>()
            .WithSummary("lease.sign.summary");

    /// <summary>The signed lease.</summary>
    /// <param name="LeaseNumber">The number on it.</param>
    internal sealed record Request(string LeaseNumber);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.LeaseNumber).NotEmpty().Refuses("DOC-5.6.1", "lease.number-missing").IsOneLine(50);
    }

    [Rule("DOC-5.6.1", "a lease is signed")]
    internal static Outcome<LeaseSigned> Decide(NamedLease state, Request request, Change change)
    {
        var (unit, lease) = (state.Unit, state.Named);
        return Refuses(state) is { } refusal
            ? refusal
            : new LeaseSigned(
                lease.Id, unit.Id, unit.Project, unit.Code, request.LeaseNumber.Trim(), lease.From, lease.To,
                change.At);
    }

    private static Refused? Refuses(NamedLease state) =>
        state.Unit.Forbids(UnitActs.SignLease)
        ?? (state.Named.State == LeaseState.Booked ? null : state.RefuseInState(UnitActs.SignLease));
}

/// <summary>A lease was signed: the letting is done, its papers are handed over (DOC-5.6.1).</summary>
[HappensUnder("DOC-5.6.1")]
internal sealed record LeaseSigned(
    Guid LeaseId, Guid UnitId, string Project, string Unit, string LeaseNumber, LocalDate From, LocalDate To,
    Instant SignedAt) : IEvent<LetUnit>
{
    public void Apply(LetUnit state, Occurrence when) => state.FindLease(LeaseId).Sign(LeaseNumber, when.At);

    public void React(LetUnit state, Occurrence when, Reactions follow) =>
        follow.SetRunsOut(state, state.FindLease(LeaseId), when.At);
}
