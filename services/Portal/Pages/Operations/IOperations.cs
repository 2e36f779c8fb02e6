using Ops.Portal.Calls;

namespace Ops.Portal.Pages.Operations;

/// <summary>A message or a deadline that failed.</summary>
public interface IFailure
{
    /// <summary>Its id.</summary>
    Guid Id { get; }

    /// <summary><c>message</c> or <c>deadline</c>.</summary>
    string Kind { get; }

    /// <summary>What it is.</summary>
    string Name { get; }

    /// <summary>What it is about; null where that is not known.</summary>
    string? Subject { get; }

    /// <summary>Whence it came.</summary>
    string Origin { get; }

    /// <summary>Why it failed.</summary>
    string Reason { get; }

    /// <summary>How often it was tried.</summary>
    int Attempts { get; }

    /// <summary>When it was tried last.</summary>
    DateTimeOffset FailedAt { get; }

    /// <summary>The trace to look it up by.</summary>
    string? TraceId { get; }
}

/// <summary>An event that nobody was told.</summary>
public interface IUnrouted
{
    /// <summary>Its id.</summary>
    Guid Id { get; }

    /// <summary>Its place.</summary>
    long Mark { get; }

    /// <summary>What happened.</summary>
    string Type { get; }

    /// <summary>To what.</summary>
    string Stream { get; }

    /// <summary>When.</summary>
    DateTimeOffset At { get; }

    /// <summary>Who would be told today.</summary>
    ICollection<string> Subscribers { get; }
}

/// <summary>What waits in a service.</summary>
public interface IBacklog
{
    /// <summary>How many messages wait to be sent.</summary>
    long Pending { get; }

    /// <summary>How long the oldest waits.</summary>
    double OldestPendingSeconds { get; }

    /// <summary>How many came before their turn.</summary>
    long Parked { get; }

    /// <summary>How many failed.</summary>
    long Failed { get; }
}

/// <summary>A register of a site.</summary>
public interface IRegister
{
    /// <summary>Its name.</summary>
    string Register { get; }

    /// <summary>The site.</summary>
    string Site { get; }

    /// <summary>How many entries it has.</summary>
    long Entries { get; }

    /// <summary>When the last was entered.</summary>
    DateTimeOffset LastAt { get; }

    /// <summary>The last entry's hash.</summary>
    string Head { get; }
}

/// <summary>An entry of a register.</summary>
public interface IRegisterEntry
{
    /// <summary>Its place.</summary>
    long Sequence { get; }

    /// <summary>When.</summary>
    DateTimeOffset At { get; }

    /// <summary>By whom.</summary>
    string By { get; }

    /// <summary>What was recorded.</summary>
    object Entry { get; }

    /// <summary>The hash of its text.</summary>
    string Hash { get; }

    /// <summary>What it says, in the reader's language; null where its register has no sentences.</summary>
    string? Text { get; }

    /// <summary>What lies encrypted beside it.</summary>
    IDictionary<string, string>? Personal { get; }
}

/// <summary>What a verification found.</summary>
public interface IVerification
{
    /// <summary>How many entries were read.</summary>
    long Entries { get; }

    /// <summary>Whether all of them agree.</summary>
    bool Intact { get; }

    /// <summary>The first that does not; null for none.</summary>
    long? BrokenAt { get; }

    /// <summary>What does not agree; null for nothing.</summary>
    string? Reason { get; }
}

/// <summary>The last entry of a day, as another service keeps it.</summary>
public interface IHead
{
    /// <summary>Whose register.</summary>
    string Service { get; }

    /// <summary>Which.</summary>
    string Register { get; }

    /// <summary>The site.</summary>
    string Site { get; }

    /// <summary>The day.</summary>
    DateOnly Day { get; }

    /// <summary>The entry's place.</summary>
    long Sequence { get; }

    /// <summary>Its hash.</summary>
    string Hash { get; }
}

/// <summary>What the check of an export against kept heads found.</summary>
/// <param name="Register">The register.</param>
/// <param name="Site">The site.</param>
/// <param name="Entries">How many entries the export has.</param>
/// <param name="Heads">How many heads were kept.</param>
/// <param name="Agrees">Whether it agrees with all of them.</param>
/// <param name="Reason">What does not agree first; null for nothing.</param>
public sealed record HeadsChecked(
    string Register, string Site, long Entries, int Heads, bool Agrees, string? Reason);

/// <summary>
/// What every service has for its operation, from its own client: one set of pages shows all of them.
/// </summary>
public interface IOperations
{
    /// <summary>Its prefix in paths: <c>sales</c>.</summary>
    string Path { get; }

    /// <summary>Its name as the sender and receiver of messages.</summary>
    string Name { get; }

    /// <summary>The text of the department's name.</summary>
    string Department { get; }

    /// <summary>The prefix of the service that keeps the heads of its registers.</summary>
    string Keeper { get; }

    /// <summary>The permission that its registers ask for.</summary>
    string Reads { get; }

    /// <summary>The permission that its messages ask for.</summary>
    string Operates { get; }

    /// <summary>Its registers.</summary>
    Task<IReadOnlyList<IRegister>> RegistersAsync(CancellationToken cancellationToken);

    /// <summary>The entries of a register, from one on.</summary>
    Task<(ICollection<IRegisterEntry> Items, long? Next)> EntriesAsync(
        string register, string site, string? by, string? subject, long? after, CancellationToken cancellationToken);

    /// <summary>Whether a register is whole.</summary>
    Task<IVerification> VerifyAsync(string register, string site);

    /// <summary>A register as it is exported.</summary>
    Task<Stream> ExportAsync(string register, string site);

    /// <summary>The heads that it keeps of others.</summary>
    Task<(ICollection<IHead> Items, long? Next)> HeadsAsync(long? after, CancellationToken cancellationToken);

    /// <summary>Holds an export of a service's register against the heads that are kept here.</summary>
    Task<HeadsChecked> CheckAsync(Stream export, string service);

    /// <summary>What failed.</summary>
    Task<IReadOnlyList<IFailure>> FailuresAsync(CancellationToken cancellationToken);

    /// <summary>What failed is tried once more.</summary>
    Task<ServiceAnswer> ReplayAsync(Guid failure, string key);

    /// <summary>What failed is given up.</summary>
    Task<ServiceAnswer> DiscardAsync(Guid failure, string? reason, string key);

    /// <summary>The events that nobody was told.</summary>
    Task<(ICollection<IUnrouted> Items, long? Next)> UnroutedAsync(long? after, CancellationToken cancellationToken);

    /// <summary>Whoever takes such an event today is told it.</summary>
    Task<ServiceAnswer> PublishAsync(Guid unrouted, string key);

    /// <summary>What waits.</summary>
    Task<IBacklog> BacklogAsync(CancellationToken cancellationToken);
}

/// <summary>All services' operation.</summary>
/// <param name="services">Each service's.</param>
public sealed class OperationsBook(IEnumerable<IOperations> services)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<IOperations> All { get; } = [.. services];

    /// <summary>The one with this prefix; null for none.</summary>
    public IOperations? Of(string path) => All.FirstOrDefault(one => one.Path == path);
}
