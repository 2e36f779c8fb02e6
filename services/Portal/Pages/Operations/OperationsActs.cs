using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Ops.Portal.Acts;

namespace Ops.Portal.Pages.Operations;

/// <summary>Why what failed is given up.</summary>
internal sealed class DiscardForm
{
    /// <summary>In a sentence.</summary>
    [Required]
    [JsonPropertyName("reason")]
    public string Reason { get; set; } = "";
}

/// <summary>The commands of operation, of the service that they are about.</summary>
internal sealed class OperationsActs : IActs
{
    public IReadOnlyList<Act> All { get; } =
    [
        new Act<OperationsBook>("ReplayFailure", (book, on, key) => book.Of(on.Code)!.ReplayAsync(on.Id, key)),
        new Act<OperationsBook, DiscardForm>("DiscardFailure", (book, on, form, key) =>
            book.Of(on.Code)!.DiscardAsync(on.Id, form.Reason, key)),
        new Act<OperationsBook>("PublishUnroutedEvent", (book, on, key) => book.Of(on.Code)!.PublishAsync(on.Id, key)),
        new Act<ClockClient, MoveClockForm>("MoveClock", async (clock, _, form, _) => await clock.MoveAsync(form)),
    ];
}
