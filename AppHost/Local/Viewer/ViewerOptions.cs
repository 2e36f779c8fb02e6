namespace Ops.AppHost.Local.Viewer;

/// <summary>Where the viewer listens, whom it hears and how much it keeps.</summary>
internal sealed record ViewerOptions
{
    /// <summary>The page's port on loopback; 0 for any free one.</summary>
    public int HttpPort { get; init; }

    /// <summary>The port on loopback for OTLP over gRPC, HTTP/2 only; 0 for any free one.</summary>
    public int OtlpPort { get; init; }

    /// <summary>What exporters must send as <c>x-otlp-api-key</c>; null when anyone on this machine may send.</summary>
    public string? ApiKey { get; init; }

    /// <summary>How much is kept.</summary>
    public ViewerLimits Limits { get; init; } = new();

    /// <summary>Machine time, for a log record that says none itself.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}

/// <summary>How much the viewer keeps in memory; beyond it the oldest goes. Bytes are counted as received.</summary>
internal sealed record ViewerLimits
{
    public int Traces { get; init; } = 2_000;

    public int SpansPerTrace { get; init; } = 1_000;

    public int TraceBytes { get; init; } = 64 << 20;

    public int Logs { get; init; } = 20_000;

    public int LogBytes { get; init; } = 32 << 20;

    public int Series { get; init; } = 4_000;
}
