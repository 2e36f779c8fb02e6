using Microsoft.Extensions.Logging;

namespace Ops.Platform.Messaging.Inbox;

internal sealed partial class EventInbox
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Type} {EventId} of {Producer} ({Stream} #{Sequence}) failed, attempt {Attempt}: {Reason}")]
        public static partial void AttemptFailed(ILogger logger, string type, Guid eventId, string producer, string stream, long sequence, int attempt, string reason);

        [LoggerMessage(2, LogLevel.Error, "{Type} {EventId} of {Producer} ({Stream} #{Sequence}) lies among the failed; its stream waits behind it: {Reason}")]
        public static partial void Failed(ILogger logger, string type, Guid eventId, string producer, string stream, long sequence, string reason, Exception? exception);

        [LoggerMessage(3, LogLevel.Warning, "What messages need is not there; they wait and are tried again in {Delay}")]
        public static partial void Waiting(ILogger logger, TimeSpan delay, Exception exception);

        [LoggerMessage(4, LogLevel.Error, "A message of {Length} bytes cannot be read; it lies among the failed: {Reason}")]
        public static partial void Unreadable(ILogger logger, int length, string reason);
    }
}
