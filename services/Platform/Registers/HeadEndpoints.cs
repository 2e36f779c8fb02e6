using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Commands;
using Ops.Platform.Messaging;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Registers;

/// <summary>
/// Heads of registers outside of the database that the register is in: told by the service that has the register, kept
/// and compared by another.
/// </summary>
public static class HeadEndpoints
{
    /// <summary>The largest export that is compared: some hundred thousand entries.</summary>
    private const long MostBytes = 64L * 1024 * 1024;

    /// <summary>
    /// The service with registers: raises <see cref="RegisterHeadNoted"/> for each chain and local day that is over.
    /// </summary>
    /// <param name="builder">The service.</param>
    /// <param name="keptBy">The services that keep it, by the names that they subscribe under.</param>
    public static IHostApplicationBuilder NoteRegisterHeads(
        this IHostApplicationBuilder builder, params IReadOnlyList<string> keptBy)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(new PlatformEvent(typeof(RegisterHeadNoted), keptBy));
        builder.Services.AddLoop<HeadNotes>();
        return builder;
    }

    /// <summary>
    /// The service that keeps: takes the heads of these services, its own among them where it names itself.
    /// </summary>
    public static MessagingBuilder KeepRegisterHeads(this MessagingBuilder messages, params IReadOnlyList<string> of)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentNullException.ThrowIfNull(of);
        foreach (var service in of)
            messages.Handle<RegisterHeadNoted, KeptHeads>(from: service);
        return messages;
    }

    /// <summary>
    /// Maps <c>GET register-heads</c>: what is kept, by <c>service</c>, <c>register</c> and <c>site</c>, the newest
    /// first; and <c>POST register-heads/check?service=…</c>, whose body is an export (NDJSON) of a chain of that
    /// service: whether it agrees with every head that is kept of it.
    /// </summary>
    public static IEndpointRouteBuilder MapRegisterHeads(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        var heads = api.MapFeature(
            "register.heads.feature",
            "register.heads.feature.about");
        heads.MapGet("register-heads", ListAsync).RequirePermission(permission)
            .WithSummary("register-head.list.summary").AnswersOutcome<HeadPage>();
        // It changes nothing; it is a POST because what it compares is in its body.
        heads.MapPost("register-heads/check", CheckAsync).RequirePermission(permission)
            .WithSummary("register.check.summary")
            .WithDescription("register.check.about")
            .WithMetadata(
                new RequestSizeLimitAttribute(MostBytes), new TakesFile(RegisterExport.ContentType),
                new MayAnswer(StatusCodes.Status404NotFound))
            .AnswersOutcome<HeadCheck>();
        return api;
    }

    private static async Task<Outcome<HeadPage>> ListAsync(
        string? service, string? register, string? site, long? after, PageSize? limit, Actor actor,
        NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var size = limit.Rows();
        var items = new List<(long Number, HeadView View)>();
        await using var command = database.CreateCommand(
            """
            SELECT number, service, register, site, day, sequence, hash FROM registers.kept_heads
            WHERE ($1::text IS NULL OR service = $1) AND ($2::text IS NULL OR register = $2) AND ($3::text IS NULL
                OR site = $3)
              AND ($4 OR site = ANY ($5)) AND ($6::bigint IS NULL OR number < $6)
            ORDER BY number DESC LIMIT $7
            """
        );
        command.Parameters.AddRange(
            (NpgsqlParameter[])
                [
                    OrNull(service),
                    OrNull(register),
                    OrNull(site),
                    new() { Value = actor.Sites.Contains("*") },
                    new() { Value = actor.Sites.ToArray() },
                    new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                    new() { Value = size + 1 },
                ]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            items.Add(
                (
                    reader.GetInt64(0),
                    new(
                        reader.GetString(1), reader.GetString(2), reader.GetString(3),
                        reader.GetFieldValue<LocalDate>(4), reader.GetInt64(5), reader.GetString(6))));

        var more = items.Count > size;
        if (more)
            items.RemoveAt(size);
        return new HeadPage([.. items.Select(item => item.View)], more ? items[^1].Number : null);

        static NpgsqlParameter OrNull(string? value) =>
            new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
    }

    [Rule("T-6", "an export is checked against kept heads")]
    private static async Task<Outcome<HeadCheck>> CheckAsync(
        string? service, HttpRequest request, Actor actor, NpgsqlDataSource database, ITexts texts,
        CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(service))
            return Refused.Input(null, "service", Text.Of("register.service-missing"));

        var export = await RegisterExport.WalkAsync(LinesAsync(request.Body, cancellationToken), cancellationToken);
        if (export.Register is not { } register || export.Site is not { } site)
            return Refused.Input("T-6", "export", export.Found.Reason!);

        var kept = actor.MaySee(site) ? await KeptAsync(database, service, register, site, cancellationToken) : [];
        if (kept.Count == 0)
        {
            return Refused.NotFound(Text.Of(
                "register.no-head-kept", ("register", register), ("site", site), ("service", service)));
        }

        var first =
            kept.Select(head => Disagreement(head, export, texts)).FirstOrDefault(found => found is not null)
            ?? (
                export.Found.Reason is { } broken
                    ? new HeadDisagreement(null, export.Found.BrokenAt!.Value, null, null, texts.Render(broken))
                    : null);
        return new HeadCheck(service, register, site, export.Hashes.Count, kept.Count, first is null, first);
    }

    private static HeadDisagreement? Disagreement(HeadView head, WalkedExport export, ITexts texts)
    {
        if (head.Sequence > export.Hashes.Count)
        {
            return new(head.Day, head.Sequence, head.Hash, null, texts.Render(export.Found.Reason ?? Text.Of(
                "register.export-too-short",
                ("entries", head.Sequence), ("day", head.Day), ("last", export.Hashes.Count))));
        }

        var hash = export.Hashes[(int)head.Sequence - 1];
        return hash == head.Hash
            ? null
            : new(head.Day, head.Sequence, head.Hash, hash, texts.Render(Text.Of(
                "register.entry-rewritten", ("entry", head.Sequence), ("day", head.Day))));
    }

    private static async Task<List<HeadView>> KeptAsync(
        NpgsqlDataSource database, string service, string register, string site, CancellationToken cancellationToken)
    {
        var kept = new List<HeadView>();
        await using var command = database.CreateCommand(
            """
            SELECT day, sequence, hash FROM registers.kept_heads WHERE service = $1 AND register = $2
                AND site = $3 ORDER BY sequence, day
            """
        );
        command.Parameters.AddRange(
            (NpgsqlParameter[])[new() { Value = service }, new() { Value = register }, new() { Value = site }]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            kept.Add(
                new(
                    service, register, site, reader.GetFieldValue<LocalDate>(0), reader.GetInt64(1),
                    reader.GetString(2)));
        return kept;
    }

    private static async IAsyncEnumerable<string> LinesAsync(
        Stream body,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(body, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
            yield return line;
    }
}

/// <summary>A head that is kept.</summary>
/// <param name="Service">The service that has the register.</param>
/// <param name="Register">The register.</param>
/// <param name="Site">The project's code.</param>
/// <param name="Day">The local day at whose end it was the head.</param>
/// <param name="Sequence">The last entry's place.</param>
/// <param name="Hash">The last entry's hash.</param>
internal sealed record HeadView(
    string Service, string Register, string Site, LocalDate Day, long Sequence, string Hash);

/// <summary>A page of heads, those kept last first.</summary>
internal sealed record HeadPage(IReadOnlyList<HeadView> Items, long? Next);

/// <summary>What comparing an export with the heads that are kept has come to.</summary>
/// <param name="Service">The service that has the register.</param>
/// <param name="Register">The register.</param>
/// <param name="Site">The project's code.</param>
/// <param name="Entries">How many entries of the export continue each other.</param>
/// <param name="Heads">How many heads were compared.</param>
/// <param name="Agrees">Whether the chain is intact and has every one of them.</param>
/// <param name="First">The first that does not agree; null when all do.</param>
internal sealed record HeadCheck(
    string Service, string Register, string Site, long Entries, int Heads, bool Agrees, HeadDisagreement? First);

/// <summary>Where an export and what is kept part.</summary>
/// <param name="Day">The day whose head it is; null where the export is broken in itself after the last head.</param>
/// <param name="Sequence">The entry.</param>
/// <param name="Kept">The hash that is kept.</param>
/// <param name="Found">The hash in the export; null when it has no such entry.</param>
/// <param name="Reason">In a sentence.</param>
internal sealed record HeadDisagreement(LocalDate? Day, long Sequence, string? Kept, string? Found, string Reason);
