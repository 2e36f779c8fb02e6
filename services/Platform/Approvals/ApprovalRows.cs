using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Ops.Platform.Approvals;

/// <summary>Requests and words as the tables hold them.</summary>
internal static class ApprovalRows
{
    public const string Columns =
        "id, key, kind, rule, site, subject, what, asked_by, asked_for, asked_at, until, needs, state, " +
        "ended_at, ended_why, ended_by";

    /// <summary>The words on some requests ($1), in their order.</summary>
    public const string Words =
        """
        SELECT request, by, stands_in_for, need, department, agreed, reason, at FROM approvals.decisions
            WHERE request = ANY ($1) ORDER BY at, need
        """;

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static string NameOf(ApprovalState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());

    public static async Task<List<Request>> ReadRequestsAsync(
        NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var requests = new List<Request>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            requests.Add(
                new(
                    reader.GetGuid(0), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                    reader.GetString(5), reader.GetString(6), reader.GetString(7), reader.GetString(8),
                    reader.GetFieldValue<Instant>(9), InstantOf(reader, 10),
                    JsonSerializer.Deserialize<List<Need>>(reader.GetString(11), Json)!)
                {
                    Key = reader.GetString(1),
                    State = Enum.Parse<ApprovalState>(reader.GetString(12), ignoreCase: true),
                    EndedAt = InstantOf(reader, 13),
                    EndedWhy = TextOf(reader, 14),
                    EndedBy = TextOf(reader, 15),
                });
        }

        return requests;
    }

    public static async Task<ILookup<Guid, Decision>> ReadWordsAsync(
        NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var words = new List<(Guid Request, Decision Word)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            words.Add((reader.GetGuid(0), new(reader.GetString(1), TextOf(reader, 2), reader.GetInt32(3))
            {
                Department = reader.GetString(4),
                Agreed = reader.GetBoolean(5),
                Reason = TextOf(reader, 6),
                At = reader.GetFieldValue<Instant>(7),
            }));
        }

        return words.ToLookup(one => one.Request, one => one.Word);
    }

    private static Instant? InstantOf(NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetFieldValue<Instant>(ordinal);

    private static string? TextOf(NpgsqlDataReader reader, int ordinal) =>
        reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
}
