using NodaTime;
using Ops.Platform.Storage;

namespace Ops.ClientAttribution.Directory;

/// <summary>What a client is.</summary>
internal enum ClientKind
{
    /// <summary>自然人.</summary>
    Person,

    /// <summary>公司.</summary>
    Company,
}

/// <summary>What somebody is found by.</summary>
internal enum IdentifierKind
{
    /// <summary>电话, E.164 with its extension.</summary>
    Phone,

    /// <summary>证件.</summary>
    Document,

    /// <summary>微信名.</summary>
    WeChat,
}

/// <summary>
/// A client 客户 of a project: a person or a company who came, called or was registered. One who turns out to be another
/// is merged by two people's word, and split again by it; nothing of either is lost.
/// </summary>
internal sealed class Client : Aggregate
{
    private readonly List<Identifier> _identifiers = [];

    private Client()
    {
    }

    /// <summary>One who is being registered (<see cref="ClientRegistered"/>).</summary>
    public Client(Guid id, string project) => (Id, Project) = (id, project);

    public override string StreamKind => "client";

    public string Project { get; private init; } = "";

    public ClientKind Kind { get; internal set; }

    public string Name { get; internal set; } = "";

    /// <summary>The first letters of the name's pinyin 拼音首字母, which the database makes: 王小明 is wxm.</summary>
    public string? Initials { get; private set; }

    public Instant RegisteredAt { get; internal set; }

    public string RegisteredBy { get; internal set; } = "";

    /// <summary>The client who this one turned out to be; null for one who stands alone.</summary>
    public Guid? MergedInto { get; internal set; }

    /// <summary>The household 家庭 that the client is of; null where none is known.</summary>
    public Guid? Household { get; internal set; }

    /// <summary>Since when that is known.</summary>
    public Instant? HouseholdSince { get; internal set; }

    /// <summary>Phones, documents and WeChat names.</summary>
    public IReadOnlyList<Identifier> Identifiers => _identifiers;

    /// <summary>Where the client is read.</summary>
    public string Path => PathOf(Id);

    /// <summary>The name of the client in a refusal's evidence.</summary>
    public string Evidence => $"client/{Id}";

    public static string PathOf(Guid id) => $"/api/clients/clients/{id}";

    internal void Add(Identifier identifier) => _identifiers.Add(identifier);
}

/// <summary>What a client is found by: sealed, and beside it a keyed hash.</summary>
internal sealed class Identifier
{
    private Identifier()
    {
    }

    public Identifier(Guid id, Client client, SealedIdentifier shown, Instant at, string by)
    {
        (Id, ClientId, Project) = (id, client.Id, client.Project);
        (Kind, Document, Value, Hash) = (shown.Kind, shown.Document, shown.Value, shown.Hash);
        (AddedAt, AddedBy) = (at, by);
    }

    public Guid Id { get; private init; }

    public Guid ClientId { get; private init; }

    public string Project { get; private init; } = "";

    public IdentifierKind Kind { get; private init; }

    /// <summary>What kind of document; null for what is none.</summary>
    public DocumentKind? Document { get; private init; }

    /// <summary>Sealed.</summary>
    public byte[] Value { get; private set; } = [];

    /// <summary>What it is found by.</summary>
    public string Hash { get; private set; } = "";

    public Instant AddedAt { get; private init; }

    public string AddedBy { get; private init; } = "";
}
