using System.Text;
using System.Text.RegularExpressions;

namespace Ops.Portal.Calls;

/// <summary>What the clients have in common that are made of the services' documents.</summary>
/// <param name="calls">Calls as whoever looks at the page.</param>
public abstract partial class ServiceClient(ServiceCalls calls)
{
    /// <summary>A request as the generated code asks for it.</summary>
    protected Task<HttpRequestMessage> CreateHttpRequestMessageAsync(CancellationToken cancellationToken) =>
        calls.RequestAsync(cancellationToken);

    /// <summary>
    /// The prefix of another department, where only that is asked which every department has; null for the client's
    /// own.
    /// </summary>
    public string? Prefix { get; init; }

    /// <summary>
    /// The generated code writes a time into a query without its offset, which no service takes: it is UTC and says so.
    /// </summary>
    protected Task PrepareRequestAsync(
        HttpClient client, HttpRequestMessage request, StringBuilder address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        var told = TimeWithoutOffset().Replace(address.ToString(), "${time}Z${end}");
        address.Clear().Append(Prefix is null ? told : OwnPrefix().Replace(told, $"api/{Prefix}/", 1));
        return Task.CompletedTask;
    }

    /// <summary>Nothing more is put on it.</summary>
    protected Task PrepareRequestAsync(
        HttpClient client, HttpRequestMessage request, string address, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Looks at each answer before the generated code reads it.</summary>
    protected Task ProcessResponseAsync(
        HttpClient client, HttpResponseMessage response, CancellationToken cancellationToken) =>
        calls.LookAtAsync(response, cancellationToken);

    [GeneratedRegex(@"\Aapi/[a-z]+/", RegexOptions.NonBacktracking)]
    private static partial Regex OwnPrefix();

    [GeneratedRegex(
        @"(?<time>=[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}%3A[0-9]{2}%3A[0-9]{2})(?<end>&|\z)",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TimeWithoutOffset();
}
