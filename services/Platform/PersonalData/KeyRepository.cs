using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Npgsql;

namespace Ops.Platform.PersonalData;

/// <summary>
/// The key ring's rows in the service's own database. Data Protection reads them at its first use and then once a day;
/// its interface is synchronous.
/// </summary>
internal sealed class KeyRepository(NpgsqlDataSource database, MasterKeys masters) : IXmlRepository
{
    /// <summary>Held by a replica that adds to the ring: any number, the same for all.</summary>
    private const long OneAtATime = 0x4B657973;

    /// <summary>How many elements there were when this replica looked last.</summary>
    private long _seen;

    /// <summary>
    /// Every key, each under a master that is set. One that lies under an older master only is added under the current.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// A key lies under no master that is set: making a new one instead would hide that the old data cannot be read.
    /// </exception>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.OpenConnection();
        List<Row> rows = [];
        using (var read = new NpgsqlCommand("SELECT name, master, element FROM protection.keys", connection))
        using (var reader = read.ExecuteReader())
        {
            while (reader.Read())
                rows.Add(new(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        List<XElement> elements = [];
        foreach (var key in rows.GroupBy(row => row.Name, StringComparer.Ordinal))
        {
            if (key.FirstOrDefault(row => row.Master.Length == 0 || row.Master == masters.Current.Id) is { } current)
                elements.Add(XElement.Parse(current.Element));
            else
                elements.Add(AddUnderCurrentMaster(connection, key));
        }

        Interlocked.Exchange(ref _seen, elements.Count);
        return elements;
    }

    /// <summary>
    /// Adds an element. Of two replicas that find the ring empty, or its key about to end, at the same moment, the
    /// second stores nothing and takes the first one's key when it looks again, as it does at once: what one replica
    /// seals, every other opens.
    /// </summary>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        var isKey = element.Name == "key";
        using var connection = database.OpenConnection();
        using var transaction = connection.BeginTransaction();
        using (var alone = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({OneAtATime})", connection, transaction))
            alone.ExecuteNonQuery();
        using var store = Insert(
            connection, new(friendlyName, MasterOf(element), Text(element)),
            isKey ? " WHERE (SELECT count(DISTINCT name) FROM protection.keys) = $4" : "");
        if (isKey)
            store.Parameters.Add(new() { Value = Interlocked.Read(ref _seen) });
        store.ExecuteNonQuery();
        transaction.Commit();
    }

    private XElement AddUnderCurrentMaster(NpgsqlConnection connection, IGrouping<string, Row> key)
    {
        var row =
            masters
                .All.Select(master => key.FirstOrDefault(row => row.Master == master.Id))
                .FirstOrDefault(row => row is not null)
            ?? throw new InvalidOperationException(
                $"The data key {key.Key} is encrypted under the master secret {key.First().Master}, which is not " +
                $"among {MasterKeys.Setting}: put it back, after the current one.");
        var element = XElement.Parse(row.Element);
        foreach (var wrapped in element.Descendants(MasterKeyEncryptor.Element).ToList())
            wrapped.ReplaceWith(MasterKeyEncryptor.Rewrap(wrapped, masters));
        using var store = Insert(
            connection, new(row.Name, masters.Current.Id, Text(element)), " ON CONFLICT DO NOTHING");
        store.ExecuteNonQuery();
        return element;
    }

    private static NpgsqlCommand Insert(NpgsqlConnection connection, Row row, string condition) =>
        new($"INSERT INTO protection.keys (name, master, element) SELECT $1, $2, $3{condition}", connection)
        {
            Parameters =
            {
                new() { Value = row.Name },
                new() { Value = row.Master },
                new() { Value = row.Element },
            },
        };

    private static string MasterOf(XElement element) =>
        (string?)element.Descendants(MasterKeyEncryptor.Element).FirstOrDefault()?.Attribute(MasterKeyEncryptor.Master)
        ?? "";

    private static string Text(XElement element) => element.ToString(SaveOptions.DisableFormatting);

    private sealed record Row(string Name, string Master, string Element);
}
