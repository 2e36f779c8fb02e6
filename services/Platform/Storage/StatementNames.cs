using System.Diagnostics;
using Npgsql;
using Ops.ServiceDefaults;

namespace Ops.Platform.Storage;

/// <summary>
/// What a statement's span is called. A statement that begins with a comment is called by it: <c>-- claim
/// deliveries</c>, or EF Core's <c>TagWith</c>. Any other is called by its verb and its table: <c>insert events</c>,
/// <c>lock units</c>.
/// </summary>
internal static class StatementNames
{
    /// <summary>What is longer is cut off: a batch of more different statements, a comment that goes on.</summary>
    private const int MostNames = 5, LongestName = 60;

    /// <summary>Spans only for what somebody caused, each by its name, and without the text of the statement.</summary>
    public static void Configure(NpgsqlTracingOptionsBuilder tracing) => tracing
        .ConfigureCommandFilter(static _ => Telemetry.IsCaused)
        .ConfigureBatchFilter(static _ => Telemetry.IsCaused)
        .ConfigureCopyOperationFilter(static _ => Telemetry.IsCaused)
        .ConfigureCommandSpanNameProvider(static command => Of(command.CommandText))
        .ConfigureBatchSpanNameProvider(static batch => Of(batch))
        .ConfigureCopyOperationSpanNameProvider(static sql => Of(sql))
        // A statement of the migrator's holds a password, and the name says enough.
        .ConfigureCommandEnrichmentCallback(static (activity, _) => WithoutText(activity))
        .ConfigureBatchEnrichmentCallback(static (activity, _) => WithoutText(activity))
        .ConfigureCopyOperationEnrichmentCallback(static (activity, _) => WithoutText(activity))
        .EnableFirstResponseEvent(false);

    /// <summary>The name of a command, which may hold several statements.</summary>
    public static string Of(string sql)
    {
        var names = new List<string>(1);
        AddNames(names, sql);
        return Join(names);
    }

    private static string Of(NpgsqlBatch batch)
    {
        var names = new List<string>(MostNames);
        foreach (var command in batch.BatchCommands)
            AddNames(names, command.CommandText);
        return Join(names);
    }

    private static void WithoutText(Activity activity) => activity.SetTag("db.query.text", null);

    private static string Join(List<string> names) => names.Count switch
    {
        0 => "statement",
        1 => names[0],
        > MostNames => string.Join(", ", names.Take(MostNames)) + ", …",
        _ => string.Join(", ", names),
    };

    private static void AddNames(List<string> names, ReadOnlySpan<char> sql)
    {
        while (names.Count <= MostNames)
        {
            sql = sql.TrimStart();
            if (sql.IsEmpty)
                return;

            var end = sql.IndexOf(";\n");
            var statement = end < 0 ? sql : sql[..end];
            if (NameOf(statement) is { } name && !names.Contains(name, StringComparer.Ordinal))
                names.Add(name);
            // A comment is for all that comes after it: a migrator's script is many statements.
            if (end < 0 || statement.StartsWith("--"))
                return;

            sql = sql[(end + 1)..];
        }
    }

    /// <summary>The name of one statement; null for one that only sets something for the next.</summary>
    private static string? NameOf(ReadOnlySpan<char> statement)
    {
        if (statement.StartsWith("--"))
        {
            var line = statement.IndexOf('\n');
            var comment = (line < 0 ? statement[2..] : statement[2..line]).Trim();
            return comment[..Math.Min(comment.Length, LongestName)].ToString();
        }

        if (Begins(statement, "SELECT"))
            return NameOfQuestion(statement);
        if (Begins(statement, "WITH"))
            return NameOfChange(statement) ?? NameOfQuestion(statement);
        return NameOfChange(statement) ?? FirstWords(statement);
    }

    private static string? NameOfQuestion(ReadOnlySpan<char> statement)
    {
        if (Begins(statement, "SELECT set_config"))
            return null;
        if (Begins(statement, "SELECT pg_advisory") || Begins(statement, "SELECT pg_try_advisory"))
            return "lock a name";

        var locks = statement.IndexOf("FOR UPDATE") >= 0 || statement.IndexOf("FOR SHARE") >= 0;
        var verb = locks ? "lock" : "select";
        return TableAfter(statement, "FROM ") is { } table ? $"{verb} {table}" : verb;
    }

    /// <summary>The first thing that the statement changes.</summary>
    private static string? NameOfChange(ReadOnlySpan<char> statement) =>
        TableAfter(statement, "INSERT INTO ") is { } inserted ? $"insert {inserted}"
        : TableAfter(statement, "DELETE FROM ") is { } deleted ? $"delete {deleted}"
        : TableAfter(statement, "UPDATE ") is { } updated ? $"update {updated}"
        : null;

    /// <summary>
    /// The name of the first table after a keyword, without its schema; past what begins with a bracket.
    /// </summary>
    private static string? TableAfter(ReadOnlySpan<char> statement, ReadOnlySpan<char> keyword)
    {
        for (int at; (at = statement.IndexOf(keyword)) >= 0; statement = statement[(at + keyword.Length)..])
        {
            // "FOR UPDATE OF …" changes nothing, and "DO UPDATE SET" has its table named before.
            var before = statement[..at].TrimEnd();
            if ((at > 0 && before.Length == at && before[^1] != '(') || before.EndsWith("FOR") || before.EndsWith("DO"))
                continue;

            var rest = statement[(at + keyword.Length)..].TrimStart();
            var length = 0;
            while (length < rest.Length && (char.IsLetterOrDigit(rest[length]) || rest[length] is '_' or '.' or '"'))
                length++;
            if (length > 0)
                return rest[..length][(rest[..length].LastIndexOf('.') + 1)..].Trim('"').ToString();
        }

        return null;
    }

    private static bool Begins(ReadOnlySpan<char> statement, ReadOnlySpan<char> with) => statement.StartsWith(with);

    /// <summary>
    /// <c>listen</c>, <c>alter role</c>: what is neither a question nor a change of rows. Never more, so that no value
    /// is in it.
    /// </summary>
    private static string FirstWords(ReadOnlySpan<char> statement)
    {
        var first = Word(statement);
        var second = Word(statement[first.Length..].TrimStart());
        return first is "LISTEN" or "NOTIFY" or "DO" || second.IsEmpty
            ? Lower(first)
            : $"{Lower(first)} {Lower(second)}";
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && char.IsAsciiLetterUpper(text[length]))
            length++;
        return text[..length];
    }

    private static string Lower(ReadOnlySpan<char> word) => word.ToString().ToLowerInvariant();
}
