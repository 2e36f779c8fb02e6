using Ops.Platform.Departments;
using Ops.SalesControl.Ledger;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1: deposits and the ledger.</summary>
internal static class LedgerFeature
{
    public static DepartmentBuilder AddLedger(this DepartmentBuilder department)
    {
        department.Services.AddScoped<DepositLister>();
        return department.Feature(
            "ledger.feature",
            "ledger.feature.about",
            api =>
            {
                api.MapReadDeposits();
                RefundDeposit.Map(api);
                api.MapReadLedger();
            });
    }
}
