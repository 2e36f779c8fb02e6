using NodaTime;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>CS-7: a member of staff moves to another post, department or sites, from a day on; tokens given from then on say so.</summary>
internal static class MoveStaff
{
    public static void MapMoveStaff(this IEndpointRouteBuilder api) =>
        api.MapPost("staff/{number}/move", HandleAsync).AsCommand(IdentityPermissions.ManageStaff)
            .WithSummary("Move somebody to another post, department or sites").Produces<StaffView>();

    /// <summary>Where to.</summary>
    /// <param name="Post">The post's code.</param>
    /// <param name="Department">The department's or group's code.</param>
    /// <param name="Sites">The sites' codes; <c>*</c> for all.</param>
    /// <param name="On">The first day of it; today when not given.</param>
    internal sealed record Request(string Post, string Department, IReadOnlyList<string> Sites, LocalDate? On = null);

    private static Task<IResult> HandleAsync(
        string number, Request request, IfMatch ifMatch, Actor actor, StaffDesk desk, CompanyTime company,
        CancellationToken cancellationToken) =>
        desk.ChangeAsync(
            number, ifMatch, actor, "staffMoves",
            async (staff, now) =>
            {
                var to = new Appointment(request.Post, request.Department, [.. request.Sites.Distinct(StringComparer.Ordinal)]);
                return await desk.WrongAsync(to, actor, cancellationToken) is { } wrong
                    ? wrong
                    : staff.Move(to, request.On ?? company.DateOf(now), now, actor.Id, company);
            },
            cancellationToken, $"{request.Post} of {request.Department}");
}
