using System.Text.Json;
using NodaTime;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Registers;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Approvals;

/// <summary>Keeps requests and decisions, each person's word under the request's row lock.</summary>
internal sealed class ApprovalBook(UnitOfWork change, IRegisterBook registers, IClock clock, TimeProvider time) : IApprovals
{
    /// <summary>The register's name; one chain a site.</summary>
    public const string Register = "approvals";

    private const string Insert =
        """
        INSERT INTO approvals.requests (id, key, kind, rule, site, subject, what, asked_by, asked_for, asked_at, until, needs)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public void Ask(ApprovalTerms terms) => change.Defer(Insert, ParametersOf(terms));

    public void Close(string key, string why, Instant at) => change.Defer(
        "UPDATE approvals.requests SET state = 'closed', ended_at = $2, ended_why = $3 WHERE key = $1 AND state = 'open'", new() { Value = key }, new() { Value = at }, new() { Value = why });

    [Rule("CS-7")]
    [Rule("DOC-5.1.5")]
    public async Task<Outcome<ApprovalResult>> DecideAsync(ApprovalTerms terms, Actor actor, bool agree, string? reason, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var request = await LockAsync(terms, cancellationToken);
        if (request.Until is { } until && now >= until)
            return new Refused(request.Rule, "The time in which it could be decided is over.");

        var decided = await DecisionsAsync(request.Id, cancellationToken);
        var open = request.Needs.Select((need, place) => (need, place)).Where(one => !decided.Any(d => d.Need == one.place)).ToList();
        var decides = Decider.Of(request, open, decided, actor, now);
        if (decides.Refusal is { } refusal)
            return refusal;

        var decider = decides.Value;
        change.Defer(
            "INSERT INTO approvals.decisions (request, by, stands_in_for, department, need, agreed, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            new() { Value = request.Id }, new() { Value = actor.Id }, Text(decider.StandsInFor), new() { Value = actor.Department }, new() { Value = decider.Need }, new() { Value = agree }, Text(reason), new() { Value = now });
        List<Need> missing = [.. open.Where(one => one.place != decider.Need).Select(one => one.need)];
        var state = !agree ? ApprovalState.Refused : missing.Count == 0 ? ApprovalState.Granted : ApprovalState.Open;
        if (state != ApprovalState.Open)
        {
            change.Defer(
                "UPDATE approvals.requests SET state = $2, ended_at = $3, ended_why = $4 WHERE id = $1",
                new() { Value = request.Id }, new() { Value = NameOf(state) }, new() { Value = now }, Text(reason));
        }

        await registers.AppendAsync(
            Register, request.Site, actor.Id,
            new
            {
                request.Kind,
                request.Rule,
                request.Subject,
                request.What,
                asked = new { by = request.AskedBy, @for = request.AskedFor, at = request.AskedAt.ToString() },
                decision = agree ? "agreed" : "refused",
                decider.StandsInFor,
                actor.Department,
                reason,
                state = NameOf(state),
            },
            personal: null, cancellationToken);
        return new ApprovalResult(state, missing);
    }

    internal static string NameOf(ApprovalState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    private async Task<Request> LockAsync(ApprovalTerms terms, CancellationToken cancellationToken)
    {
        await using (var make = change.CreateCommand(Insert, ParametersOf(terms)))
            await make.ExecuteNonQueryAsync(cancellationToken);
        await using var find = change.CreateCommand(
            "SELECT id, kind, rule, site, subject, what, asked_by, asked_for, asked_at, until, needs FROM approvals.requests WHERE key = $1 AND state = 'open' FOR UPDATE", new NpgsqlParameter { Value = terms.Key });
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new UnavailableException("The request was decided at this very moment.");
        return new(
            reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7),
            reader.GetFieldValue<Instant>(8), reader.IsDBNull(9) ? null : reader.GetFieldValue<Instant>(9), JsonSerializer.Deserialize<List<Need>>(reader.GetString(10), Json)!);
    }

    private async Task<List<Decision>> DecisionsAsync(Guid request, CancellationToken cancellationToken)
    {
        var decisions = new List<Decision>();
        await using var find = change.CreateCommand("SELECT by, stands_in_for, need FROM approvals.decisions WHERE request = $1", new NpgsqlParameter { Value = request });
        await using var reader = await find.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            decisions.Add(new(reader.GetString(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetInt32(2)));
        return decisions;
    }

    private NpgsqlParameter[] ParametersOf(ApprovalTerms terms) =>
    [
        new() { Value = Guid.CreateVersion7(time.GetUtcNow()) }, new() { Value = terms.Key }, new() { Value = terms.Kind }, new() { Value = terms.Rule }, new() { Value = terms.Site },
        new() { Value = terms.Subject }, new() { Value = terms.What }, new() { Value = terms.AskedBy }, new() { Value = terms.AskedFor }, new() { Value = terms.AskedAt },
        new() { Value = (object?)terms.Until ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz },
        new() { Value = JsonSerializer.Serialize(terms.Needs, Json), NpgsqlDbType = NpgsqlDbType.Jsonb },
    ];

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}

/// <summary>A request as it is stored.</summary>
internal sealed record Request(
    Guid Id, string Kind, string Rule, string Site, string Subject, string What, string AskedBy, string AskedFor, Instant AskedAt, Instant? Until, IReadOnlyList<Need> Needs);

/// <summary>Somebody's word as it is stored.</summary>
internal sealed record Decision(string By, string? StandsInFor, int Need);

/// <summary>Who decides, and which of the needs that meets.</summary>
/// <param name="Need">Its place among the request's needs.</param>
/// <param name="StandsInFor">Whom they stand in for; null when they decide in their own right.</param>
internal sealed record Decider(int Need, string? StandsInFor)
{
    /// <summary>CS-7: four eyes, two departments, and stand-ins within their dates.</summary>
    [Rule("CS-7")]
    [Rule("DOC-5.1.5")]
    public static Outcome<Decider> Of(Request request, IReadOnlyList<(Need Need, int Place)> open, IReadOnlyList<Decision> decided, Actor actor, Instant now)
    {
        if (actor.Id == request.AskedBy || actor.Id == request.AskedFor)
            return Forbidden("Nobody approves their own.");
        if (decided.Any(decision => decision.By == actor.Id || decision.StandsInFor == actor.Id))
            return Forbidden("You have had your say; another person must agree.");

        foreach (var (need, place) in open.Where(one => one.Need.Department is null || one.Need.Department == actor.Department))
        {
            if (actor.Permissions.Contains(need.Permission))
                return new Decider(place, null);
            // A stand-in is one person with whom they stand in for: neither may have asked, or have agreed already.
            if (actor.StandsInFor(need.Permission, now).FirstOrDefault(person => person != request.AskedBy && person != request.AskedFor && !decided.Any(d => d.By == person || d.StandsInFor == person)) is { } person)
                return new Decider(place, person);
        }

        return Forbidden(open.Select(one => one.Need.Department).FirstOrDefault(department => department is not null) is { } other
            ? $"{other} must agree, not {actor.Department}."
            : "Your post does not include this approval, nor does anybody whom you may stand in for.");
    }

    private static Refused Forbidden(string detail) => new("CS-7", detail, RefusalKind.Forbidden);
}
