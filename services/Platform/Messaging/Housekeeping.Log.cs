using Microsoft.Extensions.Logging;

namespace Ops.Platform.Messaging;

internal sealed partial class Housekeeping
{
    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Messaging's housekeeping failed; it is done again at the next round")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(2, LogLevel.Information, "Dropped {Deliveries} sent deliveries and {Messages} handled messages that are older than {Days} days")]
        public static partial void Dropped(ILogger logger, int deliveries, int messages, int days);
    }
}
