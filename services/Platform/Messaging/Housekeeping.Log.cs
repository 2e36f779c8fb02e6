using Microsoft.Extensions.Logging;

namespace Ops.Platform.Messaging;

internal sealed partial class Housekeeping
{
    private static partial class Log
    {
        [LoggerMessage(
            2, LogLevel.Information,
            "Dropped {Deliveries} sent deliveries and {Messages} handled messages that are older than {Days} days")]
        public static partial void Dropped(ILogger logger, int deliveries, int messages, int days);
    }
}
