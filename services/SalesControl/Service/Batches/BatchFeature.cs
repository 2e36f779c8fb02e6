using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.SalesControl.Changes;

namespace Ops.SalesControl.Batches;

/// <summary>RES-2, RES-4: release days.</summary>
internal static class BatchFeature
{
    public static DepartmentBuilder AddBatches(this DepartmentBuilder department)
    {
        department.Services.AddScoped<IChangeKind, WithholdUnit>().AddScoped<IBelongings, QueueNumbersOfALeaver>();
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
