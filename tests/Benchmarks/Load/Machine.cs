namespace Ops.Benchmarks.Load;

/// <summary>The machine's time and ids, for the bare loops.</summary>
internal static class Machine
{
    public static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
