using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Platform.Registers;

/// <summary>
/// Walks a chain from its first entry and says where it breaks: the same for a database and for an export in a
/// stranger's hands.
/// </summary>
/// <param name="register">The register that every entry must name.</param>
/// <param name="site">The site that every entry must name.</param>
internal sealed class ChainWalk(string register, string site)
{
    /// <summary>What the first entry has before it.</summary>
    public const string Nothing = "0000000000000000000000000000000000000000000000000000000000000000";

    private long _sequence;
    private string _head = Nothing;
    private string _at = "";
    private Break? _broken;

    public static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Takes the next entry. Once broken, the rest is looked at only for an entry that was missed.</summary>
    /// <param name="entry">The row: what its columns say.</param>
    /// <returns>Whether it continues the chain.</returns>
    [Rule("T-6", "each entry follows from the one before")]
    public bool Take(ChainRow entry)
    {
        if (_broken is { IsGap: true } gap && entry.Sequence == gap.Sequence)
            _broken = new(
                gap.Sequence, Text.Of("register.entry-not-next", ("entry", gap.Sequence), ("before", _sequence)));
        if (_broken is not null)
            return false;

        var expected = _sequence + 1;
        if (entry.Sequence > expected)
            _broken = new(expected, Wrong("register.entry-missing", entry.Sequence), IsGap: true);
        else if (entry.Sequence < expected)
            _broken = new(expected, Wrong("register.entry-out-of-order", entry.Sequence));
        else if (HashOf(entry.Text) != entry.Hash)
            _broken = new(expected, Text.Of("register.entry-changed", ("entry", expected)));
        else if (Disagrees(entry) is { } reason)
            _broken = new(expected, reason);
        else
            (_sequence, _head) = (entry.Sequence, entry.Hash);
        return _broken is null;
    }

    /// <summary>After the last entry.</summary>
    /// <param name="head">
    /// What the head says: the row in a database, the header of an export; null where there is none.
    /// </param>
    [Rule("T-6", "the chain ends where its head says")]
    public Verification End(ChainHead? head)
    {
        _broken ??= (head ?? new(0, Nothing)) switch
        {
            _ when head is null && _sequence > 0 => new(
                _sequence, Text.Of("register.head-missing", ("last", _sequence))),
            { Sequence: var at } when at > _sequence => new(
                _sequence + 1,
                Text.Of("register.tail-removed", ("entry", _sequence + 1), ("head", at), ("last", _sequence))),
            { Sequence: var at } when at < _sequence => new(
                _sequence, Text.Of("register.head-elsewhere", ("head", at), ("last", _sequence))),
            { Hash: var hash } when hash != _head => new(
                _sequence, Text.Of("register.head-of-another-hash", ("last", _sequence))),
            { At: { } at } when at != _at => new(
                _sequence, Text.Of("register.head-of-another-time", ("last", _sequence))),
            _ => null,
        };
        return new(_sequence, _broken is null, _sequence == 0 ? null : _head, _broken?.Sequence, _broken?.Reason);
    }

    /// <summary>What the text says against what the columns, the entry before and the register say.</summary>
    private Text? Disagrees(ChainRow entry)
    {
        JsonElement said;
        try
        {
            using var document = JsonDocument.Parse(entry.Text);
            said = document.RootElement.Clone();
            if (CanonicalJson.Write(said) != entry.Text)
                return Text.Of("register.entry-not-canonical", ("entry", entry.Sequence));
            if ((Member(said, "register"), Member(said, "site")) is var (itsRegister, itsSite)
                && (itsRegister != register || itsSite != site))
            {
                return Text.Of(
                    "register.entry-of-another",
                    ("entry", entry.Sequence), ("register", itsRegister), ("site", itsSite));
            }

            if (said.GetProperty("sequence").GetInt64() is var place && place != entry.Sequence)
                return Text.Of("register.entry-of-another-place", ("entry", entry.Sequence), ("place", place));
            if (Member(said, "previous") != _head)
                return Text.Of("register.entry-not-continuing", ("entry", entry.Sequence), ("before", _sequence));
        }
        catch (Exception failure) when (
            failure is JsonException or ArgumentException or KeyNotFoundException or InvalidOperationException
                or FormatException)
        {
            return Text.Of("register.entry-unreadable", ("entry", entry.Sequence));
        }

        if ((entry.At is { } at && Member(said, "at") != at) || (entry.By is { } by && Member(said, "by") != by)
            || (entry.Previous is { } previous && previous != _head))
            return Text.Of("register.columns-changed", ("entry", entry.Sequence));
        if (string.CompareOrdinal(Member(said, "at"), _at) < 0)
            return Text.Of("register.entry-too-early", ("entry", entry.Sequence));
        _at = Member(said, "at");
        return null;
    }

    /// <summary>Another entry stands where the next one must.</summary>
    private Text Wrong(string code, long found) =>
        Text.Of(code, ("entry", _sequence + 1), ("found", found), ("before", _sequence));

    private static string Member(JsonElement said, string member) => said.GetProperty(member).GetString()!;

    private sealed record Break(long Sequence, Text Reason, bool IsGap = false);
}

/// <summary>An entry as it is stored or exported.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Text">The canonical text.</param>
/// <param name="Hash">The hash stored with it.</param>
/// <param name="At">The time column, as the text writes times; null in an export.</param>
/// <param name="By">The actor column; null in an export.</param>
/// <param name="Previous">The previous hash column; null in an export.</param>
internal sealed record ChainRow(
    long Sequence, string Text, string Hash, string? At = null, string? By = null, string? Previous = null);

/// <summary>The last entry as the head says it.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="At">Its time, as the text writes times; null in an export.</param>
internal sealed record ChainHead(long Sequence, string Hash, string? At = null);
