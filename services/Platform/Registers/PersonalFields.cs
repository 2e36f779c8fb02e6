using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;

namespace Ops.Platform.Registers;

/// <summary>
/// Personal fields of a register: the chain holds the SHA-256 of salt and value, so that masking, key rotation and
/// correction leave it whole; value and salt are kept beside it under the service's key ring.
/// </summary>
internal sealed class PersonalFields(IDataProtectionProvider ring, IOptions<KeyManagementOptions> keys)
{
    private const int SaltLength = 16;

    private readonly IDataProtector _protector = ring.CreateProtector("registers", "personal fields");

    /// <summary>Seals a value.</summary>
    /// <exception cref="InvalidOperationException">The service keeps no key ring of its own.</exception>
    public (string Hash, byte[] Ciphertext) Seal(string value)
    {
        // ASP.NET Core's own ring lies in a folder of the machine: no other replica would open what was sealed, and
        // nobody after the machine is gone.
        if (keys.Value.XmlRepository is null)
            throw new InvalidOperationException(
                "Personal fields need a key ring that is kept with them: builder.AddPersonalData(…).");
        byte[] plain = [.. RandomNumberGenerator.GetBytes(SaltLength), .. Encoding.UTF8.GetBytes(value)];
        return (Convert.ToHexStringLower(SHA256.HashData(plain)), _protector.Protect(plain));
    }

    /// <summary>Opens what was sealed: the value, and the hash that the chain must hold for it.</summary>
    /// <exception cref="CryptographicException">It was changed, or its key is not in the ring.</exception>
    public (string Value, string Hash) Open(byte[] ciphertext)
    {
        var plain = _protector.Unprotect(ciphertext);
        return (Encoding.UTF8.GetString(plain.AsSpan(SaltLength)), Convert.ToHexStringLower(SHA256.HashData(plain)));
    }
}
