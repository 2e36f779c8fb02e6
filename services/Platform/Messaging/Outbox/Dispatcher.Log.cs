using Microsoft.Extensions.Logging;

namespace Ops.Platform.Messaging.Outbox;

internal sealed partial class Dispatcher
{
    private static partial class Log
    {
        [LoggerMessage(
            1, LogLevel.Warning,
            "{Subscriber} did not get event {EventId} ({Stream} #{Sequence}), attempt {Attempt}; it is tried again: "
                + "{Reason}")]
        public static partial void NotDelivered(
            ILogger logger, string subscriber, Guid eventId, string stream, long sequence, int attempt, string reason);

        [LoggerMessage(
            2, LogLevel.Warning, "The streams that were claimed are not given back; their leases run out in {Lease}.")]
        public static partial void NotReleased(ILogger logger, TimeSpan lease, Exception exception);

        [LoggerMessage(3, LogLevel.Information, "{Subscriber} has no queue yet; its events wait.")]
        public static partial void Unroutable(ILogger logger, string subscriber);
    }
}
