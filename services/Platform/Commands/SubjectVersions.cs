using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Ops.Platform.Commands;

/// <summary>A thing with the version that <c>If-Match</c> names.</summary>
public sealed record ThingVersion
{
    /// <summary>The thing.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its version.</summary>
    public required long Version { get; init; }
}

/// <summary>The versions of a kind of thing.</summary>
internal interface IThingVersions
{
    /// <summary>Where things of the kind are read, without the id: <c>/api/sales/reservations/</c>.</summary>
    string Prefix { get; }

    Task<List<ThingVersion>> OfAsync(Guid[] ids, CancellationToken cancellationToken);
}

/// <summary>
/// The versions of the things that a list leads to, so that who decides on one need not read it first. Scoped.
/// </summary>
public sealed class SubjectVersions(IServiceProvider services)
{
    /// <summary>The versions of what the paths lead to; what has none is not among them.</summary>
    public async Task<IReadOnlyDictionary<string, long>> OfAsync(
        IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var all = paths.Distinct(StringComparer.Ordinal).ToList();
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var kind in services.GetServices<IThingVersions>())
        {
            Guid[] ids =
            [
                .. all.Where(path => path.StartsWith(kind.Prefix, StringComparison.Ordinal))
                    .Select(path => Guid.TryParse(path.AsSpan(kind.Prefix.Length), out var id) ? id : Guid.Empty)
                    .Where(id => id != Guid.Empty),
            ];
            if (ids.Length == 0)
                continue;
            foreach (var one in await kind.OfAsync(ids, cancellationToken))
                versions[$"{kind.Prefix}{one.Id}"] = one.Version;
        }

        return versions;
    }
}

/// <summary>Registers the versions of things.</summary>
public static class SubjectVersionExtensions
{
    /// <summary>Lists that lead to a kind of thing have its version beside each.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="path">Where the things are read, without the id: <c>/api/sales/reservations</c>.</param>
    /// <param name="things">Asks for their versions.</param>
    public static IServiceCollection AddVersionsOf<TDb>(
        this IServiceCollection services, string path, Func<TDb, IQueryable<ThingVersion>> things)
        where TDb : DbContext =>
        services.AddScoped<IThingVersions>(provider =>
            new ThingVersions<TDb>(provider.GetRequiredService<TDb>(), $"{path}/", things));

    private sealed class ThingVersions<TDb>(TDb db, string prefix, Func<TDb, IQueryable<ThingVersion>> things)
        : IThingVersions
        where TDb : DbContext
    {
        public string Prefix => prefix;

        public Task<List<ThingVersion>> OfAsync(Guid[] ids, CancellationToken cancellationToken) =>
            things(db).Where(one => ids.Contains(one.Id)).ToListAsync(cancellationToken);
    }
}
