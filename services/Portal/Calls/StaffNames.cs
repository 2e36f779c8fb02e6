using Ops.Portal.Clients.Identity;

namespace Ops.Portal.Calls;

/// <summary>
/// Who stands behind staff numbers: each is asked for once as long as a page is open, and all that are drawn in one go
/// in one call. The services keep numbers; people are shown names.
/// </summary>
/// <param name="identity">Identity, which has them.</param>
public sealed class StaffNames(IdentityClient identity)
{
    // As many as the service takes at a time.
    private const int Most = 200;

    private readonly Dictionary<string, ReadColleaguesColleague?> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _wanted = new(StringComparer.Ordinal);
    private Task? _reading;

    /// <summary>Who it is; null where it is no colleague's number, or Identity is away.</summary>
    public async ValueTask<ReadColleaguesColleague?> OfAsync(string number)
    {
        if (!_known.TryGetValue(number, out var known))
        {
            _wanted.Add(number);
            await (_reading ??= ReadAsync());
            known = _known.GetValueOrDefault(number);
        }

        return known;
    }

    private async Task ReadAsync()
    {
        // Whatever else is drawn now asks before this goes on.
        await Task.Yield();
        string[] wanted = [.. _wanted];
        _wanted.Clear();
        _reading = null;
        try
        {
            foreach (var some in wanted.Chunk(Most))
            {
                var found = (await identity.ListColleaguesAsync(some)).Result.Items.ToDictionary(
                    one => one.Number, StringComparer.Ordinal);
                foreach (var number in some)
                    _known[number] = found.GetValueOrDefault(number);
            }
        }
        catch (Exception away) when (away is ServiceException || ServiceException.IsLost(away))
        {
            // They stand there by their numbers; the next page asks again.
        }
    }
}
