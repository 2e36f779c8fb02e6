using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Ops.Platform.Texts;

namespace Ops.Platform.Registers;

/// <summary>A register's entry as it was written.</summary>
/// <param name="Register">The register, e.g. <c>handovers</c>.</param>
/// <param name="Site">The project's code: one chain for each register and site.</param>
/// <param name="Sequence">1, 2, 3 … without a gap.</param>
/// <param name="At">The server's time, to the microsecond, never decreasing (T-6).</param>
/// <param name="By">The actor, from the token.</param>
/// <param name="Hash">
/// SHA-256 over the entry's canonical text, which holds the previous hash; lower-case hexadecimal.
/// </param>
public sealed record RegisterEntry(string Register, string Site, long Sequence, Instant At, string By, string Hash);

/// <summary>The result of walking a chain.</summary>
/// <param name="Entries">How many entries agree, from the first.</param>
/// <param name="Intact">Whether all of them agree.</param>
/// <param name="Head">The hash of the last that agrees; null when there is none.</param>
/// <param name="BrokenAt">The sequence of the first entry that does not agree; null when intact.</param>
/// <param name="Reason">What does not agree; null when intact.</param>
public sealed record Verification(long Entries, bool Intact, string? Head, long? BrokenAt, Text? Reason);

/// <summary>
/// What is recorded in a register: a type of its own, so that what may stand in a chain for ever can be looked at. It
/// has codes, numbers and names of things and staff; what somebody writes, or who a customer is, lies beside the chain.
/// </summary>
public interface IRegisterRecord;

/// <summary>The service's registers. Scoped.</summary>
public interface IRegisterBook
{
    /// <summary>Appends in the change's transaction. The time is the server's; no caller supplies it (T-6).</summary>
    /// <param name="register">The register.</param>
    /// <param name="site">The project's code.</param>
    /// <param name="by">The actor.</param>
    /// <param name="entry">What is recorded: serialised to canonical JSON. No personal data in it.</param>
    /// <param name="personal">
    /// Personal fields: the entry holds SHA-256 of salt and value; value and salt lie beside the chain, encrypted.
    /// </param>
    /// <param name="cancellationToken">Abandons the append.</param>
    Task<RegisterEntry> AppendAsync(
        string register, string site, string by, IRegisterRecord entry,
        IReadOnlyDictionary<string, string>? personal, CancellationToken cancellationToken);

    /// <summary>Walks a chain from its first entry.</summary>
    Task<Verification> VerifyAsync(string register, string site, CancellationToken cancellationToken);
}

/// <summary>
/// What the entries of a register say, in sentences; a service adds one for a register that has them.
/// </summary>
public interface IRegisterSentences
{
    /// <summary>The register.</summary>
    string Register { get; }

    /// <summary>What an entry says; null where there is no sentence for it.</summary>
    /// <param name="entry">What was recorded.</param>
    /// <param name="by">The actor.</param>
    Text? Of(JsonElement entry, string by);
}

/// <summary>How times stand in a register's text.</summary>
public static class RegisterTime
{
    /// <summary>UTC, to the microsecond: <c>2026-09-28T01:00:00.000000Z</c>.</summary>
    public static InstantPattern Pattern { get; } =
        InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'");
}
