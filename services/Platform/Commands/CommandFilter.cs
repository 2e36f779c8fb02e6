using System.Security.Cryptography;
using System.Text.Json;
using FluentValidation;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Npgsql;
using NpgsqlTypes;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>
/// Makes of a command's handler one change: validation, the key, the handler, the answer, the commit.
/// </summary>
internal static class CommandFilter
{
    private const string KeyHeader = "Idempotency-Key";

    /// <summary>The most characters of a key.</summary>
    public const int LongestKey = 200;

    private static readonly string[] KeptHeaders = ["ETag", "Location", "Content-Type"];

    public static async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await RunAsync(context.HttpContext, context.Arguments, async _ => await next(context));

    /// <summary>Runs what handles a command as one change, and answers what is to be sent.</summary>
    /// <param name="http">The request.</param>
    /// <param name="arguments">What was read of it: each that has a validator is checked first.</param>
    /// <param name="handle">Handles it inside the change; what it answers decides whether that is committed.</param>
    public static async Task<IResult> RunAsync(
        HttpContext http, IEnumerable<object?> arguments, Func<CancellationToken, Task<object?>> handle)
    {
        if (await InvalidAsync(http, arguments) is { } invalid)
        {
            CommandOutcome.Refused(http, invalid);
            return invalid;
        }

        var keys = http.Request.Headers[KeyHeader];
        if (keys.Count > 0 && !IsKey(keys.ToString()))
        {
            return new TextProblem(
                StatusCodes.Status400BadRequest, Text.Of("problem.key-unreadable"),
                Text.Of("problem.key-form", ("header", KeyHeader), ("most", LongestKey)));
        }

        using var turn = http.GetEndpoint()?.Metadata.GetMetadata<LinesUp>() is { } lines
            ? await http.RequestServices.GetRequiredService<LineUp>()
                .WaitAsync(lines.ThingOf(http.Request), http.RequestAborted)
            : null;
        var change = http.RequestServices.GetRequiredService<UnitOfWork>();
        var key = keys.Count == 0 || http.GetEndpoint()?.Metadata.GetMetadata<AnswerNotKept>() is not null
            ? null
            : await Key.OfAsync(http, keys.ToString());
        var original = http.Response.Body;
        Answer? answer = null;
        await change.RunAsync(
            async token =>
            {
                if (key is not null && await ClaimAsync(change, key, ProtectorOf(http), token) is { } given)
                {
                    answer = given;
                    return false;
                }

                // The answer is written down before the commit, so that it can be kept in it, and sent after it.
                using var written = new MemoryStream();
                http.Response.Body = written;
                try
                {
                    var result = await handle(token);
                    CommandOutcome.Refused(http, result);
                    if (result is IResult executable)
                        await executable.ExecuteAsync(http);
                    await http.Response.BodyWriter.FlushAsync(token);
                }
                finally
                {
                    http.Response.Body = original;
                }

                answer = new Answer(http.Response.StatusCode, HeadersOf(http.Response), written.ToArray());
                if (answer.Status is < 200 or > 299)
                    return false;
                if (key is not null)
                    Keep(change, key, answer);
                return true;
            },
            http.RequestAborted);
        if (answer is { Replayed: true })
            http.Features.Set(CommandOutcome.AnsweredBefore);
        else if (change.Recorded.Count > 0)
            http.Features.Set(new CommandOutcome(null, change.Recorded));
        return new Sent(answer!);
    }

    private static bool IsKey(string text) =>
        text.Length is > 0 and <= LongestKey && text.All(c => c is >= '!' and <= '~');

    private static async Task<IResult?> InvalidAsync(HttpContext http, IEnumerable<object?> arguments)
    {
        foreach (var argument in arguments)
        {
            if (argument is null)
                continue;
            var asked = typeof(IValidator<>).MakeGenericType(argument.GetType());
            if (http.RequestServices.GetService(asked) is not IValidator validator)
                continue;

            var result = await validator.ValidateAsync(new ValidationContext<object>(argument), http.RequestAborted);
            if (!result.IsValid)
                return result.Errors.ToProblem();
        }

        return null;
    }

    /// <summary>
    /// Inserts the key first thing; waits for a call in flight with the same. Answers what was answered before, or null
    /// for the first.
    /// </summary>
    private static async Task<Answer?> ClaimAsync(
        UnitOfWork change, Key key, IDataProtector protector, CancellationToken cancellationToken)
    {
        await using (var claim = change.CreateCommand(
            """
            -- claim key
            INSERT INTO commands.answers (key, actor, route, body_hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """,
            key.Parameters(protector.Protect(key.BodyHash))))
        {
            if (await claim.ExecuteNonQueryAsync(cancellationToken) == 1)
                return null;
        }

        await using var read = change.CreateCommand(
            """
            -- read kept answer
            SELECT body_hash, status, headers, body FROM commands.answers WHERE key = $1 AND actor = $2 AND route = $3
            """,
            key.Parameters());
        await using var reader = await read.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new UnavailableException("The answer kept under this key was dropped at this moment.");

        if (!protector.Unprotect(reader.GetFieldValue<byte[]>(0)).AsSpan().SequenceEqual(key.BodyHash))
            return Answer.OtherBody;
        var headers = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2))!;
        return new Answer(reader.GetInt32(1), headers, reader.GetFieldValue<byte[]>(3)) { Replayed = true };
    }

    private static void Keep(UnitOfWork change, Key key, Answer answer) => change.Defer(
        """
        -- keep answer
        UPDATE commands.answers SET status = $4, headers = $5, body = $6 WHERE key = $1 AND actor = $2 AND route = $3
        """,
        [
            .. key.Parameters(answer.Status),
            new() { Value = JsonSerializer.Serialize(answer.Headers), NpgsqlDbType = NpgsqlDbType.Jsonb },
            new() { Value = answer.Body },
        ]);

    private static Dictionary<string, string> HeadersOf(HttpResponse response) =>
        KeptHeaders.Where(response.Headers.ContainsKey)
            .ToDictionary(name => name, name => response.Headers[name].ToString(), StringComparer.Ordinal);

    /// <summary>
    /// A body's hash is sealed: of a form whose other fields are known, a bare hash would tell an ID number to whoever
    /// tries them all.
    /// </summary>
    private static IDataProtector ProtectorOf(HttpContext http) =>
        http.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("commands", "body hashes");

    /// <summary>
    /// Over the bytes as they came: the handler's reading was buffered by <see cref="BodyBuffering"/>.
    /// </summary>
    private static async Task<byte[]> HashOfBodyAsync(HttpRequest request)
    {
        if (!request.Body.CanSeek)
            return SHA256.HashData(ReadOnlySpan<byte>.Empty);
        request.Body.Position = 0;
        var hash = await SHA256.HashDataAsync(request.Body, request.HttpContext.RequestAborted);
        // A handler that takes a file reads it after this.
        request.Body.Position = 0;
        return hash;
    }

    private sealed record Key(string Value, string Actor, string Route, byte[] BodyHash)
    {
        public static async Task<Key> OfAsync(HttpContext http, string value)
        {
            var request = http.Request;
            return new(
                value, ServiceDefaults.Actor.From(http.User).Id,
                $"{request.Method} {request.Path}{request.QueryString}", await HashOfBodyAsync(request));
        }

        public NpgsqlParameter[] Parameters(params object[] more) =>
        [
            new() { Value = Value }, new() { Value = Actor }, new() { Value = Route },
            .. more.Select(value => new NpgsqlParameter { Value = value }),
        ];
    }

    private sealed record Answer(int Status, Dictionary<string, string> Headers, byte[] Body)
    {
        public static Answer OtherBody { get; } = new(StatusCodes.Status422UnprocessableEntity, [], []);

        public bool Replayed { get; init; }
    }

    private sealed class Sent(Answer answer) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            if (ReferenceEquals(answer, Answer.OtherBody))
            {
                await new TextProblem(
                    answer.Status, Text.Of("problem.key-used"),
                    Text.Of("problem.key-of-another-body")).ExecuteAsync(httpContext);
                return;
            }

            httpContext.Response.StatusCode = answer.Status;
            foreach (var (name, value) in answer.Headers)
                httpContext.Response.Headers[name] = new StringValues(value);
            if (answer.Replayed)
                httpContext.Response.Headers["Idempotency-Replayed"] = "true";
            if (answer.Body.Length == 0)
                return;
            httpContext.Response.ContentLength = answer.Body.Length;
            await httpContext.Response.Body.WriteAsync(answer.Body, httpContext.RequestAborted);
        }
    }
}
