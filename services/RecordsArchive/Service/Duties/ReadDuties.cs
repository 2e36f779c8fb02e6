using Ops.Identity.Client;
using Ops.RecordsArchive.Contracts;
using Ops.ServiceDefaults;

namespace Ops.RecordsArchive.Duties;

/// <summary>
/// DOC-4, DOC-5.1.6: the departments that the archive goes by, with their custodians, as Identity last said.
/// </summary>
internal static class ReadDuties
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("duties", ListAsync).RequirePermission(RecordsArchivePermissions.ReadFiles)
            .WithSummary("duty.list.summary")
            .Produces<IReadOnlyList<View>>();

    /// <summary>A duty.</summary>
    /// <param name="Duty">Its code.</param>
    /// <param name="Department">The department that has it.</param>
    /// <param name="Name">The department's name; null when the archive has not heard it.</param>
    /// <param name="Custodians">Who keeps what for that department.</param>
    internal sealed record View(string Duty, string Department, string? Name, IReadOnlyList<Custodian> Custodians);

    /// <summary>A custodian 档案专管员.</summary>
    /// <param name="Kind">The kind of record.</param>
    /// <param name="Staff">The staff number.</param>
    internal sealed record Custodian(string Kind, string Staff);

    private static async Task<IResult> ListAsync(
        Departments departments, DutyBook duties, CancellationToken cancellationToken)
    {
        var names = await duties.NamesAsync(cancellationToken);
        var custodians = await duties.CustodiansAsync(cancellationToken);
        var views = new List<View>();
        foreach (var duty in Duty.All)
        {
            var department = await departments.WithAsync(duty, cancellationToken);
            views.Add(new(
                duty.Code, department, names.GetValueOrDefault(department),
                [.. custodians[department].Select(custodian => new Custodian(custodian.Kind, custodian.Staff))]));
        }

        return Results.Ok(views);
    }
}
