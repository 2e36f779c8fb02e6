using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.RecordsArchive.Contracts;
using Ops.RecordsArchive.Duties;
using Ops.RecordsArchive.Handovers;
using Ops.RecordsArchive.Storage;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.FileContents;

/// <summary>DOC-5.1.2: the unit's one file, with the handovers that fill it.</summary>
internal static class ReadUnitFile
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("projects/{project}/units/{unit}/file", ReadAsync)
        .RequirePermission(RecordsArchivePermissions.ReadFiles)
        .WithSummary("unit-file.read.summary").AnswersOutcome<View>();

    /// <summary>A unit's file.</summary>
    /// <param name="Id">The file.</param>
    /// <param name="Number">The number on its cover.</param>
    /// <param name="Project">The project's code.</param>
    /// <param name="Unit">The unit's code.</param>
    /// <param name="OpenedAt">When it was opened.</param>
    /// <param name="Handovers">The handovers that the actor's department may see.</param>
    internal sealed record View(
        Guid Id, string Number, string Project, string Unit, OffsetDateTime OpenedAt,
        IReadOnlyList<HandoverView> Handovers);

    private static async Task<Outcome<View>> ReadAsync(
        string project, string unit, Actor actor, RecordsArchiveDb db, HandoverSource source, Departments departments,
        CompanyTime company, CancellationToken cancellationToken)
    {
        var file = await db.Files.AsNoTracking()
            .SingleOrDefaultAsync(f => f.Project == project && f.Unit == unit, cancellationToken);
        if (file is null || !actor.MaySee(project))
            return Refused.NotFound(Text.Of("file.unknown", ("unit", unit), ("project", project)));

        var handovers = await db.Handovers.AsNoTracking().Where(h => h.FileId == file.Id).OrderBy(h => h.Id)
            .ToListAsync(cancellationToken);
        var owner = await departments.WithAsync(Duty.ArchiveOwner, cancellationToken);
        var zone = DateTimeZoneProviders.Tzdb[handovers.FirstOrDefault()?.TimeZone ?? company.Zone.Id];
        return new View(
            file.Id, file.Number, file.Project, file.Unit, file.OpenedAt.InZone(zone).ToOffsetDateTime(),
            await source.ShowAsync(
                [.. handovers.Where(h => h.ConcernsDepartment(actor.Department, owner))], cancellationToken));
    }
}
