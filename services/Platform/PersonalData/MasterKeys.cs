using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Ops.Platform.PersonalData;

/// <summary>
/// The master secrets, from <c>PersonalData:MasterKeys:0</c>, <c>:1</c>, …: the first encrypts, all decrypt, so that
/// the master rotates too. What is derived from one is this application's alone, and one thing's alone.
/// </summary>
internal sealed class MasterKeys(string application, IConfiguration configuration)
{
    public const string Setting = "PersonalData:MasterKeys";
    private const int ShortestSecret = 32;

    private readonly Lazy<IReadOnlyList<MasterKey>> _all = new(
        () => Read(application, configuration), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>All that are set, the one that encrypts first.</summary>
    /// <exception cref="InvalidOperationException">None is set, or one is too short.</exception>
    public IReadOnlyList<MasterKey> All => _all.Value;

    /// <summary>The one that encrypts.</summary>
    /// <exception cref="InvalidOperationException">None is set, or one is too short.</exception>
    public MasterKey Current => All[0];

    private static List<MasterKey> Read(string application, IConfiguration configuration)
    {
        var secrets = configuration.GetSection(Setting).GetChildren().ToList();
        if (secrets.Find(secret => !int.TryParse(secret.Key, out _)) is { } unplaced)
            throw new InvalidOperationException(
                $"{Setting} is a list: {Setting}:0, {Setting}:1, …; '{unplaced.Key}' is no place in it.");
        if (secrets.Count == 0)
        {
            throw new InvalidOperationException(
                $"{Setting}:0 is missing: without a master secret of at least {ShortestSecret} characters personal " +
                "data can be neither kept nor read.");
        }

        if (secrets.Find(secret => secret.Value is not { Length: >= ShortestSecret }) is { } weak)
        {
            throw new InvalidOperationException(
                $"{weak.Path} is shorter than {ShortestSecret} characters: personal data can be neither kept nor " +
                "read under it.");
        }

        // By number: as text, :10 would stand before :2.
        return
        [
            .. secrets
                .OrderBy(secret => int.Parse(secret.Key))
                .Select(secret => new MasterKey(secret.Value!, application)),
        ];
    }
}

/// <summary>A master secret.</summary>
internal sealed class MasterKey
{
    private const int KeyLength = 32, NonceLength = 12, TagLength = 16;

    private readonly byte[] _secret;
    private readonly string _application;
    private readonly byte[] _wrapping;

    public MasterKey(string secret, string application)
    {
        (_secret, _application) = (Encoding.UTF8.GetBytes(secret), application);
        _wrapping = Derive("wrapping");
        Id = Convert.ToHexStringLower(SHA256.HashData(Derive("id")))[..8];
    }

    /// <summary>What it is called beside what it encrypted; tells nothing of it.</summary>
    public string Id { get; }

    /// <summary>A key for one purpose.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256, _secret, KeyLength,
            info: Encoding.UTF8.GetBytes($"ops personal data/{_application}/{purpose}"));

    /// <summary>AES-256-GCM: nonce, tag, what was encrypted.</summary>
    public byte[] Encrypt(byte[] plain)
    {
        var encrypted = new byte[NonceLength + TagLength + plain.Length];
        var nonce = encrypted.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_wrapping, TagLength);
        aes.Encrypt(nonce, plain, encrypted.AsSpan(NonceLength + TagLength), encrypted.AsSpan(NonceLength, TagLength));
        return encrypted;
    }

    /// <exception cref="CryptographicException">It was changed, or is no such thing.</exception>
    public byte[] Decrypt(byte[] encrypted)
    {
        if (encrypted.Length < NonceLength + TagLength)
            throw new CryptographicException("That is too short to be encrypted.");
        var plain = new byte[encrypted.Length - NonceLength - TagLength];
        using var aes = new AesGcm(_wrapping, TagLength);
        aes.Decrypt(
            encrypted.AsSpan(0, NonceLength), encrypted.AsSpan(NonceLength + TagLength),
            encrypted.AsSpan(NonceLength, TagLength), plain);
        return plain;
    }
}
