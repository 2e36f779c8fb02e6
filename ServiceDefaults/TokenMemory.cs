using Microsoft.Extensions.Caching.Memory;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ops.ServiceDefaults;

/// <summary>
/// Checks a token's signature once and remembers for a minute, at most until it expires, that it was good: most callers
/// send the same token many times, and the signature is what costs. A key that is withdrawn is thereby trusted for a
/// minute longer.
/// </summary>
internal sealed class TokenMemory(ClaimNames names, TimeProvider time) : TokenHandler, IDisposable
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };
    private readonly MemoryCache _good = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public override async Task<TokenValidationResult> ValidateTokenAsync(
        string token, TokenValidationParameters validationParameters)
    {
        if (
            _good.TryGetValue(token, out TokenValidationResult? known)
            && known!.SecurityToken.ValidTo > time.GetUtcNow().UtcDateTime)
            return known;

        var result = await _tokens.ValidateTokenAsync(token, validationParameters);
        if (!result.IsValid)
            return result;

        result.ClaimsIdentity = names.Translate(result.ClaimsIdentity);
        _good.Set(
            token, result, new MemoryCacheEntryOptions { AbsoluteExpirationRelativeToNow = Remembered, Size = 1 });
        return result;
    }

    public void Dispose() => _good.Dispose();
}
