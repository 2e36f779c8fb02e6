using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Ops.Platform.Rules;

namespace Ops.Platform.Commands;

/// <summary>Input that cannot be bound: what cannot be read at all is 400, a member that is missing, unknown or of the wrong kind is 422 and named.</summary>
internal sealed partial class BadRequestHandler(IProblemDetailsService problems) : IExceptionHandler
{
    private static readonly string[] NamesOfTimes = ["At", "Time", "Date", "Timestamp", "On"];

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;

        var refusal = bad.InnerException is JsonException json ? Told(json) : null;
        var status = refusal is null ? bad.StatusCode : StatusCodes.Status422UnprocessableEntity;
        httpContext.Response.StatusCode = status;
        var problem = new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails =
            {
                Status = status,
                Title = refusal is null ? "Cannot be read" : "Refused",
                Detail = refusal?.Detail ?? DetailOf(bad),
            },
        };
        if (refusal is not null)
            problem.ProblemDetails.Extensions["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [refusal.Field!] = [refusal.Detail] };
        if (refusal?.Rule is { } rule)
        {
            problem.ProblemDetails.Extensions["rule"] = rule;
            httpContext.Features.Set(new CommandOutcome(rule, []));
        }

        return await problems.TryWriteAsync(problem);
    }

    /// <summary>Null when the text is no JSON at all; otherwise the member at fault.</summary>
    private static Refused? Told(JsonException failure)
    {
        if (Unknown().Match(failure.Message) is { Success: true } unknown)
            return UnknownMember(unknown.Groups["name"].Value);
        if (Missing().Match(failure.Message) is { Success: true } missing)
            return Refused.Input(null, At(failure, missing.Groups["name"].Value), $"'{missing.Groups["name"].Value}' is missing.");
        // Malformed text has the reader's own exception inside.
        if (failure.InnerException is JsonException)
            return null;
        return failure.Path is { Length: > 2 } path ? Refused.Input(null, path[2..], $"'{path[2..]}' does not hold what it must, or holds nothing.") : null;
    }

    /// <summary>No caller supplies a time: the server's is recorded.</summary>
    [Rule("T-6")]
    private static Refused UnknownMember(string name) =>
        NamesOfTimes.Any(time => name.EndsWith(time, StringComparison.Ordinal) || name.Equals(time, StringComparison.OrdinalIgnoreCase))
            ? Refused.Input("T-6", name, $"'{name}' is not taken from a caller: an entry carries the server's time.")
            : Refused.Input(null, name, $"'{name}' is not known here.");

    private static string At(JsonException failure, string member) => failure.Path is { Length: > 2 } path ? $"{path[2..]}.{member}" : member;

    private static string DetailOf(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException { Path: "$", InnerException: null } => "The body is not the object that this route takes.",
        JsonException json => $"The body is no JSON: line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}.",
        _ when bad.StatusCode == StatusCodes.Status413PayloadTooLarge => "The body is larger than this route takes.",
        _ when bad.Message.Contains("from query", StringComparison.Ordinal) || bad.Message.Contains("Failed to bind", StringComparison.Ordinal) => ParameterOf(bad.Message),
        _ when bad.Message.Contains("no body", StringComparison.OrdinalIgnoreCase) => "A body is needed, as application/json.",
        _ => "The request cannot be read.",
    };

    private static string ParameterOf(string message) =>
        Parameter().Match(message) is { Success: true } parameter ? $"The parameter '{parameter.Groups["name"].Value}' cannot be read." : "A parameter cannot be read.";

    [GeneratedRegex("^The JSON property '(?<name>[^']+)' could not be mapped", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: '(?<name>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Missing();

    [GeneratedRegex("parameter \"[^ ]+ (?<name>[A-Za-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
