using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Reception;

/// <summary>REC-1: the days of a site's desk, each with its order, who is ready and whose turn it is.</summary>
internal static class ReadDesk
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/desk-days", ListAsync).RequirePermission(ClientAttributionPermissions.ReadDesk)
            .WithSummary("desk-day.list.summary")
            .AnswersOutcome<Page>();
        api.MapRead<Desk, DeskView>("desk-days/{id:guid}", ClientAttributionPermissions.ReadDesk)
            .WithSummary("desk-day.read.summary");
    }

    /// <summary>A page of days, the newest first.</summary>
    /// <param name="Items">The days.</param>
    /// <param name="Next">What to send as <c>before</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<Line> Items, LocalDate? Next);

    /// <summary>A day.</summary>
    /// <param name="Id">Where it is read: <c>desk-days/{id}</c>.</param>
    /// <param name="Day">The date.</param>
    /// <param name="OpenedAt">When it was opened.</param>
    /// <param name="ClosedAt">When it was over; null while it is not.</param>
    /// <param name="Consultants">From left to right.</param>
    internal sealed record Line(
        Guid Id, LocalDate Day, OffsetDateTime OpenedAt, OffsetDateTime? ClosedAt, IReadOnlyList<string> Consultants);

    private static async Task<Outcome<Page>> ListAsync(
        string project, Day? day, Day? before, PageSize? limit, Actor actor, ClientAttributionDb db,
        CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("desk.site-unknown", ("site", project)));
        var size = limit.Rows();
        var (on, until) = (day?.Date, before?.Date);
        var days = await db.DeskDays.AsNoTracking()
            .Where(one => one.Project == project && (on == null || one.Day == on) && (until == null || one.Day < until))
            .OrderByDescending(one => one.Day).Take(size).ToListAsync(cancellationToken);
        return new Page(
            days.ConvertAll(one => new Line(
                one.Id, one.Day, one.At(one.OpenedAt), one.At(one.ClosedAt),
                [.. one.Seats.Select(seat => seat.Consultant)])),
            days.Count == size ? days[^1].Day : null);
    }
}
