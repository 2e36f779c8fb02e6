using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Approvals;

/// <summary>Keeps requests and decisions, each person's word under the request's row lock.</summary>
internal sealed class ApprovalBook(
    UnitOfWork change, NpgsqlDataSource database, IRegisterBook registers, IClock clock, TimeProvider time) : IApprovals
{
    /// <summary>The register's name; one chain a site.</summary>
    public const string Register = "approvals";

    /// <summary>The open request of a key, or one that is over.</summary>
    private const string Latest =
        $"""
        SELECT {ApprovalRows.Columns} FROM approvals.requests WHERE key = $1 ORDER BY state = 'pending' DESC, id DESC
        """;

    private const string Insert =
        """
        INSERT INTO approvals.requests (id, key, kind, rule, site, subject, what, asked_by, asked_for, asked_at, until,
            needs)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
        """;

    /// <summary>Whose word was given in this change, and is written with it.</summary>
    private readonly HashSet<(string Key, string By)> _given = [];

    /// <summary>What is asked for in this change, and is written with it.</summary>
    private readonly Dictionary<string, ApprovalTerms> _asked = new(StringComparer.Ordinal);

    public void Ask(ApprovalTerms terms)
    {
        _asked.TryAdd(terms.Key, terms);
        change.Defer(Insert, ParametersOf(terms));
    }

    public void Close(string key, Text why, Instant at, string by) => change.Defer(
        """
        UPDATE approvals.requests SET state = 'closed', ended_at = $2, ended_why = $3, ended_by = $4 WHERE key = $1
            AND state = 'pending'
        """,
        new() { Value = key }, new() { Value = at }, new() { Value = StoredText.Write(why) }, new() { Value = by });

    [Rule("CS-7", "a decision is made once, by who may")]
    [Rule("DOC-5.1.5", "a decision is recorded")]
    public async Task<Outcome<ApprovalResult>> DecideAsync(
        ApprovalTerms terms, Actor actor, bool agree, string? reason, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(terms.Site))
            return Refused.NotFound(Text.Of("approval.unknown", ("key", terms.Key)));

        var now = clock.GetCurrentInstant();
        var request = await LockAsync(terms, cancellationToken);
        var decided = await DecisionsAsync(request.Id, cancellationToken);
        var decides = Decider.Of(request, decided, actor, now);
        if (decides.Refusal is { } refusal)
            return refusal;

        var (decider, open) = (decides.Value, request.Open(decided));
        _given.Add((terms.Key, actor.Id));
        change.Defer(
            """
            INSERT INTO approvals.decisions (request, by, stands_in_for, department, need, agreed, reason, at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            new() { Value = request.Id }, new() { Value = actor.Id }, OrNull(decider.StandsInFor),
            new() { Value = actor.Department }, new() { Value = decider.Need }, new() { Value = agree }, OrNull(reason),
            new() { Value = now });
        List<Need> missing = [.. open.Where(one => one.Place != decider.Need).Select(one => one.Need)];
        var state = !agree ? ApprovalState.Refused : missing.Count == 0 ? ApprovalState.Granted : ApprovalState.Pending;
        if (state != ApprovalState.Pending)
        {
            change.Defer(
                "UPDATE approvals.requests SET state = $2, ended_at = $3, ended_why = $4, ended_by = $5 WHERE id = $1",
                new() { Value = request.Id }, new() { Value = NameOf(state) }, new() { Value = now },
                OrNull(reason is null ? null : StoredText.Write(Text.Plain(reason))),
                new() { Value = actor.Id });
        }

        await registers.AppendAsync(
            Register, request.Site, actor.Id,
            new ApprovalRecord(
                "decided", request.Id, request.Kind, request.Rule, request.Subject, OnRegister(request.What),
                new(request.AskedBy, request.AskedFor, RegisterTime.Pattern.Format(request.AskedAt)),
                agree ? "agreed" : "refused", decider.StandsInFor, actor.Department, NameOf(state)),
            // In words, which may name a customer: not in the chain, but beside it.
            reason is null
                ? null
                : new Dictionary<string, string>(StringComparer.Ordinal) { ["reason"] = reason },
            cancellationToken);
        return new ApprovalResult(state, missing);
    }

    public async Task<Refused?> RefusesAsync(
        ApprovalTerms terms, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MaySee(terms.Site))
            return Refused.NotFound(Text.Of("approval.unknown", ("key", terms.Key)));
        if (_given.Contains((terms.Key, actor.Id)))
            return Decider.SpokenAlready();

        await using var find = change.CreateCommand(database, $"{Latest} LIMIT 1");
        find.Parameters.Add(new() { Value = terms.Key });
        // One that is asked for in this change, or is older than this mechanism, is not there yet.
        var request = await ApprovalRows.ReadRequestsAsync(find, cancellationToken) is [var found]
            ? found with { TakenOverBy = [terms.AskedFor, .. terms.PassedTo] }
            : Made(_asked.GetValueOrDefault(terms.Key, terms));
        await using var words = change.CreateCommand(database, ApprovalRows.Words);
        words.Parameters.Add(new() { Value = new[] { request.Id } });
        List<Decision> decided = [.. (await ApprovalRows.ReadWordsAsync(words, cancellationToken))[request.Id]];
        return Decider.Of(request, decided, actor, clock.GetCurrentInstant()).Refusal;
    }

    /// <summary>As it will be when it is written.</summary>
    private static Request Made(ApprovalTerms terms) => new(
        Guid.Empty, terms.Kind, terms.Rule, terms.Site, terms.Subject, "", terms.AskedBy, terms.AskedFor,
        terms.AskedAt, terms.Until, terms.Needs)
    {
        TakenOverBy = terms.PassedTo,
    };

    /// <summary>As a register takes it: numbers as strings, which its canonical JSON holds exactly.</summary>
    private static JsonNode OnRegister(string stored)
    {
        var text = StoredText.Read(stored);
        if (text.Code == Text.PlainCode)
            return stored;
        var args = new JsonObject();
        foreach (var (name, value) in text.Args)
        {
            args[name] = value is decimal number
                ? number.ToString(CultureInfo.InvariantCulture)
                : JsonSerializer.SerializeToNode(value);
        }

        return new JsonObject { ["code"] = text.Code, ["args"] = args };
    }

    internal static string NameOf(ApprovalState state) => ApprovalRows.NameOf(state);

    private async Task<Request> LockAsync(ApprovalTerms terms, CancellationToken cancellationToken)
    {
        if (await FindAsync(terms, cancellationToken) is { } found)
            return found;

        // Of several who find nothing at once, one makes it; the others wait here until that one's word is given, and
        // find it.
        await using (
            var wait = change.CreateCommand(
                "SELECT pg_advisory_xact_lock(hashtextextended($1, 8))", new NpgsqlParameter { Value = terms.Key }))
            await wait.ExecuteNonQueryAsync(cancellationToken);
        if (await FindAsync(terms, cancellationToken) is { } made)
            return made;

        await using (var make = change.CreateCommand(Insert, ParametersOf(terms)))
            await make.ExecuteNonQueryAsync(cancellationToken);
        return await FindAsync(terms, cancellationToken)
            ?? throw new InvalidOperationException($"The request {terms.Key} was made and is not there.");
    }

    /// <summary>
    /// The open request of the key, or one that is over; locked, and as it is when the lock is had: one that was
    /// decided meanwhile is over, and not made anew.
    /// </summary>
    private async Task<Request?> FindAsync(ApprovalTerms terms, CancellationToken cancellationToken)
    {
        await using var find = change.CreateCommand(
            $"{Latest} LIMIT 1 FOR UPDATE", new NpgsqlParameter { Value = terms.Key });
        return await ApprovalRows.ReadRequestsAsync(find, cancellationToken) is [var request]
            ? request with
            {
                TakenOverBy = [terms.AskedFor, .. terms.PassedTo],
            }
            : null;
    }

    private async Task<List<Decision>> DecisionsAsync(Guid request, CancellationToken cancellationToken)
    {
        await using var find = change.CreateCommand(
            ApprovalRows.Words, new NpgsqlParameter { Value = new[] { request } });
        return [.. (await ApprovalRows.ReadWordsAsync(find, cancellationToken))[request]];
    }

    private NpgsqlParameter[] ParametersOf(ApprovalTerms terms) =>
        [
            new() { Value = Guid.CreateVersion7(time.GetUtcNow()) },
            new() { Value = terms.Key },
            new() { Value = terms.Kind },
            new() { Value = terms.Rule },
            new() { Value = terms.Site },
            new() { Value = terms.Subject },
            new() { Value = StoredText.Write(terms.What) },
            new() { Value = terms.AskedBy },
            new() { Value = terms.AskedFor },
            new() { Value = terms.AskedAt },
            new() { Value = (object?)terms.Until ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
            new()
            {
                Value = JsonSerializer.Serialize(terms.Needs, ApprovalRows.Json),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            },
        ];

    private static NpgsqlParameter OrNull(string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}

/// <summary>A request as it is stored.</summary>
internal sealed record Request(
    Guid Id, string Kind, string Rule, string Site, string Subject, string What, string AskedBy, string AskedFor,
    Instant AskedAt, Instant? Until, IReadOnlyList<Need> Needs)
{
    public string Key { get; init; } = "";

    /// <summary>As it was written down.</summary>
    public ApprovalState State { get; init; }

    public Instant? EndedAt { get; init; }

    public string? EndedWhy { get; init; }

    /// <summary>Whose doing the end was.</summary>
    public string? EndedBy { get; init; }

    /// <summary>Whose it is by now, where it has passed to another since it was asked.</summary>
    public IReadOnlyList<string> TakenOverBy { get; init; } = [];

    /// <summary>A function of time: after its end it is open no more, whether or not anything has closed it.</summary>
    public ApprovalState StateAt(Instant now) =>
        State == ApprovalState.Pending && Until is { } until && now >= until ? ApprovalState.Closed : State;

    /// <summary>
    /// The needs that nobody has met yet, with their places; those of one department before those that anybody meets.
    /// </summary>
    public IReadOnlyList<(Need Need, int Place)> Open(IReadOnlyList<Decision> decided) =>
        [
            .. Needs
                .Select((need, place) => (need, place))
                .Where(one => !decided.Any(decision => decision.Need == one.place))
                .OrderBy(one => one.need.Department is null),
        ];

    /// <summary>Whether somebody has asked for it, or has it asked for them.</summary>
    public bool IsOf(string person) =>
        person == AskedBy || person == AskedFor || TakenOverBy.Contains(person, StringComparer.Ordinal);
}

/// <summary>Somebody's word as it is stored.</summary>
internal sealed record Decision(string By, string? StandsInFor, int Need)
{
    public string Department { get; init; } = "";

    public bool Agreed { get; init; }

    public string? Reason { get; init; }

    public Instant At { get; init; }
}

/// <summary>
/// What the register of approvals records of a decision; what was asked for, with its numbers as strings, and by whom.
/// </summary>
internal sealed record ApprovalRecord(
    string Step, Guid Request, string Kind, string Rule, string Subject, JsonNode What, ApprovalRecord.Question Asked,
    string Decision, string? StandsInFor, string Department, string State) : IRegisterRecord
{
    /// <summary>Who asked, for whom and when.</summary>
    internal sealed record Question(string By, string? For, string At);
}

/// <summary>Who decides, and which of the needs that meets.</summary>
/// <param name="Need">Its place among the request's needs.</param>
/// <param name="StandsInFor">Whom they stand in for; null when they decide in their own right.</param>
internal sealed record Decider(int Need, string? StandsInFor)
{
    /// <summary>CS-7: four eyes, two departments, and stand-ins within their dates.</summary>
    [Rule("CS-7", "who may decide: another than who asked")]
    [Rule("DOC-5.1.5", "two departments, two people")]
    public static Outcome<Decider> Of(
        Request request, IReadOnlyList<Decision> decided, Actor actor, Instant now)
    {
        if (request.StateAt(now) is not ApprovalState.Pending and var over)
        {
            var why = request.State == over
                ? Text.Of("approval.decided-already", ("state", Text.NameOf(over)))
                : Text.Of("approval.time-over");
            return new Refused(request.Rule, why) { Evidence = [$"approval/{request.Id}"] };
        }

        if (request.IsOf(actor.Id))
            return Forbidden(Text.Of("approval.own"));
        if (decided.Any(decision => decision.By == actor.Id || decision.StandsInFor == actor.Id))
            return SpokenAlready();

        var open = request.Open(decided);
        foreach (
            var (need, place) in open.Where(one =>
                one.Need.Department is null || one.Need.Department == actor.Department))
        {
            if (actor.Permissions.Contains(need.Permission))
                return new Decider(place, null);
            // A stand-in is one person with whom they stand in for: neither may have asked, or have agreed already.
            if (
                actor
                    .StandsInFor(need.Permission, now)
                    .FirstOrDefault(person =>
                        !request.IsOf(person) && !decided.Any(d => d.By == person || d.StandsInFor == person)) is
                { } person)
                return new Decider(place, person);
        }

        return Forbidden(open.Select(one => one.Need.Department).FirstOrDefault(one => one is not null) is { } other
            ? Text.Of("approval.another-department", ("department", other), ("yours", actor.Department))
            : Text.Of("approval.not-yours"));
    }

    /// <summary>One person speaks once.</summary>
    public static Refused SpokenAlready() => Forbidden(Text.Of("approval.spoken-already"));

    private static Refused Forbidden(Text why) => new("CS-7", why, RefusalKind.Forbidden);
}
