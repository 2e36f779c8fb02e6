using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>
/// Input that cannot be bound: what cannot be read at all is 400; a member or a parameter that is missing, unknown or
/// of the wrong kind is 422 and named, and all of a body's at once.
/// </summary>
internal sealed partial class BadRequestHandler(IOptions<JsonOptions> json) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException bad)
            return false;

        var problem = (bad.InnerException is JsonException
            ? await OfBodyAsync(httpContext, cancellationToken)
            : OfParameter(bad.Message))
            ?? new TextProblem(bad.StatusCode, Text.Of("problem.cannot-be-read"), DetailOf(bad));
        if (problem.Rule is { } rule)
            httpContext.Features.Set(new CommandOutcome(rule, []));
        await problem.ExecuteAsync(httpContext);
        return true;
    }

    /// <summary>
    /// The body read once more, to say all that is wrong with it; null where it is no JSON, or not the object at all.
    /// </summary>
    private async Task<TextProblem?> OfBodyAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var asked = http.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? http.GetEndpoint();
        if (asked?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is not { } type || !http.Request.Body.CanSeek)
            return null;

        var faults = new BodyFaults(json.Value.SerializerOptions);
        try
        {
            http.Request.Body.Position = 0;
            using var body = await JsonDocument.ParseAsync(http.Request.Body, default, cancellationToken);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            faults.Look(body.RootElement, type);
        }
        catch (JsonException)
        {
            return null;
        }

        if (faults.Found.Count == 0)
            return null;
        // A member's fault is told under one title, whether or not a rule asks for it.
        return new TextProblem(
            faults.HasTwice ? StatusCodes.Status400BadRequest : StatusCodes.Status422UnprocessableEntity,
            Text.Of(faults.HasTwice ? "problem.cannot-be-read" : "problem.refused"), faults.Found[0].Text)
        {
            Rule = faults.Found.Select(fault => fault.Rule).FirstOrDefault(rule => rule is not null),
            Errors = [.. faults.Found.Select(fault => (fault.Field!, fault.Text))],
        };
    }

    private static TextProblem? OfParameter(string message)
    {
        if (!message.Contains("from query", StringComparison.Ordinal)
            && !message.Contains("Failed to bind", StringComparison.Ordinal))
        {
            return null;
        }

        if (Parameter().Match(message) is not { Success: true } parameter)
            return null;
        var name = parameter.Groups["name"].Value;
        var what = Text.Of("problem.parameter-unreadable", ("name", name));
        return new(StatusCodes.Status422UnprocessableEntity, Text.Of("problem.refused"), what)
        {
            Errors = [(name, what)],
        };
    }

    private static Text DetailOf(BadHttpRequestException bad) => bad.InnerException switch
    {
        JsonException { Path: "$", InnerException: null } => Text.Of("problem.body-not-object"),
        JsonException json => Text.Of(
            "problem.body-unreadable", ("line", json.LineNumber + 1), ("byte", json.BytePositionInLine + 1)),
        _ when bad.StatusCode == StatusCodes.Status413PayloadTooLarge => Text.Of("problem.body-too-large"),
        _ when bad.Message.Contains("no body", StringComparison.OrdinalIgnoreCase) => Text.Of("problem.body-missing"),
        _ => Text.Of("problem.request-unreadable"),
    };

    [GeneratedRegex("parameter \"[^\"]+ (?<name>[A-Za-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
