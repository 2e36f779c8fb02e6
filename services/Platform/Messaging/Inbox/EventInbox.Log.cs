using Microsoft.Extensions.Logging;

namespace Ops.Platform.Messaging.Inbox;

internal sealed partial class EventInbox
{
    private static partial class Log
    {
        [LoggerMessage(
            EventId = 1,
            Level = LogLevel.Warning,
            EventName = "EventAttemptFailed",
            Message = "{Type} {EventId} of {Producer} ({Stream} #{Sequence}) failed, attempt {Attempt}: {Reason}")]
        public static partial void AttemptFailed(
            ILogger logger, string type, Guid eventId, string producer, string stream, long sequence, int attempt,
            string reason);

        [LoggerMessage(
            EventId = 2,
            Level = LogLevel.Error,
            EventName = "EventFailed",
            Message = "{Type} {EventId} of {Producer} ({Stream} #{Sequence}) lies among the failed; "
                + "its stream waits behind it: {Reason}")]
        public static partial void Failed(
            ILogger logger, string type, Guid eventId, string producer, string stream, long sequence, string reason,
            Exception? exception);

        [LoggerMessage(EventId = 3, Level = LogLevel.Warning, EventName = "EventsWait",
            Message = "What messages need is not there; they wait and are tried again in {Delay}")]
        public static partial void Waiting(ILogger logger, TimeSpan delay, Exception exception);

        [LoggerMessage(EventId = 4, Level = LogLevel.Error, EventName = "MessageUnreadable",
            Message = "A message of {Length} bytes cannot be read; it lies among the failed: {Reason}")]
        public static partial void Unreadable(ILogger logger, int length, string reason);

        [LoggerMessage(
            EventId = 5,
            Level = LogLevel.Information,
            EventName = "EventHandled",
            Message = "{Type} {EventId} of {Producer} ({Stream} #{Sequence}) handled")]
        public static partial void Handled(
            ILogger logger, string type, Guid eventId, string producer, string stream, long sequence);
    }
}
