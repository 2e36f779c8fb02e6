namespace Ops.Platform.Departments;

/// <summary>What a department is to the others: said once, for the process, its routes and its neighbours.</summary>
/// <param name="Name">The service's name, as producer and as subscriber of events.</param>
/// <param name="Prefix">Where its routes begin, e.g. <c>/api/archive</c>.</param>
/// <param name="Database">The name of its connection string.</param>
public sealed record Department(string Name, string Prefix, string Database)
{
    /// <summary>Which records of its Contracts it tells others, and whom.</summary>
    public IReadOnlyDictionary<Type, IReadOnlyList<string>> Tells { get; init; } =
        new Dictionary<Type, IReadOnlyList<string>>();

    /// <summary>The services that keep the heads of its registers.</summary>
    public IReadOnlyList<string> HeadsKeptBy { get; init; } = [];

    /// <summary>The services the heads of whose registers it keeps.</summary>
    public IReadOnlyList<string> KeepsHeadsOf { get; init; } = [];

    /// <summary>The permissions of the routes that every department has.</summary>
    public required CommonPermissions Permissions { get; init; }

    /// <summary>
    /// What its runtime role is granted or denied beyond its own tables: SQL with <c>{role}</c>; null for nothing.
    /// </summary>
    public string? Grants { get; init; }
}

/// <summary>What the routes that every department has ask for.</summary>
/// <param name="Tasks">To see one's own tasks.</param>
/// <param name="Registers">To read, export and verify registers.</param>
/// <param name="Operate">To see and replay what failed.</param>
/// <param name="Approvals">To see what is asked for and decided; null where nothing needs anybody's agreement.</param>
public sealed record CommonPermissions(string Tasks, string Registers, string Operate, string? Approvals = null);
