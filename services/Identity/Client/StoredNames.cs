using System.Globalization;
using Npgsql;
using Ops.Platform.Texts;

namespace Ops.Identity.Client;

/// <summary>
/// The names that an installation gave its departments or posts, for the places of texts. They are read anew once a
/// minute, when a text asks: there are a dozen, and they hardly ever change. What has no name in English is called by
/// its code there.
/// </summary>
/// <param name="kind">What they are names of: <c>department</c>, <c>post</c>.</param>
/// <param name="query">Asks for the code, the name in Chinese and the name in English of each.</param>
/// <param name="database">The service's database.</param>
/// <param name="time">By which a minute is measured.</param>
public sealed class StoredNames(string kind, string query, NpgsqlDataSource database, TimeProvider time) : INames
{
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(1);

    private readonly Lock _reading = new();
    private volatile Known _known = new(DateTimeOffset.MinValue, new Dictionary<string, Name>());

    /// <inheritdoc />
    public string Kind => kind;

    /// <inheritdoc />
    public string? NameOf(string code, CultureInfo language) =>
        Names().GetValueOrDefault(code) is not { } name ? null
        : language == Languages.English ? name.English
        : name.Chinese;

    private IReadOnlyDictionary<string, Name> Names()
    {
        var known = _known;
        if (time.GetUtcNow() - known.At < Good)
            return known.Names;
        // One reads for all: who renders a text holds a connection already, and all of them would want a second one.
        if (known.Names.Count > 0)
        {
            if (!_reading.TryEnter())
                return known.Names;
        }
        else
        {
            _reading.Enter();
        }

        try
        {
            if (_known == known)
                _known = Read();
            return _known.Names;
        }
        finally
        {
            _reading.Exit();
        }
    }

    private Known Read()
    {
        var now = time.GetUtcNow();
        var names = new Dictionary<string, Name>(StringComparer.Ordinal);
        using var command = database.CreateCommand($"-- read {kind}s\n{query}");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            names.Add(reader.GetString(0), new(reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        return new(now, names);
    }

    private sealed record Name(string Chinese, string? English);

    private sealed record Known(DateTimeOffset At, IReadOnlyDictionary<string, Name> Names);
}
