using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Ops.AppHost.Local.Viewer;

/// <summary>The page, and the JSON that it and scripts read.</summary>
internal static class ViewerApi
{
    private static readonly string Page = ReadPage();

    public static void MapViewer(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", (HttpContext context) =>
        {
            // The page asks nobody but its own origin, and runs no script but its own, whatever a log record says.
            var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'none'; connect-src 'self'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
            return Results.Content(Page.Replace("{{nonce}}", nonce, StringComparison.Ordinal), "text/html; charset=utf-8");
        });

        var api = routes.MapGroup("/api");
        api.MapGet("/resources", (ResourceBoard board) => new ResourceList(
            [.. board.Snapshot().Select(resource => new ResourceAnswer(
                resource.Name, resource.Kind, resource.State, resource.Pid, resource.Url, resource.Health, resource.Restarts, resource.Since))]));

        api.MapGet("/traces", (HttpRequest request, TelemetryStore store) =>
        {
            var query = new Query(request.Query);
            var filter = new TraceFilter(query.Text("service"), query.Milliseconds("minDuration"), query.YesOrNo("error"), query.Text("q"), query.Limit(100));
            return query.Problem() ?? Results.Ok(store.Find(filter));
        });

        api.MapGet("/traces/{traceId}", (string traceId, TelemetryStore store) =>
        {
            if (!IsTraceId(traceId))
                return Problem(new() { ["traceId"] = [NotATraceId] });
            return store.FindTrace(traceId.ToLowerInvariant()) is { } trace
                ? Results.Ok(trace)
                : Results.Problem("The trace was not received, or was dropped because newer ones came.", statusCode: StatusCodes.Status404NotFound);
        });

        api.MapGet("/logs", (HttpRequest request, TelemetryStore store) =>
        {
            var query = new Query(request.Query);
            var filter = new LogFilter(query.Text("q"), query.Text("service"), query.Level("level"), query.TraceId("traceId"), query.Limit(200));
            return query.Problem() ?? Results.Ok(store.Find(filter));
        });

        api.MapGet("/metrics", (HttpRequest request, TelemetryStore store) =>
        {
            var query = new Query(request.Query);
            var filter = new MetricFilter(query.Text("q"), query.Text("service"), query.Limit(500));
            return query.Problem() ?? Results.Ok(store.Find(filter));
        });
    }

    private const string NotATraceId = "A trace id is 32 hexadecimal digits.";

    private static bool IsTraceId(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigit);

    private static IResult Problem(Dictionary<string, string[]> errors) => Results.ValidationProblem(errors);

    private static string ReadPage()
    {
        using var stream = typeof(ViewerApi).Assembly.GetManifestResourceStream("viewer.html")
            ?? throw new InvalidOperationException("The page is embedded in this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a query string and remembers what could not be read.</summary>
    private sealed class Query(IQueryCollection query)
    {
        private const int MostAtOnce = 1_000;
        private readonly Dictionary<string, string[]> _errors = [];

        public IResult? Problem() => _errors.Count > 0 ? ViewerApi.Problem(_errors) : null;

        /// <summary>The text, or null when the parameter is absent or empty.</summary>
        public string? Text(string name)
        {
            var values = query[name];
            if (values.Count > 1)
                _errors[name] = ["Give it once."];
            return values.Count == 1 && !string.IsNullOrWhiteSpace(values[0]) ? values[0] : null;
        }

        public TimeSpan? Milliseconds(string name) =>
            Read<TimeSpan>(name, "A number of milliseconds, not negative, at most a day.", text =>
                double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 86_400_000
                    ? TimeSpan.FromMilliseconds(number) : null);

        public bool? YesOrNo(string name) =>
            Read<bool>(name, "true or false.", text => text switch { "true" => true, "false" => false, _ => null });

        public int? Level(string name) =>
            Read<int>(name, "trace, debug, information, warning, error or critical.", TelemetryStore.Severity);

        public string? TraceId(string name)
        {
            var text = Text(name);
            if (text is null || IsTraceId(text))
                return text?.ToLowerInvariant();
            _errors[name] = [NotATraceId];
            return null;
        }

        public int Limit(int usual) =>
            Read<int>("limit", $"A whole number from 1 to {MostAtOnce}.", text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostAtOnce ? number : null) ?? usual;

        private T? Read<T>(string name, string wanted, Func<string, T?> read)
            where T : struct
        {
            if (Text(name) is not { } text)
                return null;
            var value = read(text);
            if (value is null)
                _errors[name] = [wanted];
            return value;
        }
    }
}
