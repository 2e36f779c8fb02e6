using Microsoft.EntityFrameworkCore;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Changes;

/// <summary>What is asked for on the units that are shown: asked once for each.</summary>
internal sealed class AskedAlready(SalesControlDb db)
{
    private readonly Dictionary<Guid, HashSet<(ChangeKind Kind, Guid? Subject)>> _known = [];

    /// <summary>Whether a kind of change is asked for on a unit, and not decided.</summary>
    public async Task<bool> IsAskedAsync(
        Guid unit, ChangeKind kind, Guid? subject, CancellationToken cancellationToken)
    {
        if (!_known.TryGetValue(unit, out var asked))
        {
            asked = [.. (await db.AskedOn(unit).AsNoTracking().Select(one => new { one.Kind, one.Subject })
                .ToListAsync(cancellationToken)).Select(one => (one.Kind, one.Subject))];
            _known.Add(unit, asked);
        }

        return asked.Contains((kind, subject));
    }

    /// <summary>Nothing is: what is shown of it is new.</summary>
    public void None(Guid unit) => _known[unit] = [];
}
