namespace Ops.Benchmarks.Load;

/// <summary>What each of many who watch a board was told of its units, and when.</summary>
/// <param name="watchers">How many watch.</param>
internal sealed class ToldChanges(int watchers)
{
    private readonly Dictionary<string, List<(int Watcher, DateTimeOffset At)>> _told = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>These units are about to change: what is told of others is not kept.</summary>
    public void Expect(params ReadOnlySpan<string> units)
    {
        lock (_gate)
        {
            foreach (var unit in units)
                _told.Add(unit, new(watchers));
        }
    }

    /// <summary>A watcher has an event of the stream.</summary>
    public void Take(int watcher, DateTimeOffset at, string what)
    {
        const string Unit = "\"unit\":\"";
        for (var from = what.IndexOf(Unit, StringComparison.Ordinal); from >= 0; from = what.IndexOf(
            Unit, from + 1, StringComparison.Ordinal))
        {
            var code = what[(from + Unit.Length)..what.IndexOf('"', from + Unit.Length)];
            lock (_gate)
            {
                if (_told.TryGetValue(code, out var told))
                    told.Add((watcher, at));
            }
        }
    }

    /// <summary>Waits until all watchers have been told of these units, or for 20 seconds.</summary>
    public async Task AllAsync(params string[] units)
    {
        for (
            var patience =
                TimeProvider.System.GetUtcNow().AddSeconds(20); TimeProvider.System.GetUtcNow() < patience && !All();)
            await Task.Delay(20);

        bool All()
        {
            lock (_gate)
                return Array.TrueForAll(units, unit => _told[unit].Count >= watchers);
        }
    }

    /// <summary>When each watcher was told of a unit.</summary>
    /// <exception cref="WrongOutcomeException">One of them was not, or more than once.</exception>
    public IReadOnlyList<DateTimeOffset> OnceEach(string unit)
    {
        lock (_gate)
        {
            var told = _told[unit];
            var different = told.Select(one => one.Watcher).Distinct().Count();
            return told.Count == watchers && different == watchers
                ? [.. told.Select(one => one.At)]
                : throw new WrongOutcomeException(
                    $"The change of {unit} was told {told.Count} times, to {different} of {watchers}.");
        }
    }
}
