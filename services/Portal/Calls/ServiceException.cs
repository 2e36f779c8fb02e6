using System.Net;
using System.Text.Json;

namespace Ops.Portal.Calls;

/// <summary>A service has answered something else than what was asked for.</summary>
/// <param name="message">What the generated code says of it.</param>
/// <param name="statusCode">The status.</param>
/// <param name="response">The body; null for none.</param>
/// <param name="headers">The headers.</param>
/// <param name="innerException">What went wrong with reading it; null for nothing.</param>
public class ServiceException(
    string message, int statusCode, string? response, IReadOnlyDictionary<string, IEnumerable<string>> headers,
    Exception? innerException) : Exception(message, innerException)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The status.</summary>
    public HttpStatusCode Status => (HttpStatusCode)statusCode;

    /// <summary>The headers.</summary>
    public IReadOnlyDictionary<string, IEnumerable<string>> Headers => headers;

    /// <summary>Whether the service, and not what was asked of it, is to blame.</summary>
    public bool IsAway => statusCode >= (int)HttpStatusCode.InternalServerError;

    /// <summary>Whether the thing was changed by another since it was seen.</summary>
    public bool IsStale => Status == HttpStatusCode.PreconditionFailed;

    /// <summary>
    /// Whether nothing was heard of the service: whether it has done what it was asked for is not known. Asked once
    /// more with the same key it is done once.
    /// </summary>
    public static bool IsLost(Exception thrown) => thrown is HttpRequestException or OperationCanceledException;

    /// <summary>Whether the service cannot be reached, or answers for itself that it could not.</summary>
    public static bool IsAwayOrLost(Exception thrown) => thrown is ServiceException { IsAway: true } || IsLost(thrown);

    /// <summary>Why it was refused; for an answer that is no problem of ours, what can be said without one.</summary>
    /// <param name="otherwise">What is said then, in the reader's language.</param>
    public ServiceProblem ProblemOr(string otherwise) => Problem ?? new ServiceProblem(null, otherwise);

    /// <summary>Why, in the reader's language; null where the service says nothing that is a problem.</summary>
    public ServiceProblem? Problem
    {
        get
        {
            try
            {
                return response is null ? null : JsonSerializer.Deserialize<ServiceProblem>(response, Web);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}

/// <summary>The same, with what the document says that it is.</summary>
/// <typeparam name="TResult">What it is.</typeparam>
/// <param name="message">What the generated code says of it.</param>
/// <param name="statusCode">The status.</param>
/// <param name="response">The body; null for none.</param>
/// <param name="headers">The headers.</param>
/// <param name="result">What it says.</param>
/// <param name="innerException">What went wrong with reading it; null for nothing.</param>
public sealed class ServiceException<TResult>(
    string message, int statusCode, string? response, IReadOnlyDictionary<string, IEnumerable<string>> headers,
    TResult result, Exception? innerException)
    : ServiceException(message, statusCode, response, headers, innerException)
{
    /// <summary>What it says.</summary>
    public TResult Result => result;
}

/// <summary>A problem as every service tells it (RFC 9457).</summary>
/// <param name="Title">What it is.</param>
/// <param name="Detail">Why.</param>
/// <param name="Rule">The rule that refused; null for none.</param>
/// <param name="Code">Its code, for programs.</param>
/// <param name="Errors">What is wrong, by field.</param>
/// <param name="Evidence">What it rests on.</param>
/// <param name="TraceId">The trace to look it up by.</param>
/// <param name="Lines">What is wrong with a list that was sent, line by line; the first of it.</param>
public sealed record ServiceProblem(
    string? Title, string? Detail, string? Rule = null, string? Code = null,
    IReadOnlyDictionary<string, string[]>? Errors = null, IReadOnlyList<string>? Evidence = null,
    string? TraceId = null, IReadOnlyList<ProblemLine>? Lines = null);

/// <summary>Something that is wrong with a line of a list.</summary>
/// <param name="Line">The line as people count; 0 for the whole file.</param>
/// <param name="Column">The file's own heading; null for the whole line.</param>
/// <param name="Value">What stands there; null for nothing.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record ProblemLine(int Line, string? Column, string? Value, string Reason);
