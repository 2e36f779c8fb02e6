using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ops.Portal.Calls;

namespace Ops.Portal.Pages.Operations;

/// <summary>By how much the clock is moved: one of the two.</summary>
internal sealed class MoveClockForm
{
    /// <summary>Hours.</summary>
    [JsonPropertyName("hours")]
    public int? Hours { get; set; }

    /// <summary>Working days, to this time of day.</summary>
    [JsonPropertyName("workingDays")]
    public int? WorkingDays { get; set; }
}

/// <summary>A service's clock.</summary>
/// <param name="Service">The service, as the gateway calls it.</param>
/// <param name="Now">What it shows.</param>
/// <param name="NextDue">When the next of its deadlines is due; null where it has none.</param>
public sealed record ServiceClock(string Service, DateTimeOffset Now, DateTimeOffset? NextDue);

/// <summary>What a move came to.</summary>
/// <param name="From">Where the clocks stood.</param>
/// <param name="Now">What they show.</param>
/// <param name="Fired">The deadlines that fired on the way.</param>
internal sealed record ClockMoved(DateTimeOffset From, DateTimeOffset Now, IReadOnlyList<JsonElement> Fired);

/// <summary>
/// The clock of the whole system, which the gateway alone moves, and only in Development and Training: its document is
/// no service's.
/// </summary>
/// <param name="calls">Calls as whoever looks at the page.</param>
/// <param name="http">The gateway.</param>
internal sealed class ClockClient(ServiceCalls calls, HttpClient http)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Whether there is such a route here.</summary>
    public static bool IsOpen(IHostEnvironment environment) =>
        environment.IsDevelopment() || environment.IsEnvironment("Training");

    /// <summary>The services' clocks.</summary>
    public async Task<IReadOnlyList<ServiceClock>> ReadAsync(CancellationToken cancellationToken) =>
        (await AskAsync<Clocks>(HttpMethod.Get, body: null, cancellationToken)).Result.Services;

    /// <summary>Moves all of them.</summary>
    public Task<ServiceAnswer<ClockMoved>> MoveAsync(MoveClockForm form) => AskAsync<ClockMoved>(
        HttpMethod.Post,
        new
        {
            by = form.Hours is { } hours ? string.Create(CultureInfo.InvariantCulture, $"PT{hours}H") : null,
            workingDays = form.WorkingDays,
        },
        CancellationToken.None);

    private async Task<ServiceAnswer<T>> AskAsync<T>(
        HttpMethod method, object? body, CancellationToken cancellationToken)
    {
        using var request = await calls.RequestAsync(cancellationToken);
        request.Method = method;
        request.RequestUri = new Uri("api/simulation/clock", UriKind.Relative);
        request.Content = body is null ? null : JsonContent.Create(body, options: Web);
        using var answer = await http.SendAsync(request, cancellationToken);
        await calls.LookAtAsync(answer, cancellationToken);
        return new(
            (int)answer.StatusCode, answer.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase),
            (await answer.Content.ReadFromJsonAsync<T>(Web, cancellationToken))!);
    }

    /// <summary>What the gateway says of the clocks.</summary>
    private sealed record Clocks(IReadOnlyList<ServiceClock> Services);
}
