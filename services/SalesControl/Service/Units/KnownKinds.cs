using Microsoft.EntityFrameworkCore;
using Ops.Platform.Texts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Units;

/// <summary>The kinds that there are, as a list names them.</summary>
internal sealed class KnownKinds(IReadOnlyList<UnitKind> all)
{
    private readonly Dictionary<string, UnitKind> _byCode = all.ToDictionary(kind => kind.Code, StringComparer.Ordinal);

    /// <summary>What people may write, to choose from: either language's.</summary>
    public string[] Names =>
        [.. all.OrderBy(kind => kind.Code, StringComparer.Ordinal).Select(kind => $"{kind.Name}/{kind.NameEn}")];

    /// <summary>A kind that there is.</summary>
    public UnitKind this[string code] => _byCode[code];

    /// <summary>The kind of which a list speaks; null for none.</summary>
    public UnitKind? Called(string word) =>
        all.FirstOrDefault(kind => kind.Words.Contains(word, HalfWidth.Comparer));

    /// <summary>Their codes.</summary>
    public IReadOnlyList<string> Codes => [.. _byCode.Keys.Order(StringComparer.Ordinal)];
}

/// <summary>Reads the kinds of units.</summary>
internal static class KnownKindsReading
{
    /// <summary>Those that there are now.</summary>
    public static async Task<KnownKinds> KnownKindsAsync(
        this SalesControlDb db, CancellationToken cancellationToken) =>
        new(await db.UnitKinds.AsNoTracking().ToListAsync(cancellationToken));
}
