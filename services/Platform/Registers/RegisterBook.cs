using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.Platform.Registers;

/// <summary>Appends to and walks the service's registers.</summary>
internal sealed class RegisterBook(UnitOfWork change, NpgsqlDataSource database, PersonalFields personalFields, IClock clock) : IRegisterBook
{
    internal static readonly InstantPattern Times = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'");
    private static readonly JsonSerializerOptions Json = MakeJson();

    [Rule("T-6")]
    public async Task<RegisterEntry> AppendAsync(
        string register, string site, string by, object entry, IReadOnlyDictionary<string, string>? personal, CancellationToken cancellationToken)
    {
        var (sequence, previous, lastAt) = await LockHeadAsync(register, site, cancellationToken);
        sequence++;
        // The server's time, which never goes back in a register, whatever the machine's clock does.
        var at = Instant.Max(clock.GetCurrentInstant(), lastAt);
        var hidden = (personal ?? new Dictionary<string, string>(StringComparer.Ordinal)).ToDictionary(field => field.Key, field => personalFields.Seal(field.Value), StringComparer.Ordinal);
        var text = CanonicalJson.Write(JsonSerializer.SerializeToElement(
            new { register, site, sequence, at = Times.Format(at), by, previous, entry, personal = hidden.ToDictionary(field => field.Key, field => field.Value.Hash, StringComparer.Ordinal) }, Json));
        var hash = ChainWalk.HashOf(text);

        change.Defer(
            "INSERT INTO registers.entries (register, site, sequence, at, by, text, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            new() { Value = register }, new() { Value = site }, new() { Value = sequence }, new() { Value = at }, new() { Value = by }, new() { Value = text }, new() { Value = previous }, new() { Value = hash });
        foreach (var (field, (_, ciphertext)) in hidden)
        {
            change.Defer(
                "INSERT INTO registers.personal (register, site, sequence, field, ciphertext) VALUES ($1, $2, $3, $4, $5)",
                new() { Value = register }, new() { Value = site }, new() { Value = sequence }, new() { Value = field }, new() { Value = ciphertext });
        }

        // At once and not deferred: a second entry in the same change continues this one.
        await using var advance = change.CreateCommand(
            "UPDATE registers.heads SET sequence = $3, hash = $4, at = $5 WHERE register = $1 AND site = $2",
            new() { Value = register }, new() { Value = site }, new() { Value = sequence }, new() { Value = hash }, new() { Value = at });
        await advance.ExecuteNonQueryAsync(cancellationToken);
        return new(register, site, sequence, at, by, hash);
    }

    public async Task<Verification> VerifyAsync(string register, string site, CancellationToken cancellationToken)
    {
        var walk = new ChainWalk(register, site);
        await using var chain = await StoredChain.OpenAsync(database, register, site, cancellationToken);
        await foreach (var row in chain.ReadAsync(cancellationToken))
            walk.Take(row);
        return walk.End(chain.Head);
    }

    private async Task<(long Sequence, string Hash, Instant At)> LockHeadAsync(string register, string site, CancellationToken cancellationToken)
    {
        await using var make = change.CreateCommand(
            "INSERT INTO registers.heads (register, site, sequence, hash, at) VALUES ($1, $2, 0, $3, '-infinity') ON CONFLICT DO NOTHING",
            new() { Value = register }, new() { Value = site }, new() { Value = ChainWalk.Nothing });
        await make.ExecuteNonQueryAsync(cancellationToken);
        await using var read = change.CreateCommand(
            "SELECT sequence, hash, CASE WHEN sequence = 0 THEN NULL ELSE at END FROM registers.heads WHERE register = $1 AND site = $2 FOR UPDATE", new() { Value = register }, new() { Value = site });
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? Instant.MinValue : reader.GetFieldValue<Instant>(2));
    }

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(json);
        return json;
    }
}
