using System.Globalization;

namespace Ops.Portal.Calls;

/// <summary>
/// What time it is for the rules: as the services told it last, and the machine's clock since. Theirs alone decides;
/// this is for showing how long there is left.
/// </summary>
/// <param name="time">Machine time.</param>
public sealed class BusinessNow(TimeProvider time)
{
    private TimeSpan _ahead;

    /// <summary>Now.</summary>
    public DateTimeOffset Time => time.GetUtcNow() + _ahead;

    /// <summary>A service has told it.</summary>
    internal void Hear(HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues(ServiceDefaults.BusinessTimeHeader.Name, out var told)
            && DateTimeOffset.TryParse(
                told.First(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            _ahead = at - time.GetUtcNow();
        }
    }
}
