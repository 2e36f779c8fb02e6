using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Reports;

/// <summary>ATT-III.1, REC-4, REC-5: the daily reports 日报表.</summary>
internal static class ReportsFeature
{
    public static DepartmentBuilder AddReports(this DepartmentBuilder department) => department.Feature(
        "report.feature",
        "report.feature.about",
        api =>
        {
            ReadReports.Map(api);
            CloseReport.Map(api);
        });
}
