using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Ops.Platform.Registers;

/// <summary>
/// Personal fields of a register: the chain holds the SHA-256 of salt and value, so that masking, key rotation and correction
/// leave it whole; value and salt are kept beside it under AES-256-GCM.
/// </summary>
internal sealed class PersonalFields(IConfiguration configuration)
{
    private const int SaltLength = 16, NonceLength = 12, TagLength = 16;

    /// <summary>Seals a value.</summary>
    /// <exception cref="InvalidOperationException">There is no key (<c>Registers:PersonalKey</c>).</exception>
    public (string Hash, string KeyId, byte[] Ciphertext) Seal(string value)
    {
        var (key, keyId) = Key();
        byte[] plain = [.. RandomNumberGenerator.GetBytes(SaltLength), .. Encoding.UTF8.GetBytes(value)];
        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength));
        return (Convert.ToHexStringLower(SHA256.HashData(plain)), keyId, sealedBytes);
    }

    /// <summary>Opens what was sealed: the value, and the hash that the chain must hold for it.</summary>
    /// <exception cref="InvalidOperationException">It was sealed with a key other than the configured one.</exception>
    /// <exception cref="CryptographicException">It was changed.</exception>
    public (string Value, string Hash) Open(string keyId, byte[] ciphertext)
    {
        var (key, configured) = Key();
        if (keyId != configured)
            throw new InvalidOperationException($"The field was sealed with the key {keyId}; Registers:PersonalKey is the key {configured}.");

        var plain = new byte[ciphertext.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(ciphertext.AsSpan(0, NonceLength), ciphertext.AsSpan(NonceLength + TagLength), ciphertext.AsSpan(NonceLength, TagLength), plain);
        return (Encoding.UTF8.GetString(plain.AsSpan(SaltLength)), Convert.ToHexStringLower(SHA256.HashData(plain)));
    }

    private (byte[] Key, string Id) Key()
    {
        var secret = configuration["Registers:PersonalKey"] is { Length: >= 16 } text
            ? text
            : throw new InvalidOperationException("Registers:PersonalKey is missing or shorter than 16 characters: personal fields cannot be kept.");
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), 32, info: "ops registers personal"u8.ToArray());
        return (key, Convert.ToHexStringLower(SHA256.HashData(key))[..8]);
    }
}
