using System.Globalization;
using Npgsql;
using Ops.Platform.Texts;

namespace Ops.Identity.Client;

/// <summary>
/// The departments' names for texts, as Identity last told them. They are read anew once a minute, when a text asks:
/// there are a dozen, and they hardly ever change. In English a department is called by its code.
/// </summary>
internal sealed class DepartmentNames(NpgsqlDataSource database, TimeProvider time) : INames
{
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(1);

    private volatile Known _known = new(DateTimeOffset.MinValue, new Dictionary<string, string>());

    public string Kind => "department";

    public string? NameOf(string code, CultureInfo language) =>
        language == Languages.Chinese ? Names().GetValueOrDefault(code) : null;

    private IReadOnlyDictionary<string, string> Names()
    {
        var now = time.GetUtcNow();
        if (now - _known.At < Good)
            return _known.Names;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        using var command = database.CreateCommand("-- read departments\nSELECT code, name FROM staff.departments");
        using var reader = command.ExecuteReader();
        while (reader.Read())
            names.Add(reader.GetString(0), reader.GetString(1));
        _known = new(now, names);
        return names;
    }

    private sealed record Known(DateTimeOffset At, IReadOnlyDictionary<string, string> Names);
}
