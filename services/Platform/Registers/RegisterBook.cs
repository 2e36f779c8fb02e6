using System.Text.Json;
using NodaTime;
using Npgsql;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Storage;

namespace Ops.Platform.Registers;

/// <summary>Appends to and walks the service's registers.</summary>
internal sealed class RegisterBook(
    UnitOfWork change, NpgsqlDataSource database, PersonalFields personalFields, IClock clock) : IRegisterBook
{
    private static readonly Dictionary<string, string> NothingPersonal = [];
    private static readonly JsonSerializerOptions Json = MakeJson();

    [Rule("T-6", "an entry carries the server's time")]
    public async Task<RegisterEntry> AppendAsync(
        string register, string site, string by, IRegisterRecord entry,
        IReadOnlyDictionary<string, string>? personal, CancellationToken cancellationToken)
    {
        var chain = await TakeAsync(register, site, cancellationToken);
        var hidden = (personal ?? new Dictionary<string, string>(StringComparer.Ordinal)).ToDictionary(
            field => field.Key, field => personalFields.Seal(field.Value), StringComparer.Ordinal);
        var written = chain.Add(
            by, JsonSerializer.SerializeToElement<object>(entry, Json),
            hidden.ToDictionary(field => field.Key, field => field.Value.Hash, StringComparer.Ordinal));
        await EnterAsync(chain, cancellationToken);
        foreach (var (field, (_, ciphertext)) in hidden)
        {
            change.Defer(
                """
                INSERT INTO registers.personal (register, site, sequence, field, ciphertext) VALUES ($1, $2, $3, $4, $5)
                """,
                new() { Value = register }, new() { Value = site }, new() { Value = written.Sequence },
                new() { Value = field }, new() { Value = ciphertext });
        }

        return written;
    }

    /// <summary>
    /// Enters what was left to be entered (<c>registers.enter_late</c>), if another has not meanwhile.
    /// </summary>
    [Rule("T-6", "a late entry says that it is late")]
    public async Task EnterLateAsync(string register, string site, CancellationToken cancellationToken)
    {
        var chain = await TakeAsync(register, site, cancellationToken);
        if (chain.Written.Count > 0)
            await EnterAsync(chain, cancellationToken);
    }

    public async Task<Verification> VerifyAsync(string register, string site, CancellationToken cancellationToken)
    {
        var walk = new ChainWalk(register, site);
        await using var chain = await StoredChain.OpenAsync(database, register, site, cancellationToken);
        await foreach (var row in chain.ReadAsync(cancellationToken))
            walk.Take(row);
        return walk.End(chain.Head);
    }

    /// <summary>
    /// The chain, whose head is ours until the change ends, continued by what was left to be entered before anything
    /// else is.
    /// </summary>
    private async Task<GrowingChain> TakeAsync(string register, string site, CancellationToken cancellationToken)
    {
        // One after the other in one round trip: what is late is read with the head locked, so that two never enter the
        // same.
        await using var batch = new NpgsqlBatch(change.Connection);
        foreach (var sql in (string[])[
            """
            INSERT INTO registers.heads (register, site, sequence, hash, at) VALUES ($1, $2, 0, $3, '-infinity')
                ON CONFLICT DO NOTHING
            """,
            """
            SELECT sequence, hash, CASE WHEN sequence = 0 THEN NULL ELSE at END FROM registers.heads
                WHERE register = $1 AND site = $2 FOR UPDATE
            """,
            "DELETE FROM registers.late WHERE register = $1 AND site = $2 RETURNING number, by, entry::text"])
            batch.BatchCommands.Add(new(sql) { Parameters = { new() { Value = register }, new() { Value = site } } });
        batch.BatchCommands[0].Parameters.Add(new() { Value = ChainWalk.Nothing });
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        // The server's time, which never goes back in a register, whatever the machine's clock does.
        var at = Instant.Max(
            clock.GetCurrentInstant(), reader.IsDBNull(2) ? Instant.MinValue : reader.GetFieldValue<Instant>(2));
        var chain = new GrowingChain(register, site, at, reader.GetInt64(0), reader.GetString(1));
        await reader.NextResultAsync(cancellationToken);
        var late = new List<(long Number, string By, JsonElement Entry)>();
        while (await reader.ReadAsync(cancellationToken))
            late.Add((reader.GetInt64(0), reader.GetString(1), JsonDocument.Parse(reader.GetString(2)).RootElement));
        foreach (var one in late.OrderBy(one => one.Number))
            chain.Add(one.By, one.Entry, NothingPersonal);
        return chain;
    }

    private async Task EnterAsync(GrowingChain chain, CancellationToken cancellationToken)
    {
        var written = chain.Written;
        change.Defer(
            """
            INSERT INTO registers.entries (register, site, at, sequence, by, text, previous, hash)
            SELECT $1, $2, $3, sequence, by, text, previous, hash FROM unnest($4::bigint[], $5::text[], $6::text[],
                $7::text[], $8::text[]) AS new (sequence, by, text, previous, hash)
            """,
            new() { Value = chain.Register }, new() { Value = chain.Site }, new() { Value = chain.At },
            new() { Value = written.Select(one => one.Entry.Sequence).ToArray() },
            new() { Value = written.Select(one => one.Entry.By).ToArray() },
            new() { Value = written.Select(one => one.Text).ToArray() },
            new() { Value = written.Select(one => one.Previous).ToArray() },
            new() { Value = written.Select(one => one.Entry.Hash).ToArray() });

        // At once and not deferred: a second entry in the same change continues this one.
        await using var advance = change.CreateCommand(
            "UPDATE registers.heads SET sequence = $3, hash = $4, at = $5 WHERE register = $1 AND site = $2",
            new() { Value = chain.Register }, new() { Value = chain.Site },
            new() { Value = written[^1].Entry.Sequence }, new() { Value = written[^1].Entry.Hash },
            new() { Value = chain.At });
        await advance.ExecuteNonQueryAsync(cancellationToken);
    }

    private static JsonSerializerOptions MakeJson()
    {
        var json = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(json);
        return json;
    }

    /// <summary>A chain that is being continued, entry by entry.</summary>
    private sealed class GrowingChain(string register, string site, Instant at, long sequence, string head)
    {
        private long _sequence = sequence;
        private string _head = head;

        public string Register { get; } = register;

        public string Site { get; } = site;

        public Instant At { get; } = at;

        public List<(RegisterEntry Entry, string Text, string Previous)> Written { get; } = [];

        public RegisterEntry Add(string by, JsonElement entry, IReadOnlyDictionary<string, string> personal)
        {
            var (sequence, previous) = (++_sequence, _head);
            var text = CanonicalJson.Write(
                JsonSerializer.SerializeToElement(
                    new
                    {
                        register = Register,
                        site = Site,
                        sequence,
                        at = RegisterTime.Pattern.Format(At),
                        by,
                        previous,
                        entry,
                        personal,
                    },
                    Json));
            var written = new RegisterEntry(Register, Site, sequence, At, by, ChainWalk.HashOf(text));
            Written.Add((written, text, previous));
            _head = written.Hash;
            return written;
        }
    }
}
