using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Ops.AppHost.Local;
using Ops.AppHost.Local.Processes;

namespace Ops.Tokens;

/// <summary>An installation's key, and the tokens that it signs. The private half never leaves the data folder.</summary>
internal sealed class Installation : IDisposable
{
    /// <summary>Whom the tokens are for.</summary>
    public const string Audience = "ops";

    private const string KeyFile = "signing-key.pem", AddressFile = "gateway-address";

    private readonly DataFolder _folder;
    private readonly ECDsa _key;

    private Installation(DataFolder folder, ECDsa key) => (_folder, _key) = (folder, key);

    /// <summary>The public key, as a JWKS document on one line.</summary>
    public string Jwks
    {
        get
        {
            var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(PublicKey());
            return JsonSerializer.Serialize(new { keys = new[] { new { kty = key.Kty, crv = key.Crv, x = key.X, y = key.Y, kid = key.Kid, use = "sig", alg = SecurityAlgorithms.EcdsaSha256 } } });
        }
    }

    /// <summary>The installation of a folder; its key is made when it has none.</summary>
    public static Installation Open(DataFolder folder)
    {
        folder.Make();
        var file = folder.Place(KeyFile);
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        key.ImportFromPem(Secrets.Keep(file, () => key.ExportPkcs8PrivateKeyPem()));
        return new Installation(folder, key);
    }

    /// <summary>Notes the address under which its gateway is reached, which is the tokens' issuer.</summary>
    public void NoteAddress(Uri gateway) => File.WriteAllText(_folder.Place(AddressFile), gateway.GetLeftPart(UriPartial.Authority));

    /// <summary>A token for a member of staff.</summary>
    /// <param name="post">The post held.</param>
    /// <param name="id">The member of staff; the post's first when null.</param>
    /// <param name="sites">The projects to be seen; <c>*</c> for all.</param>
    /// <param name="from">Machine time from which it counts.</param>
    /// <param name="lifetime">How long it counts.</param>
    public string Mint(Post post, string? id, IReadOnlyList<string> sites, DateTimeOffset from, TimeSpan lifetime)
    {
        id ??= $"{post.Name}-1";
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = File.Exists(_folder.Place(AddressFile)) ? File.ReadAllText(_folder.Place(AddressFile)) : "http://localhost:5080",
            Audience = Audience,
            IssuedAt = from.UtcDateTime,
            NotBefore = from.UtcDateTime,
            Expires = (from + lifetime).UtcDateTime,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["sub"] = id,
                ["name"] = $"{post.Title} {id}",
                ["post"] = post.Name,
                ["department"] = post.Department,
                ["site"] = sites,
                ["permission"] = post.Permissions,
            },
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = KeyId() }, SecurityAlgorithms.EcdsaSha256),
        });
    }

    public void Dispose() => _key.Dispose();

    private ECDsaSecurityKey PublicKey() => new(ECDsa.Create(_key.ExportParameters(includePrivateParameters: false))) { KeyId = KeyId() };

    /// <summary>Says which key, and changes with it: the thumbprint of its public half.</summary>
    private string KeyId() => Base64UrlEncoder.Encode(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()))[..16];
}
