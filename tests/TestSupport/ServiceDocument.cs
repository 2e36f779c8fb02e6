using System.Globalization;
using NJsonSchema.Validation;
using NSwag;

namespace Ops.TestSupport;

/// <summary>A service's OpenAPI document, and whether what the service answers is what the document says.</summary>
public sealed class ServiceDocument
{
    /// <summary>A larger body is not looked through: it would be the same members over and over.</summary>
    private const int LargestBody = 256 * 1024;

    /// <summary>What the server answers by itself, before any route is asked.</summary>
    private const int HeadersTooLarge = 431;

    private readonly List<(string Method, string[] Segments, string Path, OpenApiOperation Operation)> _operations;
    private readonly Lock _validating = new();

    private ServiceDocument(OpenApiDocument document)
    {
        Document = document;
        _operations = [.. document.Operations.Select(one => (
            one.Method.ToUpperInvariant(), one.Path.Split('/'), one.Path, one.Operation))];
    }

    /// <summary>The document itself.</summary>
    public OpenApiDocument Document { get; }

    /// <summary>Reads a document.</summary>
    public static async Task<ServiceDocument> ReadAsync(string json) => new(await OpenApiDocument.FromJsonAsync(json));

    /// <summary>What the document says otherwise than the answer; null where it says the same.</summary>
    /// <param name="answer">The answer, with its request.</param>
    /// <param name="cancellationToken">The caller does not wait any more.</param>
    public async Task<string?> FaultOfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var (asked, status) = (answer.RequestMessage!, (int)answer.StatusCode);
        // A HEAD is what GET is, but for the body: no document lists it.
        var isHead = asked.Method == HttpMethod.Head;
        if (Find(isHead ? "GET" : asked.Method.Method, asked.RequestUri!.AbsolutePath) is not { } known)
        {
            return status is >= 200 and < 300
                ? $"{asked.Method} {asked.RequestUri.AbsolutePath} answers {status} and is no operation of the document"
                : null;
        }

        var media = answer.Content.Headers.ContentType?.MediaType;
        if (status is HeadersTooLarge or >= 500 || status == 400 && media is null)
            return null;
        var name = $"{known.Operation.OperationId} ({known.Method} {asked.RequestUri.PathAndQuery})";
        if (!known.Operation.ActualResponses.TryGetValue(
            status.ToString(CultureInfo.InvariantCulture), out var described))
            return $"{name} answers {status}, and the document has no such answer";
        if (isHead)
            return null;
        if (media is null)
            return described.ActualResponse.Content.Count == 0 ? null : $"{name} answers {status} without content";
        if (!described.ActualResponse.Content.TryGetValue(media, out var content))
            return $"{name} answers {status} with {media}, and the document has no such content";
        if (media is not ("application/json" or "application/problem+json") || content.Schema is null
            || answer.Content.Headers.ContentEncoding.Count > 0)
            return null;

        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        return body.Length > LargestBody || FaultOf(content.Schema.ActualSchema, body) is not { Length: > 0 } fault
            ? null
            : $"{name} answers {status} with {fault}";
    }

    private string FaultOf(NJsonSchema.JsonSchema schema, string body)
    {
        // A schema works out what it refers to when it is first asked.
        lock (_validating)
            return string.Join(", ", Leaves(schema.Validate(body)).Distinct().Take(5));
    }

    /// <summary>What is wrong in the end: of a list's element, which member.</summary>
    private static IEnumerable<string> Leaves(IEnumerable<ValidationError> errors) => errors.SelectMany(error =>
        error is ChildSchemaValidationError parent
            ? Leaves(parent.Errors.SelectMany(child => child.Value))
            : [$"{error.Path}: {error.Kind}"]);

    /// <summary>The operation of an address: where several would do, the one that names the most of it.</summary>
    private (string Method, string Path, OpenApiOperation Operation)? Find(string method, string path)
    {
        // With a slash at its end it is the same address.
        var segments = path.TrimEnd('/').Split('/');
        var found = _operations
            .Where(one => one.Method == method && one.Segments.Length == segments.Length
                && one.Segments.Zip(segments).All(pair =>
                    IsPlace(pair.First) || pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(one => one.Segments.Count(IsPlace)).FirstOrDefault();
        return found.Operation is null ? null : (found.Method, found.Path, found.Operation);
    }

    private static bool IsPlace(string segment) => segment.StartsWith('{');
}
