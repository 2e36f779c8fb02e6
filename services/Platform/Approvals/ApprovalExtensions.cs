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
using Ops.ServiceDefaults;

namespace Ops.Platform.Approvals;

/// <summary>What waits for somebody's agreement, and what was decided.</summary>
public static class ApprovalExtensions
{
    private const int MostOnAPage = 200;
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    /// <summary>Registers the approvals. Needs the registers.</summary>
    public static IHostApplicationBuilder AddApprovals(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(new PlatformSchema(
            "approvals", typeof(ApprovalExtensions).Assembly, "GRANT SELECT, INSERT, UPDATE ON approvals.requests TO {role}; GRANT SELECT, INSERT ON approvals.decisions TO {role};"));
        builder.Services.AddScoped<IApprovals, ApprovalBook>();
        return builder;
    }

    /// <summary>Maps <c>GET approvals</c>: those of one's sites, the newest first; <c>state</c> is open (the default), granted, refused, closed or all.</summary>
    public static IEndpointRouteBuilder MapApprovals(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapQuery("approvals", permission, ListAsync);
        return api;
    }

    private static async Task<IResult> ListAsync(Actor actor, NpgsqlDataSource database, string? state, Guid? after, int? limit, CancellationToken cancellationToken)
    {
        if (state is not (null or "open" or "granted" or "refused" or "closed" or "all"))
            return Refused.Input(null, "state", "state is open, granted, refused, closed or all.").ToProblem();
        var size = limit ?? 50;
        if (size is < 1 or > MostOnAPage)
            return Refused.Input(null, "limit", $"A page has 1 to {MostOnAPage} entries.").ToProblem();

        var items = new List<ApprovalView>();
        await using var command = database.CreateCommand(
            """
            SELECT r.id, r.kind, r.rule, r.site, r.subject, r.what, r.asked_by, r.asked_for, r.asked_at, r.until, r.state, r.ended_at, r.ended_why,
                (SELECT count(*) FROM approvals.decisions d WHERE d.request = r.id AND d.agreed), jsonb_array_length(r.needs)
            FROM approvals.requests r
            WHERE ($1 OR site = ANY ($2)) AND ($3::text = 'all' OR r.state = $3) AND ($4::uuid IS NULL OR r.id < $4)
            ORDER BY r.id DESC LIMIT $5
            """);
        command.Parameters.AddRange((NpgsqlParameter[])
        [
            new() { Value = actor.Sites.Contains("*") }, new() { Value = actor.Sites.ToArray() }, new() { Value = state ?? "open" },
            new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid }, new() { Value = size + 1 },
        ]);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            items.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6), reader.GetString(7),
                At(reader, 8)!.Value, At(reader, 9), reader.GetString(10), At(reader, 11), reader.IsDBNull(12) ? null : reader.GetString(12), (int)reader.GetInt64(13), reader.GetInt32(14)));
        }

        var more = items.Count > size;
        if (more)
            items.RemoveAt(size);
        return TypedResults.Ok(new ApprovalPage(items, more ? items[^1].Id : null));
    }

    private static OffsetDateTime? At(NpgsqlDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<Instant>(ordinal).InZone(Zone).ToOffsetDateTime();
}

/// <summary>A page of approvals, the newest first.</summary>
internal sealed record ApprovalPage(IReadOnlyList<ApprovalView> Items, Guid? Next);

/// <summary>An approval that was asked for.</summary>
internal sealed record ApprovalView(
    Guid Id, string Kind, string Rule, string Site, string Subject, string What, string AskedBy, string AskedFor, OffsetDateTime AskedAt, OffsetDateTime? Until,
    string State, OffsetDateTime? EndedAt, string? EndedWhy, int Agreed, int Needed);
