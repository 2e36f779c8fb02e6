namespace Ops.Platform.Commands;

/// <summary>
/// Those who are about to change the same thing line up here, in this replica's memory, before they take a connection.
/// Whoever waits for a row's lock holds a connection meanwhile: on the day of a release hundreds who all want one unit
/// would hold every connection there is, and those who want another would wait for nothing. And PostgreSQL lets who
/// comes late to a row that is changed again and again pass by who came early; here the first to come is the first to
/// go on.
/// </summary>
/// <remarks>
/// Only a courtesy: what keeps changes apart is the row's lock, which those of other replicas, and of other commands,
/// take too.
/// </remarks>
internal sealed class LineUp
{
    /// <summary>One who has the lock, and one who is ready for it.</summary>
    private const int AtOnce = 2;

    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);

    /// <summary>Waits for one's turn; it is over when what this answers is disposed.</summary>
    /// <param name="thing">What is about to be changed.</param>
    /// <param name="cancellationToken">Leaves the line.</param>
    public async Task<IDisposable> WaitAsync(string thing, CancellationToken cancellationToken)
    {
        Line? line;
        lock (_lines)
        {
            if (!_lines.TryGetValue(thing, out line))
                _lines.Add(thing, line = new());
            line.Here++;
        }

        try
        {
            await line.Turns.WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(thing, line);
            throw;
        }

        return new Turn(this, thing, line);
    }

    private void Leave(string thing, Line line)
    {
        lock (_lines)
        {
            if (--line.Here > 0)
                return;
            _lines.Remove(thing);
            line.Turns.Dispose();
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Turns { get; } = new(AtOnce);

        /// <summary>How many wait or have their turn.</summary>
        public int Here { get; set; }
    }

    private sealed class Turn(LineUp all, string thing, Line line) : IDisposable
    {
        private bool _over;

        public void Dispose()
        {
            if (_over)
                return;
            _over = true;
            line.Turns.Release();
            all.Leave(thing, line);
        }
    }
}

/// <summary>Marks a command before which those who want the same thing line up.</summary>
/// <param name="By">The values of the route that name the thing.</param>
internal sealed record LinesUp(string[] By)
{
    /// <summary>What a request wants.</summary>
    public string ThingOf(Microsoft.AspNetCore.Http.HttpRequest request) =>
        string.Join('/', By.Select(value => request.RouteValues[value]));
}
