using System.Text.Json;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Platform.PersonalData;

/// <summary>Personal data that are shown in full, and to whom, and what for.</summary>
/// <param name="Site">The project's code.</param>
/// <param name="By">Who sees them, from the token.</param>
/// <param name="Subjects">Whose they are: the paths of what they belong to.</param>
/// <param name="Classes">Which are shown.</param>
/// <param name="Purpose">What for, in the words of who asks.</param>
public sealed record Unmasking(
    string Site, string By, IReadOnlyList<string> Subjects, IReadOnlyList<PersonalClass> Classes, string Purpose);

/// <summary>
/// Nobody sees personal data in full without a purpose, and each time is an entry of the site's register
/// <c>unmaskings</c>. Scoped.
/// </summary>
public interface IUnmaskings
{
    /// <summary>
    /// Enters it in the change's transaction: the answer goes out only after the commit. Its route must not keep its
    /// answer (<c>WithoutKeptAnswer</c>), so that every time is an entry.
    /// </summary>
    /// <returns>
    /// Null when it is entered; a refusal when the purpose is missing, too long to be one, or holds the very number
    /// that it is about.
    /// </returns>
    Task<Refused?> EnterAsync(Unmasking unmasking, CancellationToken cancellationToken);
}

/// <summary>What the register <c>unmaskings</c> records.</summary>
internal sealed record UnmaskingRecord(
    IReadOnlyList<string> Subjects, IReadOnlyList<PersonalClass> Classes) : IRegisterRecord;

/// <summary>What the register says to whoever reads it.</summary>
internal sealed class UnmaskingSentences : IRegisterSentences
{
    public string Register => Unmaskings.Register;

    public Text? Of(JsonElement entry, string by) => Text.Of(
        "unmasking.entry", ("by", by), ("count", entry.GetProperty("subjects").GetArrayLength()));
}

internal sealed class Unmaskings(IRegisterBook registers) : IUnmaskings
{
    public const string Register = "unmaskings";
    private const int LongestPurpose = 500;

    public async Task<Refused?> EnterAsync(Unmasking unmasking, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(unmasking);
        if (PurposeMissing(unmasking.Purpose) is { } why)
            return Refused.Input(null, "purpose", why);

        await registers.AppendAsync(
            Register, unmasking.Site, unmasking.By, new UnmaskingRecord(unmasking.Subjects, unmasking.Classes),
            // In somebody's own words, which may name a person: beside the chain.
            new Dictionary<string, string>(StringComparer.Ordinal) { ["purpose"] = unmasking.Purpose.Trim() },
            cancellationToken);
        return null;
    }

    private static Text? PurposeMissing(string? purpose) => purpose switch
    {
        _ when string.IsNullOrWhiteSpace(purpose) => Text.Of("unmasking.purpose-missing"),
        { Length: > LongestPurpose } => Text.Of("unmasking.purpose-too-long", ("most", LongestPurpose)),
        _ when !Visible.IsWords(purpose) => Text.Of("text.not-visible"),
        _ when Masks.HoldsNumber(purpose) => Text.Of("unmasking.purpose-holds-number"),
        _ => null,
    };
}
