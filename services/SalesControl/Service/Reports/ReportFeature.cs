using Ops.Platform.Departments;

namespace Ops.SalesControl.Reports;

/// <summary>The reports.</summary>
internal static class ReportFeature
{
    public static DepartmentBuilder AddReports(this DepartmentBuilder department)
    {
        department.Services.AddScoped<ReportDesk>();
        return department.Feature(
            "report.feature", "report.feature.about", reports =>
            {
                DailySales.Map(reports);
                SellThrough.Map(reports);
                ExpiringReservations.Map(reports);
                Forfeitures.Map(reports);
                DepositsHeld.Map(reports);
                ExportLeases.Map(reports);
                ExportLedger.Map(reports);
                ExportDeposits.Map(reports);
            });
    }
}
