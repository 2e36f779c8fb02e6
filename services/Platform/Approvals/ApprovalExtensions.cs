using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Commands;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Approvals;

/// <summary>What waits for somebody's agreement, and what was decided.</summary>
public static class ApprovalExtensions
{
    /// <summary>Registers the approvals. Needs the registers.</summary>
    public static IHostApplicationBuilder AddApprovals(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(
            new PlatformSchema(
                "approvals", typeof(ApprovalExtensions).Assembly,
                """
                GRANT SELECT, INSERT ON approvals.requests, approvals.decisions TO {role}; GRANT
                    UPDATE (state, ended_at, ended_why, ended_by) ON approvals.requests TO {role};
                """
            ));
        builder.Services.AddScoped<IApprovals, ApprovalBook>();
        builder.Services.AddSingleton<IRegisterSentences, ApprovalSentences>();
        builder.Services.TryAddScoped<SubjectVersions>();
        return builder;
    }

    /// <summary>
    /// Maps <c>GET me/approvals</c> (what waits for the caller's own word), <c>GET approvals</c> (those of one's sites;
    /// <c>state</c> is pending (the default), granted, refused, closed or all), both the newest first, and <c>GET
    /// approvals/{id}</c> (one with everybody's word). Another site's are not found.
    /// </summary>
    public static IEndpointRouteBuilder MapApprovals(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        var approvals = api.MapFeature("approval.feature", "approval.feature.about");
        approvals.MapGet("me/approvals", MineAsync).RequirePermission(permission)
            .WithSummary("own-approval.list.summary").AnswersOutcome<ApprovalPage>();
        approvals.MapGet("approvals", ListAsync).RequirePermission(permission)
            .WithSummary("approval.list.summary").AnswersOutcome<ApprovalPage>();
        approvals.MapGet("approvals/{id:guid}", GetAsync).RequirePermission(permission)
            .WithSummary("approval.read.summary").AnswersOutcome<ApprovalSteps>();
        return api;
    }

    [Rule("CS-7", "what waits for my word")]
    private static async Task<Outcome<ApprovalPage>> MineAsync(
        Actor actor, NpgsqlDataSource database, IClock clock, CompanyTime company, ITexts texts,
        SubjectVersions versions, Guid? after, PageSize? limit, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        string[] permissions = [.. actor.PermissionsAt(now)];
        return await PageAsync(
            database, actor, new(now, company, texts, versions), after, limit,
            new(
                """
                state = 'pending'
                AND EXISTS (SELECT FROM jsonb_array_elements(needs) need WHERE need ->> 'permission' = ANY ($5))
                """,
                permissions),
            // Who may decide is said in one place.
            (request, words) =>
                request.StateAt(now) == ApprovalState.Pending
                && Decider.Of(request, words, actor, now).Refusal is null,
            cancellationToken);
    }

    private static async Task<Outcome<ApprovalPage>> ListAsync(
        Actor actor, NpgsqlDataSource database, IClock clock, CompanyTime company, ITexts texts,
        SubjectVersions versions, Word<ApprovalFilter>? state, Guid? after, PageSize? limit,
        CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        // A function of time: what has ended is open no more, whether or not anything has closed it.
        Condition condition = (state?.Value ?? ApprovalFilter.Pending) switch
        {
            ApprovalFilter.Granted => new("state = $5", "granted"),
            ApprovalFilter.Refused => new("state = $5", "refused"),
            ApprovalFilter.Closed => new("(state = 'closed' OR (state = 'pending' AND until <= $5))", now),
            ApprovalFilter.All => new("$5", true),
            _ => new("state = 'pending' AND (until IS NULL OR until > $5)", now),
        };
        return await PageAsync(
            database, actor, new(now, company, texts, versions), after, limit, condition, (_, _) => true,
            cancellationToken);
    }

    private static async Task<Outcome<ApprovalSteps>> GetAsync(
        Guid id, Actor actor, NpgsqlDataSource database, IClock clock, CompanyTime company, ITexts texts,
        SubjectVersions versions, CancellationToken cancellationToken) =>
        await ReadAsync(database, actor, after: null, most: 1, new("id = $5", id), cancellationToken)
            is [var (request, words)]
            ? new ApprovalSteps(
                await WithVersionAsync(
                    ApprovalView.Of(request, words, new(clock.GetCurrentInstant(), company, texts, versions)),
                    versions, cancellationToken),
                request.Needs,
                [.. words.Select(word => StepView.Of(word, company))])
            : Refused.NotFound(Text.Of("approval.unknown", ("key", id)));

    private static async Task<ApprovalPage> PageAsync(
        NpgsqlDataSource database, Actor actor, Shown shown, Guid? after, PageSize? limit, Condition condition,
        Func<Request, IReadOnlyList<Decision>, bool> listed,
        CancellationToken cancellationToken)
    {
        var size = limit.Rows();
        var found = await ReadAsync(database, actor, after, size + 1, condition, cancellationToken);
        var more = found.Count > size;
        if (more)
            found.RemoveAt(size);
        var listing = found.Where(one => listed(one.Request, one.Words)).ToList();
        var known = await shown.Versions.OfAsync(listing.Select(one => one.Request.Subject), cancellationToken);
        return new ApprovalPage(
            [.. listing.Select(one => ApprovalView.Of(one.Request, one.Words, shown).With(known))],
            more ? found[^1].Request.Id : null);
    }

    private static async Task<ApprovalView> WithVersionAsync(
        ApprovalView view, SubjectVersions versions, CancellationToken cancellationToken) =>
        view.With(await versions.OfAsync([view.Subject], cancellationToken));

    private static async Task<List<(Request Request, IReadOnlyList<Decision> Words)>> ReadAsync(
        NpgsqlDataSource database, Actor actor, Guid? after, int most, Condition condition,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var find = new NpgsqlCommand(
            $"""
            SELECT {ApprovalRows.Columns} FROM approvals.requests WHERE ($1 OR site = ANY ($2)) AND ($3::uuid IS NULL
                OR id < $3) AND {condition.Sql} ORDER BY id DESC LIMIT $4
            """,
            connection);
        find.Parameters.AddRange(
            (NpgsqlParameter[])
                [
                    new() { Value = actor.Sites.Contains("*") },
                    new() { Value = actor.Sites.ToArray() },
                    new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
                    new() { Value = most },
                    new() { Value = condition.Value },
                ]);
        var requests = await ApprovalRows.ReadRequestsAsync(find, cancellationToken);
        await using var listen = new NpgsqlCommand(ApprovalRows.Words, connection)
        {
            Parameters = { new() { Value = requests.Select(request => request.Id).ToArray() } },
        };
        var words = await ApprovalRows.ReadWordsAsync(listen, cancellationToken);
        return [.. requests.Select(request => (request, (IReadOnlyList<Decision>)[.. words[request.Id]]))];
    }

    /// <summary>Which requests are read.</summary>
    /// <param name="Sql">A condition on a row.</param>
    /// <param name="Value">Its $5.</param>
    private sealed record Condition(string Sql, object Value);
}

/// <summary>Which approvals are listed.</summary>
internal enum ApprovalFilter
{
    /// <summary>Those that still wait for somebody's word.</summary>
    Pending,

    /// <summary>Those that all have agreed to.</summary>
    Granted,

    /// <summary>Those that somebody has refused.</summary>
    Refused,

    /// <summary>Those that have ended without a decision, their time among them.</summary>
    Closed,

    /// <summary>Every one.</summary>
    All,
}

/// <summary>
/// A page of approvals, the newest first; of one's own list it may be shorter than asked for, and <c>Next</c> tells
/// that there is more.
/// </summary>
internal sealed record ApprovalPage(IReadOnlyList<ApprovalView> Items, Guid? Next);

/// <summary>When, by whose clocks and in whose language it is shown.</summary>
internal readonly record struct Shown(Instant Now, CompanyTime Company, ITexts Texts, SubjectVersions Versions)
{
    /// <summary>What was stored, in the reader's language.</summary>
    public string Render(string stored) => Texts.Render(StoredText.Read(stored));
}

/// <summary>An approval that was asked for.</summary>
internal sealed record ApprovalView(
    Guid Id, string Key, string Kind, string Rule, string Site, string Subject, string What, string AskedBy,
    string AskedFor, OffsetDateTime AskedAt, OffsetDateTime? Until, string State, OffsetDateTime? EndedAt,
    string? EndedWhy, string? EndedBy, int Agreed, int Needed)
{
    /// <summary>What <c>If-Match</c> names to decide on its subject; null where that has no version.</summary>
    public long? Version { get; init; }

    /// <summary>With its subject's version, where that is known.</summary>
    public ApprovalView With(IReadOnlyDictionary<string, long> versions) =>
        this with { Version = versions.TryGetValue(Subject, out var version) ? version : null };

    public static ApprovalView Of(Request request, IReadOnlyList<Decision> words, Shown shown) =>
        new(
            request.Id, request.Key, request.Kind, request.Rule, request.Site, request.Subject,
            shown.Render(request.What), request.AskedBy, request.AskedFor, shown.Company.At(request.AskedAt),
            request.Until is { } until ? shown.Company.At(until) : null,
            ApprovalRows.NameOf(request.StateAt(shown.Now)),
            (request.EndedAt ?? (request.StateAt(shown.Now) == ApprovalState.Pending ? null : request.Until))
                is { } ended ? shown.Company.At(ended) : null,
            request.EndedWhy is { } why ? shown.Render(why) : null, request.EndedBy, words.Count(word => word.Agreed),
            request.Needs.Count);
}

/// <summary>An approval, who must agree, and everybody's word.</summary>
internal sealed record ApprovalSteps(ApprovalView Approval, IReadOnlyList<Need> Needs, IReadOnlyList<StepView> Steps);

/// <summary>Somebody's word.</summary>
internal sealed record StepView(
    OffsetDateTime At, string By, string? StandsInFor, string Department, bool Agreed, string? Reason)
{
    public static StepView Of(Decision word, CompanyTime company) => new(
        company.At(word.At), word.By, word.StandsInFor, word.Department, word.Agreed, word.Reason);
}
