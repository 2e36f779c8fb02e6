using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Ops.AppHost.Local.Viewer.Otlp;

namespace Ops.AppHost.Local.Viewer;

/// <summary>OTLP's <c>TraceService</c>.</summary>
internal sealed class TraceReceiver(TelemetryStore store) : TraceService.TraceServiceBase
{
    public override Task<ExportTraceServiceResponse> Export(ExportTraceServiceRequest request, ServerCallContext context)
    {
        var response = new ExportTraceServiceResponse();
        if (store.Add(request) is var rejected and > 0)
        {
            response.PartialSuccess = new()
            {
                RejectedSpans = rejected,
                ErrorMessage = "A trace id is 16 bytes and a span id 8, neither all zero.",
            };
        }

        return Task.FromResult(response);
    }
}

/// <summary>OTLP's <c>LogsService</c>.</summary>
internal sealed class LogsReceiver(TelemetryStore store) : LogsService.LogsServiceBase
{
    public override Task<ExportLogsServiceResponse> Export(ExportLogsServiceRequest request, ServerCallContext context)
    {
        store.Add(request);
        return Task.FromResult(new ExportLogsServiceResponse());
    }
}

/// <summary>OTLP's <c>MetricsService</c>.</summary>
internal sealed class MetricsReceiver(TelemetryStore store) : MetricsService.MetricsServiceBase
{
    public override Task<ExportMetricsServiceResponse> Export(ExportMetricsServiceRequest request, ServerCallContext context)
    {
        store.Add(request);
        return Task.FromResult(new ExportMetricsServiceResponse());
    }
}

/// <summary>Hears only who sends the key that the system was started with.</summary>
internal sealed class ApiKeyInterceptor(ViewerOptions options) : Interceptor
{
    public const string Header = "x-otlp-api-key";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        if (options.ApiKey is { } key
            && !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.RequestHeaders.GetValue(Header) ?? ""), Encoding.UTF8.GetBytes(key)))
        {
            throw new RpcException(new(StatusCode.Unauthenticated, $"The header {Header} is missing or wrong."));
        }

        return continuation(request, context);
    }
}
