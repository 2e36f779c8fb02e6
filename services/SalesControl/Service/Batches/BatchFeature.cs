using Ops.Identity.Client;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Batches;

/// <summary>RES-2, RES-4: release days.</summary>
internal static class BatchFeature
{
    public static DepartmentBuilder AddBatches(this DepartmentBuilder department)
    {
        department.Services.AddScoped<IChangeKind, WithholdUnit>().AddScoped<IBelongings, QueueNumbersOfALeaver>();
        department.Services
            .AddVersionsOf<SalesControlDb>("/api/sales/batches", db => db.Batches.Select(
                batch => new ThingVersion { Id = batch.Id, Version = batch.Version }))
            .AddVersionsOf<SalesControlDb>("/api/sales/queue-numbers", db => db.QueueNumbers.Join(
                db.Batches, n => n.BatchId, b => b.Id,
                (n, b) => new ThingVersion { Id = n.Id, Version = b.Version }));
        department.Deadlines.Handle<BatchOpens>();
        return department.Feature(
            "batch.feature",
            "batch.feature.about",
            api =>
            {
                PlanBatch.Map(api);
                ReadBatches.Map(api);
                OpenBatch.Map(api);
                GiveQueueNumber.Map(api);
                CallQueueNumber.Map(api);
                ChooseUnit.Map(api);
                WithholdUnit.Map(api);
            });
    }
}
