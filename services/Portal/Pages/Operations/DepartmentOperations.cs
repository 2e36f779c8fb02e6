using Ops.Portal.Calls;
using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Pages.Operations;

/// <summary>A department, as whoever keeps it running knows it.</summary>
/// <param name="Path">Its prefix in paths: <c>sales</c>.</param>
/// <param name="Name">Its name as the sender and receiver of messages; in lower case that of its service.</param>
/// <param name="Title">The text of its name.</param>
/// <param name="Keeper">The prefix of the department that keeps the heads of its registers.</param>
/// <param name="Reads">The permission that its registers ask for.</param>
/// <param name="Operates">The permission that its messages ask for.</param>
public sealed record OperatedDepartment(
    string Path, string Name, string Title, string Keeper, string Reads, string Operates);

/// <summary>
/// What every department has for its operation. Its routes are the same in all of them, and so is their part of each
/// document: the client of one asks each under its own prefix.
/// </summary>
/// <param name="of">The department.</param>
/// <param name="client">A client of its service, under its prefix.</param>
public sealed class DepartmentOperations(OperatedDepartment of, SalesControlClient client)
{
    // As many as a service gives at a time.
    private const int Most = 200;

    /// <summary>The department.</summary>
    public OperatedDepartment Department => of;

    /// <summary>Its registers.</summary>
    public async Task<IReadOnlyList<RegisterView>> RegistersAsync(CancellationToken cancellationToken) =>
        [.. (await client.ListRegistersAsync(cancellationToken: cancellationToken)).Result.Items];

    /// <summary>The entries of a register, from one on.</summary>
    public async Task<(ICollection<RegisterEntryView> Items, long? Next)> EntriesAsync(
        string register, string site, string? by, string? subject, long? after, int? limit,
        CancellationToken cancellationToken)
    {
        var page = (await client.ListRegisterEntriesAsync(
            register, site, by: by, subject: subject, after: after, limit: limit,
            cancellationToken: cancellationToken)).Result;
        return (page.Items, page.Next);
    }

    /// <summary>Whether a register is whole.</summary>
    public async Task<VerificationView> VerifyAsync(string register, string site) =>
        (await client.VerifyRegisterAsync(register, site)).Result;

    /// <summary>A register as it is exported.</summary>
    public async Task<Stream> ExportAsync(string register, string site) =>
        (await client.ExportRegisterAsync(register, site)).Stream;

    /// <summary>The heads that it keeps of others.</summary>
    public async Task<(ICollection<HeadView> Items, long? Next)> HeadsAsync(
        long? after, int? limit, CancellationToken cancellationToken)
    {
        var page = (await client.ListRegisterHeadsAsync(
            after: after, limit: limit, cancellationToken: cancellationToken)).Result;
        return (page.Items, page.Next);
    }

    /// <summary>Holds an export of a department's register against the heads that are kept here.</summary>
    public async Task<HeadCheck> CheckAsync(Stream export, string service) =>
        (await client.CheckRegisterAsync(export, service)).Result;

    /// <summary>What failed.</summary>
    public async Task<IReadOnlyList<Failure>> FailuresAsync(CancellationToken cancellationToken) =>
        [.. (await client.ListFailuresAsync(limit: Most, cancellationToken: cancellationToken)).Result.Items];

    /// <summary>What failed is tried once more.</summary>
    public Task<ServiceAnswer> ReplayAsync(Guid failure, string key) =>
        client.ReplayFailureAsync(failure, idempotency_Key: key);

    /// <summary>What failed is given up.</summary>
    public Task<ServiceAnswer> DiscardAsync(Guid failure, DiscardRequest why, string key) =>
        client.DiscardFailureAsync(failure, why, idempotency_Key: key);

    /// <summary>The events that nobody was told.</summary>
    public async Task<(ICollection<UnroutedEvent> Items, long? Next)> UnroutedAsync(
        long? after, int? limit, CancellationToken cancellationToken)
    {
        var page = (await client.ListUnroutedEventsAsync(
            after: after, limit: limit, cancellationToken: cancellationToken)).Result;
        return (page.Items, page.Next);
    }

    /// <summary>Whoever takes such an event today is told it.</summary>
    public async Task<ServiceAnswer> PublishAsync(Guid unrouted, string key) =>
        await client.PublishUnroutedEventAsync(unrouted, idempotency_Key: key);

    /// <summary>The years by which it counts working days, the latest first.</summary>
    public async Task<IReadOnlyList<CalendarYearView>> YearsAsync(CancellationToken cancellationToken) =>
        [.. (await client.ListCalendarYearsAsync(cancellationToken: cancellationToken)).Result.Items];

    /// <summary>What waits.</summary>
    public async Task<Backlog> BacklogAsync(CancellationToken cancellationToken) =>
        (await client.ReadBacklogAsync(cancellationToken: cancellationToken)).Result;
}

/// <summary>All departments' operation.</summary>
/// <param name="departments">Each department.</param>
/// <param name="clients">The services' addresses.</param>
/// <param name="calls">Calls as whoever looks at the page.</param>
public sealed class OperationsBook(
    IEnumerable<OperatedDepartment> departments, IHttpClientFactory clients, ServiceCalls calls)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<DepartmentOperations> All { get; } =
    [
        .. departments.Select(one => new DepartmentOperations(
            one,
            new SalesControlClient(calls, clients.CreateClient(one.Name.ToLowerInvariant())) { Prefix = one.Path })),
    ];

    /// <summary>The one with this prefix; null for none.</summary>
    public DepartmentOperations? Of(string path) => All.FirstOrDefault(one => one.Department.Path == path);
}
