using System.Text;

namespace Ops.Portal.Calls;

/// <summary>What the clients have in common that are made of the services' documents.</summary>
/// <param name="calls">Calls as whoever looks at the page.</param>
public abstract class ServiceClient(ServiceCalls calls)
{
    /// <summary>A request as the generated code asks for it.</summary>
    protected Task<HttpRequestMessage> CreateHttpRequestMessageAsync(CancellationToken cancellationToken) =>
        calls.RequestAsync(cancellationToken);

    /// <summary>Nothing more is put on it.</summary>
    protected Task PrepareRequestAsync(
        HttpClient client, HttpRequestMessage request, StringBuilder address, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Nothing more is put on it.</summary>
    protected Task PrepareRequestAsync(
        HttpClient client, HttpRequestMessage request, string address, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Looks at each answer before the generated code reads it.</summary>
    protected Task ProcessResponseAsync(
        HttpClient client, HttpResponseMessage response, CancellationToken cancellationToken) =>
        calls.LookAtAsync(response, cancellationToken);
}
