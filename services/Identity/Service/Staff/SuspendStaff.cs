using FluentValidation;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>CS-7: somebody may not act for the time being: their tokens are refused where the news has come at once, everywhere within five minutes.</summary>
internal static class SuspendStaff
{
    public static void MapSuspendStaff(this IEndpointRouteBuilder api)
    {
        api.MapPost("staff/{number}/suspend", SuspendAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Take somebody's right to act for the time being").Produces<StaffView>();
        api.MapPost("staff/{number}/restore", RestoreAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Give somebody's right to act back").Produces<StaffView>();
    }

    /// <summary>Why.</summary>
    /// <param name="Reason">In a sentence; it stands in the audit register.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).NotEmpty().WithMessage("A suspension needs its reason.").MaximumLength(500);
    }

    private static Task<IResult> SuspendAsync(string number, Request request, IfMatch ifMatch, Actor actor, StaffDesk desk, CancellationToken cancellationToken) =>
        desk.ChangeAsync(number, ifMatch, actor, "staffSuspended", (staff, now) => Task.FromResult(staff.Suspend(request.Reason.Trim(), now, actor.Id)), cancellationToken, request.Reason.Trim());

    private static Task<IResult> RestoreAsync(string number, IfMatch ifMatch, Actor actor, StaffDesk desk, CancellationToken cancellationToken) =>
        desk.ChangeAsync(number, ifMatch, actor, "staffRestored", (staff, now) => Task.FromResult(staff.Restore(now, actor.Id)), cancellationToken);
}
