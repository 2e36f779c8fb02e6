using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Registers;
using Ops.RecordsArchive.Storage;
using Ops.SalesControl.Contracts;

namespace Ops.RecordsArchive.Handovers;

/// <summary>DOC-5.2.2: papers that one department owes another 移交.</summary>
internal static class HandoverFeature
{
    public static DepartmentBuilder AddHandovers(this DepartmentBuilder department)
    {
        department.Messages.Handle<SubscriptionSigned, OweHandover>(from: SalesControlEvents.Service);
        department.Services.AddVersionsOf<RecordsArchiveDb>("/api/archive/handovers", db => db.Handovers.Select(
            handover => new ThingVersion { Id = handover.Id, Version = handover.Version }));
        department.Services.AddSingleton<IRegisterSentences, HandoverSentences>();
        department.Deadlines.Handle<HandoverFallsDue>();
        return department
            .Feature(
                "handover.feature",
                "handover.feature.about",
                api =>
                {
                    ListHandovers.Map(api);
                    ExplainHandover.Map(api);
                    MakeHandover.Map(api);
                    AcceptHandover.Map(api);
                    RejectHandover.Map(api);
                });
    }
}
