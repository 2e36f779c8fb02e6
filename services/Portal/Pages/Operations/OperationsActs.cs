using Ops.Portal.Acts;
using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Pages.Operations;

/// <summary>The commands of operation, of the service that they are about.</summary>
internal sealed class OperationsActs : IActs
{
    public IReadOnlyList<Act> All { get; } =
    [
        new Act<OperationsBook>("ReplayFailure", (book, on, key) => book.Of(on.Code)!.ReplayAsync(on.Id, key)),
        new Act<OperationsBook, DiscardRequest>("DiscardFailure", (book, on, form, key) =>
            book.Of(on.Code)!.DiscardAsync(on.Id, form, key)),
        new Act<OperationsBook>("PublishUnroutedEvent", (book, on, key) => book.Of(on.Code)!.PublishAsync(on.Id, key)),
        new Act<ClockClient, MoveClockForm>("MoveClock", async (clock, _, form, _) => await clock.MoveAsync(form)),
    ];
}
