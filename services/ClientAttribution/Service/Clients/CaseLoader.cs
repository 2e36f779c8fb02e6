using Microsoft.EntityFrameworkCore;
using NodaTime;
using Ops.ClientAttribution.Attribution;
using Ops.ClientAttribution.Directory;
using Ops.ClientAttribution.Reception;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Departments;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Clients;

/// <summary>
/// Loads a client with all facts: of all entries that lead to the client, and of the household's members; from the
/// registers of the desk what they say, and whatever else was recorded.
/// </summary>
internal sealed class CaseLoader(
    ClientAttributionDb db, ClientDirectory directory, AttributionSettings settings)
{
    private readonly Dictionary<Guid, ClientCase> _changing = [];

    /// <summary>The case of the client whom an entry leads to by now; null where there is no such entry.</summary>
    /// <param name="project">The project's code; locked where something is to be changed.</param>
    /// <param name="id">An entry.</param>
    /// <param name="access">What for.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task<ClientCase?> FindAsync(
        string project, Guid id, Access access, CancellationToken cancellationToken) =>
        await directory.StandingAsync(project, id, cancellationToken) is { } client
            ? await OfAsync(client, access, cancellationToken)
            : null;

    /// <summary>The case of somebody whom nobody knew until now.</summary>
    public ClientCase New(Guid id, string project)
    {
        var client = new Client(id, project);
        return new(
            client, db.ClientAwards.Add(new ClientAward(id, project)).Entity, new CaseFacts([]),
            settings.Of(project));
    }

    /// <summary>
    /// The case of a client who stands. In one change a case is one, and the household's members share its facts, so
    /// that what is added to one is known to all.
    /// </summary>
    public async Task<ClientCase> OfAsync(Client client, Access access, CancellationToken cancellationToken)
    {
        if (_changing.TryGetValue(client.Id, out var there))
            return there;
        var loaded = await LoadAsync(client, access, cancellationToken);
        if (access == Access.Change)
        {
            foreach (var one in loaded.Group)
                _changing.TryAdd(one.Client.Id, one);
        }

        return loaded;
    }

    /// <summary>The case of a client by themselves, as the tables have it, merged into another or not.</summary>
    public async Task<ClientCase> LoadAsync(Client client, Access access, CancellationToken cancellationToken)
    {
        Dictionary<Guid, IReadOnlyList<Guid>> entries = new()
        {
            [client.Id] = await directory.EntriesAsync(client.Id, cancellationToken),
        };
        var members = await MembersAsync(client, entries, cancellationToken);
        Dictionary<Guid, Guid> standing = [];
        foreach (var (one, of) in entries)
        {
            foreach (var entry in of)
                standing.TryAdd(entry, one);
        }

        var facts = new CaseFacts(await FactsAsync(client.Project, standing, cancellationToken));
        foreach (var family in FamilyOf(standing, await db.Clients.AsNoTracking()
            .Where(c => standing.Keys.Contains(c.Id) && c.Household != null).ToListAsync(cancellationToken)))
            facts.Add(family);
        var terms = settings.Of(client.Project);
        List<ClientCase> group = [];
        foreach (var one in (IEnumerable<Client>)[client, .. members])
            group.Add(new(one, await AwardAsync(one, access, cancellationToken), facts, terms) { Group = group });
        return group[0];
    }

    /// <summary>Who else is of the household of any of a client's entries, each with all of their entries.</summary>
    private async Task<List<Client>> MembersAsync(
        Client client, Dictionary<Guid, IReadOnlyList<Guid>> entries, CancellationToken cancellationToken)
    {
        var own = entries[client.Id];
        var households = await db.Clients.AsNoTracking().Where(c => own.Contains(c.Id) && c.Household != null)
            .Select(c => c.Household).Distinct().ToListAsync(cancellationToken);
        if (households.Count == 0)
            return [];
        List<Client> members = [];
        foreach (var entry in await db.Clients.AsNoTracking().Where(c => households.Contains(c.Household))
            .OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken))
        {
            var member = (await directory.StandingAsync(client.Project, entry, cancellationToken))!;
            if (entries.ContainsKey(member.Id))
                continue;
            entries.Add(member.Id, await directory.EntriesAsync(member.Id, cancellationToken));
            members.Add(member);
        }

        return members;
    }

    private async Task<IEnumerable<Fact>> FactsAsync(
        string project, Dictionary<Guid, Guid> standing, CancellationToken cancellationToken)
    {
        List<Guid> entries = [.. standing.Keys];
        var recorded = await db.ClientFacts.AsNoTracking().Where(fact => entries.Contains(fact.ClientId))
            .ToListAsync(cancellationToken);
        var contacts = await db.Contacts.AsNoTracking()
            .Where(one => entries.Contains(one.ClientId!.Value)
                && (one.State == ContactState.Entered || one.EnteredAt != null || one.State == ContactState.NoRecord))
            .ToListAsync(cancellationToken);
        List<Fact> facts =
        [
            .. recorded.Select(one => one.Fact with { Client = standing[one.ClientId].ToString() }),
            .. contacts.SelectMany(one => DeskFacts.Of(one, standing[one.ClientId!.Value].ToString())),
        ];
        if (facts.Count == 0)
            return facts;
        var (first, last) = (facts.Min(fact => fact.At), facts.Max(fact => fact.At));
        var away = await db.Absences.AsNoTracking()
            .Where(one => one.Project == project && one.Since <= last && (one.Until == null || one.Until > first))
            .ToListAsync(cancellationToken);
        return facts.Concat(away.Select(one => DeskFacts.Of(one)));
    }

    /// <summary>Each two of a household are of one family from when the later of them is known to be of it.</summary>
    private static IEnumerable<Fact> FamilyOf(Dictionary<Guid, Guid> standing, List<Client> members) =>
        from one in members
        from other in members
        where one.Household == other.Household && one.Id.CompareTo(other.Id) < 0
        let at = Instant.Max(one.HouseholdSince!.Value, other.HouseholdSince!.Value)
        select new Fact.FamilyKnown(
            $"household/{one.Household}/{one.Id}/{other.Id}", at, standing[one.Id].ToString(),
            standing[other.Id].ToString());

    private async Task<ClientAward> AwardAsync(Client client, Access access, CancellationToken cancellationToken)
    {
        var found = await (access == Access.Change ? db.ClientAwards : db.ClientAwards.AsNoTracking())
            .SingleOrDefaultAsync(award => award.ClientId == client.Id, cancellationToken);
        if (found is not null)
            return found;
        var nobodys = new ClientAward(client.Id, client.Project);
        return access == Access.Change ? db.ClientAwards.Add(nobodys).Entity : nobodys;
    }
}

/// <summary>What the clients of each project are decided by: settings of the installation.</summary>
internal sealed class AttributionSettings(IConfiguration configuration, CompanyTime company)
{
    private const string Section = "Attribution";

    /// <summary>
    /// <c>Attribution:Referral</c>, and for one project <c>Attribution:Projects:{code}:Referral</c>: whose an
    /// introduced visitor is (REC-2.3).
    /// </summary>
    public AttributionTerms Of(string project) => new(
        company.Zone,
        configuration.GetValue(
            $"{Section}:Projects:{project}:Referral",
            configuration.GetValue($"{Section}:Referral", ReferralPolicy.IntroducersConsultant)));
}
