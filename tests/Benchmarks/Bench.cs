using Ops.TestSupport;

namespace Ops.Benchmarks;

/// <summary>What every row is given.</summary>
/// <param name="Servers">PostgreSQL, with everything on the disk before a commit is answered, and RabbitMQ.</param>
/// <param name="Rounds">How often ours and the baseline take turns.</param>
internal sealed record Bench(TestServers Servers, int Rounds);

/// <summary>A row of the table, of one line or more.</summary>
internal interface IRow
{
    /// <summary>What <c>ONLY=</c> names it by.</summary>
    string Name { get; }

    /// <summary>Measures it, warm, ours and the baseline in turns.</summary>
    /// <exception cref="WrongOutcomeException">What came out is wrong, however fast.</exception>
    Task<IReadOnlyList<Line>> RunAsync(Bench bench);
}

/// <summary>What came out is wrong, however fast.</summary>
internal sealed class WrongOutcomeException(string message) : Exception(message);
