using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Registers;

/// <summary>Registers for those who read and check them.</summary>
public static class RegisterEndpoints
{
    /// <summary>
    /// Registers the registers. Personal fields need the service's key ring (<c>AddPersonalData</c>).
    /// </summary>
    public static IHostApplicationBuilder AddRegisters(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(
            new PlatformSchema(
                "registers", typeof(RegisterEndpoints).Assembly,
                """
                GRANT SELECT, INSERT ON registers.entries, registers.personal, registers.noted, registers.kept_heads TO
                    {role}; GRANT SELECT, INSERT, UPDATE ON registers.heads TO {role}; GRANT SELECT, INSERT, DELETE
                    ON registers.late TO {role};
                """
            ));
        builder.Services.AddDataProtection();
        builder.Services.AddSingleton<PersonalFields>();
        builder.Services.AddScoped<RegisterBook>();
        builder.Services.AddScoped<IRegisterBook>(services => services.GetRequiredService<RegisterBook>());
        builder.Services.AddLoop<LateEntries>();
        return builder;
    }

    /// <summary>
    /// Maps <c>GET registers</c> (which there are), <c>GET registers/{register}/{site}</c> (an export, NDJSON: a
    /// header, then one entry a line with the very text that was hashed) and
    /// <c>GET registers/{register}/{site}/verify</c>, and <c>GET registers/{register}/{site}/entries</c>: a page, the
    /// newest first, by actor (<c>by</c>), what happened (<c>what</c>), whom it happened to (<c>subject</c>) and time
    /// (<c>from</c>, <c>until</c>, RFC 3339). Another site's registers are not found, nor is
    /// one in which nothing was ever entered.
    /// </summary>
    public static IEndpointRouteBuilder MapRegisters(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        var registers = api.MapFeature(
            "register.feature",
            "register.feature.about");
        registers.MapGet("registers", ListAsync).RequirePermission(permission)
            .WithSummary("register.list.summary").Produces<RegisterList>();
        registers.MapGet("registers/{register}/{site}", ExportAsync).RequirePermission(permission)
            .WithSummary("register.export.summary")
            .AnswersResult().AnswersFile(RegisterExport.ContentType);
        registers.MapGet("registers/{register}/{site}/verify", VerifyAsync).RequirePermission(permission)
            .WithSummary("register.verify.summary").AnswersOutcome<VerificationView>();
        registers.MapGet("registers/{register}/{site}/entries", FindAsync).RequirePermission(permission)
            .WithSummary("register-entry.list.summary").AnswersOutcome<RegisterPage>();
        return api;
    }

    private static async Task<IResult> ListAsync(
        Actor actor, NpgsqlDataSource database, CompanyTime company, CancellationToken cancellationToken)
    {
        var items = new List<RegisterView>();
        await using var command = database.CreateCommand(
            """
            SELECT register, site, sequence, at, hash FROM registers.heads
            WHERE sequence > 0 AND ($1 OR site = ANY ($2)) ORDER BY register, site
            """);
        command.Parameters.AddRange((NpgsqlParameter[])[
            new() { Value = actor.Sites.Contains("*") }, new() { Value = actor.Sites.ToArray() }]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new(
                reader.GetString(0), reader.GetString(1), reader.GetInt64(2),
                company.At(reader.GetFieldValue<Instant>(3)), reader.GetString(4)));
        }

        return TypedResults.Ok(new RegisterList(items));
    }

    private static async Task<Outcome<IResult>> ExportAsync(
        string register, string site, Actor actor, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!await IsSeenAsync(register, site, actor, database, cancellationToken))
            return NotSeen(register, site);

        // Opened before the answer begins, so that a database that is away is still a problem and not half a file.
        var chain = await StoredChain.OpenAsync(database, register, site, cancellationToken);
        return TypedResults.Stream(
            async output =>
            {
                await using (chain)
                    await RegisterExport.WriteAsync(chain, register, site, output, cancellationToken);
            },
            RegisterExport.ContentType, $"{register}-{site}.ndjson").AsOutcome();
    }

    private static async Task<Outcome<VerificationView>> VerifyAsync(
        string register, string site, Actor actor, NpgsqlDataSource database, IRegisterBook registers, ITexts texts,
        CancellationToken cancellationToken) =>
        await IsSeenAsync(register, site, actor, database, cancellationToken)
            ? VerificationView.Of(await registers.VerifyAsync(register, site, cancellationToken), texts)
            : NotSeen(register, site);

    private static async Task<Outcome<RegisterPage>> FindAsync(
        string register, string site, string? by, string? what, string? subject, Moment? from, Moment? until,
        long? after, PageSize? limit, Actor actor, NpgsqlDataSource database, CompanyTime company,
        IEnumerable<IRegisterSentences> sentences, PersonalFields personal, ITexts texts,
        CancellationToken cancellationToken)
    {
        if (!await IsSeenAsync(register, site, actor, database, cancellationToken))
            return NotSeen(register, site);
        var size = limit.Rows();
        var items = new List<RegisterEntryView>();
        await using var command = database.CreateCommand(
            """
            SELECT sequence, at, by, hash, (text::jsonb -> 'entry')::text FROM registers.entries
            WHERE register = $1 AND site = $2 AND ($3::text IS NULL OR by = $3)
              AND ($4::text IS NULL OR text::jsonb -> 'entry' ->> 'what' = $4) AND ($5::text IS NULL
                  OR text::jsonb -> 'entry' ->> 'subject' = $5)
              AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
                  AND ($8::bigint IS NULL OR sequence < $8)
            ORDER BY sequence DESC LIMIT $9
            """
        );
        command.Parameters.AddRange(
            (NpgsqlParameter[])
                [
                    new() { Value = register },
                    new() { Value = site },
                    OrNull(by),
                    OrNull(what),
                    OrNull(subject),
                    Time(from),
                    Time(until),
                    new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                    new() { Value = size + 1 },
                ]);
        var said = sentences.FirstOrDefault(one => one.Register == register);
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var (who, entry) = (reader.GetString(2), JsonDocument.Parse(reader.GetString(4)).RootElement);
                items.Add(new(
                    reader.GetInt64(0), company.At(reader.GetFieldValue<Instant>(1)), who, entry, reader.GetString(3),
                    said?.Of(entry, who) is { } text ? texts.Render(text) : null));
            }
        }

        var more = items.Count > size;
        if (more)
            items.RemoveAt(size);
        var hidden = await PersonalAsync(
            register, site, [.. items.Select(item => item.Sequence)], database, personal, cancellationToken);
        return new RegisterPage(
            [.. items.Select(item => item with { Personal = hidden.GetValueOrDefault(item.Sequence) })],
            more ? items[^1].Sequence : null);

        static NpgsqlParameter OrNull(string? value) =>
            new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

        static NpgsqlParameter Time(Moment? value) =>
            new() { Value = (object?)value?.At ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
    }

    /// <summary>What lies sealed beside the entries, by their places.</summary>
    private static async Task<Dictionary<long, Dictionary<string, string>>> PersonalAsync(
        string register, string site, long[] entries, NpgsqlDataSource database, PersonalFields personal,
        CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, Dictionary<string, string>>();
        await using var command = database.CreateCommand(
            """
            SELECT sequence, field, ciphertext FROM registers.personal
            WHERE register = $1 AND site = $2 AND sequence = ANY ($3)
            """);
        command.Parameters.AddRange(
            (NpgsqlParameter[])[new() { Value = register }, new() { Value = site }, new() { Value = entries }]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!found.TryGetValue(reader.GetInt64(0), out var fields))
                found[reader.GetInt64(0)] = fields = new(StringComparer.Ordinal);
            fields[reader.GetString(1)] = personal.Open(reader.GetFieldValue<byte[]>(2)).Value;
        }

        return found;
    }

    /// <summary>
    /// Whether the actor may see it and anything was ever entered: one whose head, or whose entries, somebody has
    /// removed is there still, to be found broken.
    /// </summary>
    private static async Task<bool> IsSeenAsync(
        string register, string site, Actor actor, NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(site))
            return false;
        await using var command = database.CreateCommand(
            """
            SELECT EXISTS (SELECT FROM registers.heads WHERE register = $1 AND site = $2)
                OR EXISTS (SELECT FROM registers.entries WHERE register = $1 AND site = $2)
                OR EXISTS (SELECT FROM registers.late WHERE register = $1 AND site = $2)
            """);
        command.Parameters.AddRange((NpgsqlParameter[])[new() { Value = register }, new() { Value = site }]);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static Refused NotSeen(string register, string site) =>
        Refused.NotFound(Text.Of("register.unknown", ("register", register), ("site", site)));
}

/// <summary>The registers that the actor may see, in the order of their names.</summary>
internal sealed record RegisterList(IReadOnlyList<RegisterView> Items);

/// <summary>A register of a site.</summary>
/// <param name="Register">Its name in paths.</param>
/// <param name="Site">The site's code.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="LastAt">When the last was entered.</param>
/// <param name="Head">The last entry's hash.</param>
internal sealed record RegisterView(string Register, string Site, long Entries, OffsetDateTime LastAt, string Head);

/// <summary>What walking a chain came to, for its reader.</summary>
internal sealed record VerificationView(long Entries, bool Intact, string? Head, long? BrokenAt, string? Reason)
{
    public static VerificationView Of(Verification found, ITexts texts) => new(
        found.Entries, found.Intact, found.Head, found.BrokenAt,
        found.Reason is { } reason ? texts.Render(reason) : null);
}

/// <summary>A page of a register, the newest entry first.</summary>
internal sealed record RegisterPage(IReadOnlyList<RegisterEntryView> Items, long? Next);

/// <summary>An entry of a register.</summary>
/// <param name="Sequence">1, 2, 3 … without a gap.</param>
/// <param name="At">The server's time.</param>
/// <param name="By">The actor.</param>
/// <param name="Entry">What was recorded.</param>
/// <param name="Hash">The hash of its text, which holds the previous one.</param>
/// <param name="Text">What it says, in the reader's language; null where its register has no sentences.</param>
internal sealed record RegisterEntryView(
    long Sequence, OffsetDateTime At, string By, JsonElement Entry, string Hash, string? Text)
{
    /// <summary>What the chain holds the hash of alone, opened; null where the entry has none.</summary>
    public IReadOnlyDictionary<string, string>? Personal { get; init; }
}
