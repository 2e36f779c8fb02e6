using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Letting;

/// <summary>DOC-5.6.1: the letting of shops 商铺租赁.</summary>
internal static class LettingFeature
{
    public static DepartmentBuilder AddLetting(this DepartmentBuilder department)
    {
        department.Services.AddVersionsOf<SalesControlDb>("/api/sales/leases", db => db.Leases.Join(
            db.Units, l => l.UnitId, u => u.Id, (l, u) => new ThingVersion { Id = l.Id, Version = u.Version }));
        department.Deadlines.Handle<LeaseRunsOut>();
        return department.Feature(
            "lease.feature",
            "lease.feature.about",
            api =>
            {
                BookLease.Map(api);
                ReadLeases.Map(api);
                SignLease.Map(api);
                RenewLease.Map(api);
                EndLease.Map(api);
            });
    }
}
