using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using Ops.Identity.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>
/// The signing keys as this replica has them, and what OpenIddict is told of them. A new key is made when the last has
/// signed for <see cref="TokenSettings.KeyLifetime"/>, and is published before it signs; nothing is restarted for it.
/// </summary>
internal sealed partial class SigningKeys(
    IServiceScopeFactory scopes, IDataProtectionProvider protection, TokenSettings settings, TimeProvider time,
    Loops loops, ILogger<SigningKeys> logger)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(2)), IConfigureOptions<OpenIddictServerOptions>,
        IOptionsChangeTokenSource<OpenIddictServerOptions>
{
    /// <summary>
    /// Stands where a key must stand until the first was read; nothing is ever signed with it, since until then every
    /// request but health is answered 503.
    /// </summary>
    private static readonly ECDsaSecurityKey Nothing =
        new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "none" };

    private readonly IDataProtector _protector = protection.CreateProtector("Ops.Identity.SigningKeys");
    private readonly Dictionary<string, ECDsaSecurityKey> _opened = new(StringComparer.Ordinal);
    private IReadOnlyList<SecurityKey> _keys = [];
    private CancellationTokenSource _changed = new();

    string IOptionsChangeTokenSource<OpenIddictServerOptions>.Name => Options.DefaultName;

    /// <summary>Whether the keys were read: before that no token can be given.</summary>
    public bool Ready => _keys.Count > 0;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_changed.Token);

    /// <summary>The one that signs comes first; the others are published.</summary>
    public void Configure(OpenIddictServerOptions options)
    {
        foreach (var key in Ready ? _keys : [Nothing])
            options.SigningCredentials.Add(new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256));
    }

    /// <summary>Machine time, by which keys sign.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Makes a key, to be stored by the caller's change.</summary>
    /// <param name="by">Who has it made.</param>
    /// <param name="isAnnounced">Whether it is published for a while before it signs.</param>
    public SigningKey Make(string by, bool isAnnounced)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var thumbprint = Base64UrlEncoder.Encode(SHA256.HashData(key.ExportSubjectPublicKeyInfo()))[..16];
        var now = time.GetUtcNow();
        var signsFrom = isAnnounced ? now + settings.KeyAnnouncement : now;
        return new SigningKey(thumbprint, _protector.Protect(key.ExportPkcs8PrivateKey()), now, signsFrom, by);
    }

    /// <summary>Reads the keys; makes the first, or the next when the last has served its time.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var stored = await MakeWhatIsLackingAsync(cancellationToken);
        var now = time.GetUtcNow();
        var usable = stored
            .Where(key => key.WithdrawnAt is null)
            .Where(key => now < key.SignsFrom + settings.KeyLifetime + settings.KeyAfterlife).ToList();
        var signs = usable.Where(key => key.SignsFrom <= now).MaxBy(key => key.SignsFrom)
            ?? usable.MinBy(key => key.SignsFrom)!;
        IReadOnlyList<SecurityKey> keys = [Open(signs), .. usable.Where(key => key != signs).Select(Open)];
        if (keys.Select(key => key.KeyId).SequenceEqual(_keys.Select(key => key.KeyId)))
            return;

        _keys = keys;
        LogKeys(signs.Id, keys.Count);
        await Interlocked.Exchange(ref _changed, new CancellationTokenSource()).CancelAsync();
    }

    /// <summary>The keys as they are stored, with the next one where the last has served its time.</summary>
    public async Task<List<SigningKey>> MakeWhatIsLackingAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var stored = await ReadAsync(db, cancellationToken);
        return IsServed(stored) ? stored : await MakeNextAsync(db, cancellationToken);
    }

    /// <summary>Woken where one was made or withdrawn here.</summary>
    protected override Task TurnAsync(CancellationToken stoppingToken) => RefreshAsync(stoppingToken);

    private static Task<List<SigningKey>> ReadAsync(IdentityDb db, CancellationToken cancellationToken) =>
        db.SigningKeys.AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>Whether there is a key that goes on signing for as long as the next is announced.</summary>
    private bool IsServed(IEnumerable<SigningKey> stored)
    {
        var now = time.GetUtcNow();
        return stored.Any(key =>
            key.WithdrawnAt is null && now < key.SignsFrom + settings.KeyLifetime - settings.KeyAnnouncement);
    }

    /// <summary>One replica makes it; another that found the same lack waits, and finds it there.</summary>
    private async Task<List<SigningKey>> MakeNextAsync(IdentityDb db, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartWork("make signing key");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('signing keys'))", cancellationToken);
        var stored = await ReadAsync(db, cancellationToken);
        if (!IsServed(stored))
        {
            db.SigningKeys.Add(Make("system:keys", isAnnounced: stored.Count > 0));
            await db.SaveChangesAsync(cancellationToken);
            stored = await ReadAsync(db, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return stored;
    }

    private ECDsaSecurityKey Open(SigningKey stored)
    {
        if (!_opened.TryGetValue(stored.Id, out var key))
        {
            var algorithm = ECDsa.Create();
            algorithm.ImportPkcs8PrivateKey(_protector.Unprotect(stored.SealedKey), out _);
            _opened.Add(stored.Id, key = new ECDsaSecurityKey(algorithm) { KeyId = stored.Id });
        }

        return key;
    }

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Tokens are signed with key {Key}; {Count} keys are published")]
    private partial void LogKeys(string key, int count);
}
