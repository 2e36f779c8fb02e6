using System.Globalization;
using Npgsql;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Client;

/// <summary>Where a service has the staff's numbers and names.</summary>
/// <param name="From">The clause that names the table.</param>
internal sealed record StaffTable(string From)
{
    /// <summary>Two who are called alike are told apart by their numbers.</summary>
    public string Names => $"""
        -- read names of staff
        SELECT number, name, count(*) OVER (PARTITION BY name) > 1 {From} WHERE name IS NOT NULL
        """;
}

/// <summary>
/// The names of the staff, those who left among them: what is stored is the number, and <c>{by:staff}</c> is read as
/// the name. They are in memory: a text is rendered within a change, while others wait for what that has locked, and to
/// ask the database then could be to wait for their connections.
/// </summary>
internal sealed class StaffNames(NpgsqlDataSource database, Loops loops, StaffTable table)
    : RowsInMemory<StaffNames.Called>(database, loops, table.Names), INames
{
    /// <inheritdoc />
    public string Kind => "staff";

    /// <inheritdoc />
    public string? NameOf(string code, CultureInfo language) => Find(code) switch
    {
        null => null,
        { IsShared: false } one => one.Name,
        var one when language == Languages.English => $"{one.Name} ({code})",
        var one => $"{one.Name}（{code}）",
    };

    /// <summary>What this replica has just heard; whether another is called so the next glance tells.</summary>
    public void Call(string staff, string name) => Note(staff, new(name, IsShared: false));

    /// <inheritdoc />
    protected override Called Read(NpgsqlDataReader reader) => new(reader.GetString(1), reader.GetBoolean(2));

    /// <summary>What somebody is called, and whether another is called the same.</summary>
    internal sealed record Called(string Name, bool IsShared);
}
