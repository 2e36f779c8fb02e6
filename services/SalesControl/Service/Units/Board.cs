using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Storage;
using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units;

/// <summary>RES-2: the board 销控表 shows each unit's state; from registration a unit is pending, on approval reserved.</summary>
internal static class Board
{
    public static void MapBoard(this IEndpointRouteBuilder api) =>
        api.MapQuery("projects/{project}/board", SalesControlPermissions.ReadBoard, HandleAsync).WithSummary("The board 销控表 of a project").Produces<View>();

    /// <summary>The board: buildings, floors, units; and how many are in each state.</summary>
    internal sealed record View(string Project, string Name, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<BuildingView> Buildings);

    /// <summary>A building, the top floor first.</summary>
    internal sealed record BuildingView(string Building, IReadOnlyList<FloorView> Floors);

    /// <summary>A floor, by entrance and room.</summary>
    internal sealed record FloorView(int Floor, IReadOnlyList<Cell> Units);

    /// <summary>A unit on the board; its customer is not.</summary>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="Room">The room.</param>
    /// <param name="Kind">home, shop or parking.</param>
    /// <param name="State">Its state of sale.</param>
    /// <param name="Since">Since when.</param>
    /// <param name="Until">Until when it is held or offered.</param>
    /// <param name="Consultant">Whose customer has it.</param>
    /// <param name="Waiting">How many wait for it.</param>
    /// <param name="BuiltArea">Square metres.</param>
    internal sealed record Cell(
        string Unit, string Room, UnitKind Kind, UnitState State, OffsetDateTime Since, OffsetDateTime? Until, string? Consultant, int Waiting, decimal BuiltArea);

    [Rule("RES-2")]
    private static async Task<IResult> HandleAsync(string project, Actor actor, HttpContext http, SalesControlDb db, CancellationToken cancellationToken)
    {
        var site = await db.Projects.AsNoTracking().SingleOrDefaultAsync(p => p.Code == project, cancellationToken);
        if (site is null || !actor.MaySee(project))
            return Refused.NotFound($"There is no project {project} among those that you may see.").ToProblem();

        // Each change of a unit is an event and raises its version: the sum of all tells whether anything changed.
        var version = await db.Units.Where(u => u.Project == project).SumAsync(u => u.Version, cancellationToken);
        http.Response.Headers.ETag = $"\"{version}\"";
        if (http.Request.Headers.IfNoneMatch == $"\"{version}\"")
            return Results.StatusCode(StatusCodes.Status304NotModified);

        var open = await db.Reservations.AsNoTracking()
            .Where(r => r.State == ReservationState.Pending || r.State == ReservationState.Reserved || r.State == ReservationState.Offered || r.State == ReservationState.Waiting)
            .Join(db.Units.Where(u => u.Project == project), r => r.UnitId, u => u.Id, (r, _) => new { r.UnitId, r.State, r.ExpiresAt, r.Consultant }).ToListAsync(cancellationToken);
        var byUnit = open.ToLookup(r => r.UnitId);
        var units = await db.Units.AsNoTracking().Where(u => u.Project == project).ToListAsync(cancellationToken);
        return Results.Ok(new View(
            project, site.Name,
            units.GroupBy(u => u.State).OrderBy(g => g.Key).ToDictionary(g => char.ToLowerInvariant(g.Key.ToString()[0]) + g.Key.ToString()[1..], g => g.Count(), StringComparer.Ordinal),
            [
                .. units.GroupBy(u => u.Building).OrderBy(b => b.Key, StringComparer.Ordinal).Select(building => new BuildingView(
                    building.Key,
                    [
                        .. building.GroupBy(u => u.Floor).OrderByDescending(f => f.Key).Select(floor => new FloorView(
                            floor.Key, [.. floor.OrderBy(u => u.Entrance, StringComparer.Ordinal).ThenBy(u => u.Room, StringComparer.Ordinal).Select(CellOf)])),
                    ])),
            ]));

        Cell CellOf(Unit unit)
        {
            var holder = byUnit[unit.Id].FirstOrDefault(r => r.State != ReservationState.Waiting);
            return new(
                unit.Code, unit.Room, unit.Kind, unit.State, site.At(unit.Since), site.At(holder?.ExpiresAt), holder?.Consultant,
                byUnit[unit.Id].Count(r => r.State == ReservationState.Waiting), unit.BuiltArea);
        }
    }
}
