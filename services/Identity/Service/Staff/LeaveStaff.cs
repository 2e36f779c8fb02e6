using FluentValidation;
using NodaTime;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: a member of staff leaves; what was theirs passes to a named successor, and is listed as nobody's until one is
/// named.
/// </summary>
internal static class LeaveStaff
{
    public static void MapLeaveStaff(this IEndpointRouteBuilder api)
    {
        api.MapPost("staff/{number}/leave", LeaveAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Settle somebody's last day, and who takes over").Produces<StaffView>();
        api.MapPost("staff/{number}/successor", SucceedAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Name who takes over from one who leaves or has left").Produces<StaffView>();
    }

    /// <summary>The leaving.</summary>
    /// <param name="On">
    /// The last day; yesterday when not given, so that it counts at once; today for one who joined today.
    /// </param>
    /// <param name="Successor">Who takes over; may be named later.</param>
    internal sealed record Request(LocalDate? On = null, string? Successor = null);

    /// <summary>Who takes over.</summary>
    /// <param name="Successor">The staff number.</param>
    internal sealed record SuccessorRequest(string Successor);

    internal sealed class Validator : AbstractValidator<SuccessorRequest>
    {
        public Validator() => RuleFor(r => r.Successor).NotEmpty();
    }

    private static Task<IResult> LeaveAsync(
        string number, Request request, IfMatch ifMatch, Actor actor, StaffDesk desk, CompanyTime company,
        CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            number, ifMatch, actor, "staffLeaves",
            async (staff, now) => await desk.WrongSuccessorAsync(request.Successor, actor, cancellationToken) is { } wrong
                ? wrong
                : staff.Leave(
                    request.On ?? LocalDate.Max(company.DateOf(now).PlusDays(-1), staff.JoinsOn), request.Successor, now, actor.Id,
                    company),
            cancellationToken, request.Successor is null ? "no successor yet" : $"successor {request.Successor}");

    private static Task<IResult> SucceedAsync(string number, SuccessorRequest request, IfMatch ifMatch, Actor actor, StaffDesk desk, CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            number, ifMatch, actor, "successorNamed",
            async (staff, now) => await desk.WrongSuccessorAsync(request.Successor, actor, cancellationToken) is { } wrong ? wrong : staff.NameSuccessor(request.Successor, now, actor.Id),
            cancellationToken, request.Successor);
}
