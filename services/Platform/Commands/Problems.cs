using System.Globalization;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>Refusals and outcomes as RFC 9457 problems.</summary>
public static class Problems
{
    /// <summary>
    /// A refusal as an RFC 9457 problem: 409, 422, 404 or 403, with <c>rule</c>, <c>code</c>, <c>args</c>,
    /// <c>traceId</c>, <c>errors</c> and <c>evidence</c>, its title and detail in the reader's language.
    /// </summary>
    internal static TextProblem ToProblem(this Refused refusal)
    {
        return new TextProblem(StatusOf(refusal.Kind), TitleOf(refusal.Kind, refusal.Rule), refusal.Text)
        {
            Rule = refusal.Rule,
            Errors = refusal.Field is null ? [] : [(refusal.Field, refusal.Text)],
            More = refusal.Evidence.Count == 0
                ? new Dictionary<string, object?>()
                : new Dictionary<string, object?>(StringComparer.Ordinal) { ["evidence"] = refusal.Evidence },
        };
    }

    /// <summary>
    /// Puts the version of the thing that is answered into the <c>ETag</c>, for the next change's <c>If-Match</c>.
    /// </summary>
    public static IResult WithETag(this IResult result, long version) => new Tagged(result, version);

    /// <summary>
    /// Everything in a request that does not look as it must, each in its field; the first rule that asks for what is
    /// wrong is named.
    /// </summary>
    internal static TextProblem ToProblem(this IReadOnlyList<ValidationFailure> failures)
    {
        var rule = failures
            .Select(failure => failure.CustomState is Refused refused ? refused.Rule : failure.CustomState as string)
            .FirstOrDefault(rule => rule is not null);
        return new TextProblem(
            StatusCodes.Status422UnprocessableEntity, TitleOf(RefusalKind.Input, rule), failures[0].Told())
        {
            Rule = rule,
            Errors = [.. failures.Select(failure => (JsonName(failure.PropertyName), failure.Told()))],
        };
    }

    /// <summary>
    /// What is said of a value: in the words of whoever wrote its validator, or in general ones. The field stands
    /// beside it, under the name that its reader has for it.
    /// </summary>
    public static Text Told(this ValidationFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        if (failure.CustomState is Refused refused)
            return refused.Text;
        var limits = failure.FormattedMessagePlaceholderValues;
        return failure.ErrorCode switch
        {
            "NotEmptyValidator" or "NotNullValidator" => Text.Of("value.missing"),
            "MaximumLengthValidator" => Text.Of("value.too-long", ("most", limits["MaxLength"])),
            "LengthValidator" => Text.Of(
                "value.length", ("least", limits["MinLength"]), ("most", limits["MaxLength"])),
            "InclusiveBetweenValidator" => Text.Of(
                "value.between", ("least", limits["From"]), ("most", limits["To"])),
            "EnumValidator" => Text.Of("value.none-of-these"),
            _ => Text.Plain(failure.ErrorMessage),
        };
    }

    private static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Input => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.Missing => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status409Conflict,
    };

    private static Text TitleOf(RefusalKind kind, string? rule) => (kind, rule) switch
    {
        (RefusalKind.Missing, _) => Text.Of("problem.not-found"),
        (RefusalKind.Forbidden, _) => Text.Of("problem.not-yours"),
        (_, null) => Text.Of("problem.refused"),
        _ => Text.Of("problem.refused-by-rule", ("rule", rule)),
    };

    private static string JsonName(string property) => string.Join(
        '.', property.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));

    private sealed class Tagged(IResult result, long version) : IResult, IStatusCodeHttpResult, IValueHttpResult
    {
        public int? StatusCode => (result as IStatusCodeHttpResult)?.StatusCode;

        public object? Value => (result as IValueHttpResult)?.Value;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = $"\"{version}\"";
            return result.ExecuteAsync(httpContext);
        }
    }
}

/// <summary>The last change of a thing.</summary>
/// <param name="By">
/// Who changed it: a staff number, a machine's <c>client:…</c>, or <c>system:deadlines</c> for what fell due.
/// </param>
/// <param name="At">When it took effect.</param>
public sealed record LastChange(string By, OffsetDateTime At);

/// <summary>
/// The <c>If-Match</c> of a change to an existing thing: bound from the request, 428 when missing, compared by
/// <see cref="CheckAsync"/>.
/// </summary>
/// <param name="Given">The header as it came; null when there was none.</param>
public readonly record struct IfMatch(string? Given)
{
    /// <summary>Reads the header.</summary>
    public static ValueTask<IfMatch> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var given = context.Request.Headers.IfMatch;
        return ValueTask.FromResult(new IfMatch(given.Count == 0 ? null : given.ToString()));
    }

    /// <summary>
    /// Null when the version, or one of several, matches; otherwise the problem: 412 stale, 428 missing, 400
    /// unreadable. <c>*</c> names no version that was seen, and is as good as none.
    /// </summary>
    /// <param name="current">The thing's version.</param>
    /// <param name="actor">Who asks: one who has changed it themselves, in another window, is told so.</param>
    /// <param name="lastChange">Finds its last change, where it was changed since; null for one that left none.</param>
    public async ValueTask<IResult?> CheckAsync(long current, string actor, Func<Task<LastChange?>> lastChange)
    {
        ArgumentNullException.ThrowIfNull(lastChange);
        if (Given?.Trim() is null or "*")
        {
            return new TextProblem(
                StatusCodes.Status428PreconditionRequired, Text.Of("problem.version-missing"),
                Text.Of("problem.version-needed"));
        }

        if (Seen() is not { } seen)
        {
            return new TextProblem(
                StatusCodes.Status400BadRequest, Text.Of("problem.version-unreadable"),
                Text.Of("problem.version-form"));
        }

        if (seen.Contains(current))
            return null;
        // A version that is yet to come was seen by nobody: no change is to blame.
        var changed = seen.Max() < current ? await lastChange() : null;
        return new TextProblem(
            StatusCodes.Status412PreconditionFailed, Text.Of("problem.version-stale"),
            Told(changed, actor, seen.Max(), current));
    }

    private static Text Told(LastChange? changed, string actor, long seen, long current)
    {
        if (changed is null)
            return Text.Of("problem.version-changed", ("seen", seen), ("current", current));
        var code = changed.By == actor ? "problem.version-changed-by-yourself"
            : changed.By.StartsWith("system:", StringComparison.Ordinal) ? "problem.version-changed-by-time"
            : "problem.version-changed-by";
        return Text.Of(code, ("seen", seen), ("current", current), ("by", changed.By), ("at", changed.At));
    }

    /// <summary>The versions that it names; null where one of them is none of ours.</summary>
    private List<long>? Seen()
    {
        if (!EntityTagHeaderValue.TryParseStrictList([Given!], out var tags) || tags.Count == 0)
            return null;
        List<long> seen = [];
        foreach (var tag in tags)
        {
            // A tag is compared as it is written (RFC 9110, 8.8.3.2): "03" was never sent, and names nothing.
            if (tag.IsWeak
                || !long.TryParse(
                    tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                || tag.Tag != $"\"{version}\"")
            {
                return null;
            }

            seen.Add(version);
        }

        return seen;
    }
}
