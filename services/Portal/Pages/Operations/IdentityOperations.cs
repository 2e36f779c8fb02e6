using Ops.Portal.Calls;
using Ops.Portal.Pages.Operations;

namespace Ops.Portal.Clients.Identity;

/// <summary>A message or a deadline that failed.</summary>
public partial class Failure : IFailure;

/// <summary>An event that nobody was told.</summary>
public partial class UnroutedEvent : IUnrouted;

/// <summary>What waits in a service.</summary>
public partial class Backlog : IBacklog;

/// <summary>A register of a site.</summary>
public partial class RegisterView : IRegister;

/// <summary>An entry of a register.</summary>
public partial class RegisterEntryView : IRegisterEntry;

/// <summary>What a verification found.</summary>
public partial class VerificationView : IVerification;

/// <summary>The last entry of a day, as another service keeps it.</summary>
public partial class HeadView : IHead;

/// <summary>The operation of Identity.</summary>
internal sealed class IdentityOperations(IdentityClient client) : IOperations
{
    public string Path => "identity";

    public string Name => "Identity";

    public string Department => "portal.identity";

    public string Keeper => "archive";

    public string Reads => "identity.audit.read";

    public string Operates => "identity.operate";

    public async Task<IReadOnlyList<IRegister>> RegistersAsync(CancellationToken cancellationToken) =>
        [.. (await client.ListRegistersAsync(cancellationToken: cancellationToken)).Result.Items];

    public async Task<(ICollection<IRegisterEntry> Items, long? Next)> EntriesAsync(
        string register, string site, string? by, string? subject, long? after, CancellationToken cancellationToken)
    {
        var page = (await client.ListRegisterEntriesAsync(
            register, site, by: by, subject: subject, after: after, cancellationToken: cancellationToken)).Result;
        return ([.. page.Items], page.Next);
    }

    public async Task<IVerification> VerifyAsync(string register, string site) =>
        (await client.VerifyRegisterAsync(register, site)).Result;

    public async Task<Stream> ExportAsync(string register, string site) =>
        (await client.ExportRegisterAsync(register, site)).Stream;

    public async Task<(ICollection<IHead> Items, long? Next)> HeadsAsync(
        long? after, CancellationToken cancellationToken)
    {
        var page = (await client.ListRegisterHeadsAsync(after: after, cancellationToken: cancellationToken)).Result;
        return ([.. page.Items], page.Next);
    }

    public async Task<HeadsChecked> CheckAsync(Stream export, string service)
    {
        var found = (await client.CheckRegisterAsync(export, service)).Result;
        return new(found.Register, found.Site, found.Entries, found.Heads, found.Agrees, found.First?.Reason);
    }

    public async Task<IReadOnlyList<IFailure>> FailuresAsync(CancellationToken cancellationToken) =>
        [.. (await client.ListFailuresAsync(limit: 200, cancellationToken: cancellationToken)).Result.Items];

    public Task<ServiceAnswer> ReplayAsync(Guid failure, string key) =>
        client.ReplayFailureAsync(failure, idempotency_Key: key);

    public Task<ServiceAnswer> DiscardAsync(Guid failure, string? reason, string key) =>
        client.DiscardFailureAsync(failure, new DiscardRequest { Reason = reason }, idempotency_Key: key);

    public async Task<(ICollection<IUnrouted> Items, long? Next)> UnroutedAsync(
        long? after, CancellationToken cancellationToken)
    {
        var page = (await client.ListUnroutedEventsAsync(after: after, cancellationToken: cancellationToken)).Result;
        return ([.. page.Items], page.Next);
    }

    public async Task<ServiceAnswer> PublishAsync(Guid unrouted, string key) =>
        await client.PublishUnroutedEventAsync(unrouted, idempotency_Key: key);

    public async Task<IBacklog> BacklogAsync(CancellationToken cancellationToken) =>
        (await client.ReadBacklogAsync(cancellationToken: cancellationToken)).Result;
}
