using System.Text.Json;
using Ops.Platform.Departments;
using Ops.Platform.Registers;
using Ops.Platform.Texts;

namespace Ops.Identity.Audit;

/// <summary>Something that must be answered for later.</summary>
/// <param name="What">What happened: <c>signedIn</c>, <c>signInFailed</c>, <c>postChanged</c> …</param>
/// <param name="Subject">
/// Whom or what it happened to: a staff number, a client, a post; null when it is not known.
/// </param>
internal sealed record AuditEntry(string What, string? Subject) : IRegisterRecord
{
    /// <summary>With a text that says with what, or why.</summary>
    public AuditEntry(string what, string? subject, Text? how)
        : this(what, subject) => How = how;

    /// <summary>With a name, a code or a day, the same in every language.</summary>
    public AuditEntry(string what, string? subject, string? how)
        : this(what, subject) => How = how;

    /// <summary>With what, or why; never what somebody typed.</summary>
    public object? How { get; }
}

/// <summary>What the entries say to whoever reads them.</summary>
internal sealed class AuditSentences(ITexts texts) : IRegisterSentences
{
    public string Register => AuditRegister.Name;

    public Text? Of(JsonElement entry, string by)
    {
        var code = $"audit.{entry.GetProperty("what").GetString()}";
        if (!texts.Has(code))
            return null;
        var how = entry.TryGetProperty("how", out var told) && told.ValueKind != JsonValueKind.Null
            ? told.Deserialize<Text>()
            : null;
        return Text.Of(code, ("by", by), ("subject", entry.GetProperty("subject").GetString() ?? "-"), ("how", how));
    }
}

/// <summary>
/// The hash-chained register of sign-ins, failures, and changes of who may do what (CS-7). No personal data but staff
/// numbers.
/// </summary>
internal sealed class AuditRegister(IRegisterBook registers)
{
    public const string Name = "audit";

    /// <summary>The one chain of the company.</summary>
    public const string Site = "company";

    /// <summary>The actor of what somebody did who was not (yet) signed in.</summary>
    public const string Nobody = "nobody";

    /// <summary>For what is no event of a thing: a sign-in, a key, a machine.</summary>
    public Task AddAsync(AuditEntry entry, string by, CancellationToken cancellationToken) =>
        registers.AppendAsync(Name, Site, by, entry, personal: null, cancellationToken);
}

/// <summary>Events that stand on the audit register.</summary>
internal static class Auditing
{
    /// <summary>Enters it on the audit register; what somebody wrote lies encrypted beside it.</summary>
    public static void Audit(
        this Reactions follow, Occurrence when, AuditEntry entry,
        IReadOnlyDictionary<string, string>? written = null) =>
        follow.Register(new(AuditRegister.Name, AuditRegister.Site, when.By, entry, written));
}
