namespace Ops.Portal.Calls;

/// <summary>What a service has answered, with its headers.</summary>
/// <param name="statusCode">The status.</param>
/// <param name="headers">The headers.</param>
public class ServiceAnswer(int statusCode, IReadOnlyDictionary<string, IEnumerable<string>> headers)
{
    /// <summary>The status.</summary>
    public int Status => statusCode;

    /// <summary>
    /// The version that was seen, as <c>If-Match</c> takes it: what is changed next is changed only where nobody else
    /// has changed it meanwhile. Empty where the thing has none.
    /// </summary>
    public string Version => headers.TryGetValue("ETag", out var tags) ? tags.First() : "";
}

/// <summary>The same, with what it says.</summary>
/// <typeparam name="TResult">What it says.</typeparam>
/// <param name="statusCode">The status.</param>
/// <param name="headers">The headers.</param>
/// <param name="result">What it says.</param>
public sealed class ServiceAnswer<TResult>(
    int statusCode, IReadOnlyDictionary<string, IEnumerable<string>> headers, TResult result)
    : ServiceAnswer(statusCode, headers)
{
    /// <summary>What it says.</summary>
    public TResult Result => result;
}
