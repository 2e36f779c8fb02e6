using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.Platform.PersonalData;

/// <summary>The vault's free texts: kept with the change that writes them, read by id.</summary>
public sealed class FreeTexts(NpgsqlDataSource database, IPersonalVault vault)
{
    /// <summary>The member by which an event's JSON names one: <c>{"freeText":"0192…"}</c>.</summary>
    public const string Member = "freeText";

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>
    /// Keeps the free texts of a record, in the change under way. What somebody wrote is in it in no other way: a text
    /// of the record that is a sentence as it stands would lie in the log for ever.
    /// </summary>
    /// <exception cref="InvalidOperationException">A text of it is a sentence as it stands.</exception>
    public void Keep(UnitOfWork change, object record)
    {
        ArgumentNullException.ThrowIfNull(change);
        ArgumentNullException.ThrowIfNull(record);
        foreach (var property in Properties.GetOrAdd(record.GetType(), OfType))
        {
            switch (property.GetValue(record))
            {
                case FreeText { Words: { } words } text:
                    change.Defer(
                        "INSERT INTO protection.free_texts (id, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING",
                        new() { Value = text.Id }, new() { Value = vault.Seal(words) });
                    break;
                case Text { Code: Text.PlainCode }:
                    throw new InvalidOperationException(
                        $"{record.GetType().Name}.{property.Name} is what somebody wrote: it has to be a FreeText.");
            }
        }
    }

    /// <summary>The words of those that are there.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> ReadAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var words = new Dictionary<Guid, string>();
        if (ids.Count == 0)
            return words;
        await using var command = database.CreateCommand(
            "SELECT id, sealed FROM protection.free_texts WHERE id = ANY ($1)");
        command.Parameters.Add(new() { Value = ids.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            words.Add(reader.GetGuid(0), vault.Open(reader.GetFieldValue<byte[]>(1)));
        return words;
    }

    /// <summary>The id of a free text in an event's JSON; null for another value.</summary>
    public static Guid? IdOf(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(Member, out var id)
            && id.TryGetGuid(out var guid)
            ? guid
            : null;

    private static PropertyInfo[] OfType(Type type) =>
    [
        .. type.GetProperties().Where(property =>
            property.PropertyType == typeof(FreeText) || property.PropertyType == typeof(Text)),
    ];
}
