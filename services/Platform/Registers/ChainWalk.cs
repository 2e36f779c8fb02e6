using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ops.Platform.Rules;

namespace Ops.Platform.Registers;

/// <summary>Walks a chain from its first entry and says where it breaks: the same for a database and for an export in a stranger's hands.</summary>
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
    [Rule("T-6")]
    public bool Take(ChainRow entry)
    {
        if (_broken is { IsGap: true } gap && entry.Sequence == gap.Sequence)
            _broken = new(gap.Sequence, $"Entry {gap.Sequence} is out of order: entry {_sequence} is not followed by it.");
        if (_broken is not null)
            return false;

        var expected = _sequence + 1;
        if (entry.Sequence > expected)
            _broken = new(expected, $"Entry {expected} is missing: entry {entry.Sequence} follows entry {_sequence}.", IsGap: true);
        else if (entry.Sequence < expected)
            _broken = new(expected, $"Entry {expected} is out of order: entry {entry.Sequence} follows entry {_sequence}.");
        else if (HashOf(entry.Text) != entry.Hash)
            _broken = new(expected, $"Entry {expected} was changed: its text does not give its hash.");
        else if (Disagrees(entry) is { } reason)
            _broken = new(expected, reason);
        else
            (_sequence, _head) = (entry.Sequence, entry.Hash);
        return _broken is null;
    }

    /// <summary>After the last entry.</summary>
    /// <param name="head">What the head says: the row in a database, the header of an export; null where there is none.</param>
    [Rule("T-6")]
    public Verification End(ChainHead? head)
    {
        _broken ??= (head ?? new(0, Nothing)) switch
        {
            _ when head is null && _sequence > 0 => new(_sequence, $"The head is missing; the entries end at {_sequence}."),
            { Sequence: var last } when last > _sequence => new(_sequence + 1, $"Entry {_sequence + 1} is missing: the tail was removed; the head is at {last}, the entries end at {_sequence}."),
            { Sequence: var last } when last < _sequence => new(_sequence, $"The head was rewritten: it is at {last}, the entries end at {_sequence}."),
            { Hash: var hash } when hash != _head => new(_sequence, $"The head was rewritten: its hash is not that of entry {_sequence}."),
            { At: { } at } when at != _at => new(_sequence, $"The head was rewritten: its time is not that of entry {_sequence}."),
            _ => null,
        };
        return new(_sequence, _broken is null, _sequence == 0 ? null : _head, _broken?.Sequence, _broken?.Reason);
    }

    /// <summary>What the text says against what the columns, the entry before and the register say.</summary>
    private string? Disagrees(ChainRow entry)
    {
        JsonElement said;
        try
        {
            using var document = JsonDocument.Parse(entry.Text);
            said = document.RootElement.Clone();
            if (CanonicalJson.Write(said) != entry.Text)
                return $"Entry {entry.Sequence} is not in canonical form.";
            if (Text(said, "register") != register || Text(said, "site") != site)
                return $"Entry {entry.Sequence} belongs elsewhere: it says {Text(said, "register")}/{Text(said, "site")}.";
            if (said.GetProperty("sequence").GetInt64() is var place && place != entry.Sequence)
                return $"Entry {entry.Sequence} is out of order: its text says that it is entry {place}.";
            if (Text(said, "previous") != _head)
                return $"Entry {entry.Sequence} does not continue entry {_sequence}: its previous hash is another.";
        }
        catch (Exception failure) when (failure is JsonException or ArgumentException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return $"Entry {entry.Sequence} cannot be read.";
        }

        if (entry.At is { } at && Text(said, "at") != at || entry.By is { } by && Text(said, "by") != by || entry.Previous is { } previous && previous != _head)
            return $"Entry {entry.Sequence} was changed: its columns do not say what its text says.";
        if (string.CompareOrdinal(Text(said, "at"), _at) < 0)
            return $"Entry {entry.Sequence} is earlier than the one before it.";
        _at = Text(said, "at");
        return null;
    }

    private static string Text(JsonElement said, string member) => said.GetProperty(member).GetString()!;

    private sealed record Break(long Sequence, string Reason, bool IsGap = false);
}

/// <summary>An entry as it is stored or exported.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Text">The canonical text.</param>
/// <param name="Hash">The hash stored with it.</param>
/// <param name="At">The time column, as the text writes times; null in an export.</param>
/// <param name="By">The actor column; null in an export.</param>
/// <param name="Previous">The previous hash column; null in an export.</param>
internal sealed record ChainRow(long Sequence, string Text, string Hash, string? At = null, string? By = null, string? Previous = null);

/// <summary>The last entry as the head says it.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="At">Its time, as the text writes times; null in an export.</param>
internal sealed record ChainHead(long Sequence, string Hash, string? At = null);
