using Ops.Platform.Departments;
using Ops.SalesControl.Ledger;

namespace Ops.SalesControl.Reservations;

/// <summary>RES-1: deposits and the ledger.</summary>
internal static class LedgerFeature
{
    public static DepartmentBuilder AddLedger(this DepartmentBuilder department) => department.Feature(
        "Deposits and ledger",
        "The deposits that are held, their refunds, and the ledger that balances.",
        api =>
        {
            api.MapReadDeposits();
            RefundDeposit.Map(api);
            api.MapReadLedger();
        });
}
