using Microsoft.EntityFrameworkCore;
using Ops.ClientAttribution.Storage;
using Ops.Platform.PersonalData;

namespace Ops.ClientAttribution.Directory;

/// <summary>A phone, document or WeChat name as it is kept.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Document">What kind of document; null for what is none.</param>
/// <param name="Value">Sealed.</param>
/// <param name="Hash">What it is found by.</param>
internal sealed record SealedIdentifier(IdentifierKind Kind, DocumentKind? Document, byte[] Value, string Hash);

/// <summary>What a form says of whom it is about. It must be valid.</summary>
/// <param name="Name">The name; null where it is not asked.</param>
/// <param name="Phone">A phone, as people write it.</param>
/// <param name="Document">An identity document.</param>
/// <param name="WeChat">A WeChat name.</param>
internal sealed record Said(
    string? Name, string? Phone = null, IdentityDocument? Document = null, string? WeChat = null)
{
    /// <summary>The client whom the form names by id.</summary>
    public Guid? Client { get; init; }

    /// <summary>The client of whose household they say they are.</summary>
    public Guid? HouseholdOf { get; init; }
}

/// <summary>
/// Finds clients of a project by what they show; who is looked for is found by an index, by keyed hashes.
/// </summary>
internal sealed class ClientDirectory(ClientAttributionDb db, IPersonalVault vault)
{
    /// <summary>
    /// Waits until nobody changes who the clients of a site are, and whose they are; it stays so until this change is
    /// over.
    /// </summary>
    public Task LockAsync(string project, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"SELECT pg_advisory_xact_lock(hashtextextended({"clients of " + project}, 0))", cancellationToken);

    /// <summary>What the directory knows of whom a form is about.</summary>
    public async Task<FormOfClient> LookUpAsync(string project, Said said, CancellationToken cancellationToken)
    {
        List<SealedIdentifier> identifiers = [];
        var asked = new Asked(said.Name?.Trim());
        if (said.Phone is { } written)
        {
            var phone = Phone.Of(written);
            identifiers.Add(Seal(IdentifierKind.Phone, PersonalClass.Phone, phone));
            asked = asked with { Phones = vault.SearchHashes(PersonalClass.Phone, phone) };
        }

        if (said.Document is { } document)
        {
            var key = $"{document.Kind}:{document.Read()}";
            identifiers.Add(Seal(IdentifierKind.Document, PersonalClass.IdNumber, key, document.Kind));
            asked = asked with
            {
                Documents = vault.SearchHashes(PersonalClass.IdNumber, key),
                DocumentKind = document.Kind,
            };
        }

        if (said.WeChat is { } account)
        {
            // A name as others are; under a prefix, so that nobody's own name is taken for one.
            var weChat = $"wechat:{account.Trim()}";
            identifiers.Add(Seal(IdentifierKind.WeChat, PersonalClass.Name, weChat));
            asked = asked with { WeChat = vault.SearchHashes(PersonalClass.Name, weChat) };
        }

        if (said.HouseholdOf is { } member)
        {
            asked = asked with
            {
                Household = await db.Clients.AsNoTracking().Where(c => c.Id == member && c.Project == project)
                    .Select(c => c.Household).SingleOrDefaultAsync(cancellationToken),
            };
        }

        return new(asked, identifiers, await KnownAsync(project, asked, cancellationToken))
        {
            Named = said.Client is { } id ? await StandingAsync(project, id, cancellationToken) : null,
        };
    }

    /// <summary>The client whom an entry of a project leads to by now; null for none.</summary>
    public async Task<Client?> StandingAsync(string project, Guid id, CancellationToken cancellationToken)
    {
        var client = await db.Clients.SingleOrDefaultAsync(
            c => c.Id == id && c.Project == project, cancellationToken);
        while (client?.MergedInto is { } into)
            client = await db.Clients.SingleAsync(c => c.Id == into, cancellationToken);
        return client;
    }

    /// <summary>All entries of the client whom an entry leads to: itself, and whoever was merged into it.</summary>
    public async Task<IReadOnlyList<Guid>> EntriesAsync(Guid standing, CancellationToken cancellationToken) =>
        await db.Database.SqlQuery<Guid>(
            $"""
            WITH RECURSIVE entries AS (
                SELECT id FROM clients WHERE id = {standing}
                UNION ALL SELECT clients.id FROM clients JOIN entries ON clients.merged_into = entries.id)
            SELECT id AS "Value" FROM entries
            """).ToListAsync(cancellationToken);

    /// <summary>What somebody sees of a value in clear.</summary>
    public string Open(Identifier identifier)
    {
        var value = vault.Open(identifier.Value);
        return identifier.Kind == IdentifierKind.Phone
            ? value
            : value[(value.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private async Task<IReadOnlyList<KnownEntry>> KnownAsync(
        string project, Asked asked, CancellationToken cancellationToken)
    {
        List<string> hashes = [.. asked.Hashes];
        var household = asked.Household;
        var ids = hashes.Count == 0 ? [] : await db.Identifiers.AsNoTracking()
            .Where(one => one.Project == project && hashes.Contains(one.Hash)).Select(one => one.ClientId)
            .ToListAsync(cancellationToken);
        if (household is not null)
        {
            ids.AddRange(await db.Clients.AsNoTracking().Where(c => c.Household == household).Select(c => c.Id)
                .ToListAsync(cancellationToken));
        }

        if (ids.Count == 0)
            return [];
        var found = await db.Clients.Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);
        List<KnownEntry> known = new(found.Count);
        foreach (var entry in found)
            known.Add(new(entry, (await StandingAsync(project, entry.Id, cancellationToken))!));
        return known;
    }

    private SealedIdentifier Seal(
        IdentifierKind kind, PersonalClass of, string value, DocumentKind? document = null) =>
        new(kind, document, vault.Seal(value), vault.SearchHash(of, value));
}
