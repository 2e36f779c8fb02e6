using Ops.Portal.Acts;
using Ops.Portal.Clients.RecordsArchive;
using Ops.Portal.Pages.RecordsArchive.Handovers;

namespace Ops.Portal.Pages.RecordsArchive;

/// <summary>The commands of the archive.</summary>
internal sealed class ArchiveActs : IActs
{
    public IReadOnlyList<Act> All { get; } =
    [
        new Act<RecordsArchiveClient, MakeHandoverRequest>("MakeHandover", async (archive, on, form, key) =>
            await archive.MakeHandoverAsync(on.Id, on.Version, form, idempotency_Key: key))
        {
            Form = typeof(PapersForm),
        },
        new Act<RecordsArchiveClient>("AcceptHandover", async (archive, on, key) =>
            await archive.AcceptHandoverAsync(on.Id, on.Version, idempotency_Key: key)),
        new Act<RecordsArchiveClient, RejectHandoverRequest>("RejectHandover", async (archive, on, form, key) =>
            await archive.RejectHandoverAsync(on.Id, on.Version, form, idempotency_Key: key)),
    ];
}
