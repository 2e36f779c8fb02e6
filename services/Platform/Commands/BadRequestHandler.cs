using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>
/// Input that cannot be bound: what cannot be read at all is 400, a member that is missing, unknown or of the wrong
/// kind is 422 and named.
/// </summary>
internal sealed partial class BadRequestHandler : IExceptionHandler
{
    private static readonly string[] NamesOfTimes = ["At", "Time", "Date", "Timestamp", "On"];

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;

        var refusal = bad.InnerException is JsonException json ? RefusalOf(json) : null;
        if (refusal?.Rule is { } rule)
            httpContext.Features.Set(new CommandOutcome(rule, []));
        // A member's fault is told under one title, whether or not a rule asks for it.
        var problem = refusal is null
            ? new TextProblem(bad.StatusCode, Text.Of("problem.cannot-be-read"), DetailOf(bad))
            : new TextProblem(StatusCodes.Status422UnprocessableEntity, Text.Of("problem.refused"), refusal.Text)
            {
                Rule = refusal.Rule,
                Errors = [(refusal.Field!, refusal.Text)],
            };
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>Null when the text is no JSON at all; otherwise the member at fault.</summary>
    private static Refused? RefusalOf(JsonException failure)
    {
        if (Unknown().Match(failure.Message) is { Success: true } unknown)
            return UnknownMember(unknown.Groups["name"].Value);
        if (Missing().Match(failure.Message) is { Success: true } missing)
        {
            var name = missing.Groups["name"].Value;
            return Refused.Input(null, At(failure, name), Text.Of("problem.member-missing", ("name", name)));
        }

        // Malformed text has the reader's own exception inside.
        if (failure.InnerException is JsonException || failure.Path is not { Length: > 2 } path)
            return null;
        return Refused.Input(null, path[2..], Text.Of("problem.member-wrong", ("name", path[2..])));
    }

    /// <summary>No caller supplies a time: the server's is recorded.</summary>
    [Rule("T-6", "no caller says when")]
    private static Refused UnknownMember(string name) => NamesOfTimes.Any(time =>
        name.EndsWith(time, StringComparison.Ordinal) || name.Equals(time, StringComparison.OrdinalIgnoreCase))
            ? Refused.Input("T-6", name, Text.Of("problem.time-not-taken", ("name", name)))
            : Refused.Input(null, name, Text.Of("problem.member-unknown", ("name", name)));

    private static string At(JsonException failure, string member) =>
        failure.Path is { Length: > 2 } path ? $"{path[2..]}.{member}" : member;

    private static Text DetailOf(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException { Path: "$", InnerException: null } => Text.Of("problem.body-not-object"),
        JsonException json => Text.Of(
            "problem.body-unreadable", ("line", json.LineNumber + 1), ("byte", json.BytePositionInLine + 1)),
        _ when bad.StatusCode == StatusCodes.Status413PayloadTooLarge => Text.Of("problem.body-too-large"),
        _ when bad.Message.Contains("from query", StringComparison.Ordinal)
            || bad.Message.Contains("Failed to bind", StringComparison.Ordinal) => ParameterOf(bad.Message),
        _ when bad.Message.Contains("no body", StringComparison.OrdinalIgnoreCase) => Text.Of("problem.body-missing"),
        _ => Text.Of("problem.request-unreadable"),
    };

    private static Text ParameterOf(string message) => Parameter().Match(message) is { Success: true } parameter
        ? Text.Of("problem.parameter-unreadable", ("name", parameter.Groups["name"].Value))
        : Text.Of("problem.a-parameter-unreadable");

    [GeneratedRegex("^The JSON property '(?<name>[^']+)' could not be mapped", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: '(?<name>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Missing();

    [GeneratedRegex("parameter \"[^ ]+ (?<name>[A-Za-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
