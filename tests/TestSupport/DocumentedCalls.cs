using System.Collections.Concurrent;

namespace Ops.TestSupport;

/// <summary>
/// Holds every answer of a service against its OpenAPI document: the operation, the status, the content type and the
/// body. What is not as the document says fails the call that a test made. A document is read once a process.
/// </summary>
public sealed class DocumentedCalls : DelegatingHandler
{
    private static readonly ConcurrentDictionary<string, ServiceDocument> Documents = new(StringComparer.Ordinal);

    /// <summary>Over HTTP.</summary>
    public DocumentedCalls()
        : base(new SocketsHttpHandler())
    {
    }

    /// <inheritdoc />
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (await DocumentAsync(request.RequestUri!, cancellationToken) is { } document
            && await document.FaultOfAsync(answer, cancellationToken) is { } fault)
            throw new NotAsDocumentedException(fault);
        return answer;
    }

    /// <summary>The document of the service that was asked; null for what has none, or keeps it closed.</summary>
    private async Task<ServiceDocument?> DocumentAsync(Uri asked, CancellationToken cancellationToken)
    {
        if (asked.Segments is not ["/", "api/", var service, _, ..]
            || asked.AbsolutePath.EndsWith("/openapi.json", StringComparison.Ordinal))
            return null;
        if (Documents.TryGetValue(service, out var known))
            return known;
        using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(asked, $"/api/{service}openapi.json"));
        using var answer = await base.SendAsync(ask, cancellationToken);
        return answer.IsSuccessStatusCode
            ? Documents.GetOrAdd(service, await ServiceDocument.ReadAsync(
                await answer.Content.ReadAsStringAsync(cancellationToken)))
            : null;
    }
}

/// <summary>A service answered otherwise than its document says.</summary>
public sealed class NotAsDocumentedException(string message) : Exception(message);
