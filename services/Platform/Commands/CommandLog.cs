using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Ops.ServiceDefaults;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Commands;

/// <summary>
/// One line for each command, carried out or refused, wherever in the pipeline it was: by whom, about what, by which
/// rule, and what was written down of it. Ids and codes alone: nothing of a body, and no value that could be a name.
/// </summary>
internal sealed partial class CommandLog : IStartupFilter
{
    private const int LongestCode = 64, ShortestPhone = 7;

    private static readonly SearchValues<char> Codes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:*");

    private readonly ILogger<CommandLog> _logger;
    private readonly Counter<long> _commands;

    public CommandLog(IMeterFactory meters, ILogger<CommandLog> logger)
    {
        _logger = logger;
        _commands = meters
            .Create("Ops.Commands")
            .CreateCounter<long>(
                "ops.commands", "{command}",
                "Commands by route and outcome: carried out, refused (by which rule) or failed.");
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(async (context, following) =>
        {
            await following(context);
            if (HttpMethods.IsPost(context.Request.Method))
                Tell(context);
        });
        next(app);
    };

    private void Tell(HttpContext http)
    {
        // Where an exception was answered, the endpoint is to be found with it.
        var failed = http.Features.Get<IExceptionHandlerFeature>();
        if ((http.GetEndpoint() ?? failed?.Endpoint) is not RouteEndpoint endpoint
            || endpoint.Metadata.GetMetadata<IsCommand>() is null)
            return;

        var outcome = http.Features.Get<CommandOutcome>();
        var status = http.Response.StatusCode;
        var rule = outcome?.Rule ?? (http.Features.Get<PermissionDenied>() is null ? null : "CS-7");
        var route = endpoint.RoutePattern.RawText ?? "";
        var result = status switch { < 300 => "carried out", < 500 => "refused", _ => "failed" };
        _commands.Add(1, new("command", route), new("outcome", result), new("rule", rule));
        var actor = http.User.FindFirst("sub")?.Value ?? "nobody";
        Activity.Current?.SetTag("ops.actor", actor).SetTag("ops.rule", rule);
        if (!_logger.IsEnabled(LogLevel.Information))
            return;

        var about = About(failed?.RouteValues ?? http.Request.RouteValues);
        if (status < 300)
            LogCarriedOut(route, actor, about, status, outcome?.WhatIsRecorded() ?? "nothing");
        else if (status < 500)
            LogRefused(route, actor, about, status, rule ?? "no rule");
        else
            LogFailed(route, actor, about, status);
    }

    /// <summary>The ids and codes in the route: <c>project=harbour-court unit=2-1-1203</c>.</summary>
    private static string About(RouteValueDictionary values)
    {
        var about = new StringBuilder();
        foreach (var (name, value) in values)
        {
            about.Append(about.Length == 0 ? "" : " ").Append(name).Append('=')
                .Append(value is string code && IsCode(code) ? code : "?");
        }

        return about.Length == 0 ? "-" : about.ToString();
    }

    /// <summary>
    /// A caller may put anything into an address: what cannot be an id or a code of ours is not written down, nor is a
    /// number that may be a telephone's.
    /// </summary>
    private static bool IsCode(string value) =>
        value.Length <= LongestCode && !value.AsSpan().ContainsAnyExcept(Codes)
        && (value.Length < ShortestPhone || value.AsSpan().ContainsAnyExceptInRange('0', '9'));

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, EventName = "CommandCarriedOut",
        Message = "POST {Command} by {Actor} carried out ({Status}): {About}; recorded {Recorded}")]
    private partial void LogCarriedOut(string command, string actor, string about, int status, string recorded);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, EventName = "CommandRefused",
        Message = "POST {Command} by {Actor} refused ({Status}, {Rule}): {About}")]
    private partial void LogRefused(string command, string actor, string about, int status, string rule);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, EventName = "CommandFailed",
        Message = "POST {Command} by {Actor} failed ({Status}): {About}")]
    private partial void LogFailed(string command, string actor, string about, int status);
}

/// <summary>Marks a route as a command.</summary>
internal sealed record IsCommand : IRouteTrait
{
    private static readonly HeaderInfo Key = new("Idempotency-Key", "reference.idempotency-key", "k-20270301-0001")
    {
        Pattern = "^[!-~]+$",
        Longest = CommandFilter.LongestKey,
    };

    /// <summary>It stands in the way of what happened, or of what happens at the same time.</summary>
    public IReadOnlyList<int> Statuses { get; } = [StatusCodes.Status409Conflict];

    /// <inheritdoc />
    public IReadOnlyList<HeaderInfo> Takes(IReadOnlyList<object> route) =>
        route.OfType<AnswerNotKept>().Any() ? [] : [Key];
}

/// <summary>What is known of a command beside its answer.</summary>
/// <param name="Rule">The rule that refused it.</param>
/// <param name="Recorded">What was written into the event log: types and streams.</param>
internal sealed record CommandOutcome(string? Rule, IReadOnlyList<(string Type, string Stream)> Recorded)
{
    /// <summary>It was carried out before, under the same key: the answer was given again.</summary>
    public static CommandOutcome AnsweredBefore { get; } = new(null, []);

    /// <summary>In words: each event with its stream, or how many where one change recorded many of a type.</summary>
    public string WhatIsRecorded() => ReferenceEquals(this, AnsweredBefore)
        ? "before"
        : string.Join(", ", Recorded.GroupBy(recorded => recorded.Type, StringComparer.Ordinal).Select(type =>
            type.Count() is > 1 and var count ? $"{type.Key} ×{count}" : $"{type.Key} {type.First().Stream}"));

    /// <summary>Notes by which rule a command is refused with this answer.</summary>
    public static void Refused(HttpContext http, object? answer)
    {
        var result = answer is INestedHttpResult nested ? nested.Result : answer;
        if (result is TextProblem { Rule: { } rule })
            http.Features.Set(new CommandOutcome(rule, []));
    }
}
