using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Calls;

/// <summary>
/// The working days between two days, as a department's own calendar counts them: each span is asked for once as long
/// as a page is open. The route is the same in every department, and so the client of one asks each under its prefix.
/// </summary>
/// <param name="clients">The services' addresses.</param>
/// <param name="calls">Calls as whoever looks at the page.</param>
public sealed class WorkingDays(IHttpClientFactory clients, ServiceCalls calls)
{
    private readonly Dictionary<(string Service, DateOnly Since, DateOnly Due), Task<WorkingDaysView?>> _known = [];

    /// <summary>The days after one up to another; null where the department does not tell.</summary>
    /// <param name="calendar">Whose calendar counts.</param>
    /// <param name="since">The day that is not counted.</param>
    /// <param name="due">The last day.</param>
    public Task<WorkingDaysView?> BetweenAsync(DepartmentCalendar calendar, DateOnly since, DateOnly due)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        if (_known.TryGetValue((calendar.Service, since, due), out var known) && !known.IsFaulted)
            return known;
        return _known[(calendar.Service, since, due)] = ReadAsync(calendar, since, due);
    }

    private async Task<WorkingDaysView?> ReadAsync(DepartmentCalendar calendar, DateOnly since, DateOnly due)
    {
        var client = new SalesControlClient(calls, clients.CreateClient(calendar.Service)) { Prefix = calendar.Path };
        try
        {
            return (await client.ListWorkingDaysAsync(since, due)).Result;
        }
        catch (Exception away) when (away is ServiceException || ServiceException.IsLost(away))
        {
            // The time itself stands there; what is more is said where it can be had.
            return null;
        }
    }
}

/// <summary>Whose calendar counts working days.</summary>
/// <param name="Service">The service.</param>
/// <param name="Path">Its prefix in paths.</param>
public sealed record DepartmentCalendar(string Service, string Path)
{
    /// <summary>Sales control's.</summary>
    public static DepartmentCalendar Sales { get; } = new("salescontrol", "sales");

    /// <summary>The records archive's.</summary>
    public static DepartmentCalendar Archive { get; } = new("recordsarchive", "archive");
}
