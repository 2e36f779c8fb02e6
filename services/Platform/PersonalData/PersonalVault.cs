using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace Ops.Platform.PersonalData;

/// <summary>
/// Seals personal data for an entity's columns, and finds what was sealed. A singleton; safe for parallel use.
/// </summary>
/// <remarks>
/// The first use reads the key ring from the database, and fails when the database is away as every use of it does
/// (<see cref="Storage.StorageFailures.IsUnavailable"/>).
/// </remarks>
public interface IPersonalVault
{
    /// <summary>
    /// Encrypts and authenticates a value under the current data key. The same value gives other bytes each time.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// There is no master secret (<c>PersonalData:MasterKeys:0</c>).
    /// </exception>
    byte[] Seal(string value);

    /// <summary>What was sealed, under whatever data key.</summary>
    /// <exception cref="CryptographicException">It was changed, or sealed by another application.</exception>
    /// <exception cref="InvalidOperationException">
    /// There is no master secret (<c>PersonalData:MasterKeys:0</c>).
    /// </exception>
    string Open(byte[] sealedValue);

    /// <summary>The value under the current data key; null when it is there already.</summary>
    /// <exception cref="CryptographicException">It was changed, or sealed by another application.</exception>
    byte[]? Reseal(byte[] sealedValue);

    /// <summary>
    /// What to keep beside a sealed value so that it can be found: <c>master:hmac</c>, keyed by the current master
    /// secret and the class.
    /// </summary>
    /// <param name="kind">The class: the same text of another class gives another hash.</param>
    /// <param name="value">The value in the one form in which it is always kept.</param>
    string SearchHash(PersonalClass kind, string value);

    /// <summary>
    /// What a value may lie under: its hash by each master secret that is known, the current first. After a change of
    /// masters a search asks for all of them.
    /// </summary>
    IReadOnlyList<string> SearchHashes(PersonalClass kind, string value);

    /// <summary>
    /// Whether a hash is the current master's: one that is not must be made again before its master is taken away.
    /// </summary>
    bool IsCurrent(string searchHash);
}

internal sealed class PersonalVault(IDataProtectionProvider ring, MasterKeys masters) : IPersonalVault
{
    private readonly IDataProtector _protector = ring.CreateProtector("personal data");

    public byte[] Seal(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        // Said as it is; out of the key ring the sentence would come inside of another.
        _ = masters.Current;
        return _protector.Protect(Encoding.UTF8.GetBytes(value));
    }

    public string Open(byte[] sealedValue)
    {
        ArgumentNullException.ThrowIfNull(sealedValue);
        _ = masters.Current;
        return Encoding.UTF8.GetString(_protector.Unprotect(sealedValue));
    }

    public byte[]? Reseal(byte[] sealedValue)
    {
        ArgumentNullException.ThrowIfNull(sealedValue);
        var value = ((IPersistedDataProtector)_protector).DangerousUnprotect(
            sealedValue, ignoreRevocationErrors: false, out var old, out _);
        return old ? _protector.Protect(value) : null;
    }

    public string SearchHash(PersonalClass kind, string value) => Hash(masters.Current, kind, value);

    public IReadOnlyList<string> SearchHashes(PersonalClass kind, string value) =>
        [.. masters.All.Select(master => Hash(master, kind, value))];

    public bool IsCurrent(string searchHash)
    {
        ArgumentNullException.ThrowIfNull(searchHash);
        return searchHash.StartsWith($"{masters.Current.Id}:", StringComparison.Ordinal);
    }

    private static string Hash(MasterKey master, PersonalClass kind, string value)
    {
        var hash = HMACSHA256.HashData(master.Derive($"search/{kind}"), Encoding.UTF8.GetBytes(value));
        return $"{master.Id}:{Convert.ToHexStringLower(hash)}";
    }
}
