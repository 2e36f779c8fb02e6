using Ops.Platform.Departments;

namespace Ops.Identity.Leaves;

/// <summary>REC-5: leaves 请假 and advertising days 广告日.</summary>
internal static class LeaveFeature
{
    public static DepartmentBuilder AddLeaves(this DepartmentBuilder department)
    {
        department.Services.AddScoped<LeaveRecorders>();
        return department.Feature(
            "leave.feature",
            "leave.feature.about",
            api =>
            {
                ListLeaves.Map(api);
                RecordLeave.Map(api);
                WithdrawLeave.Map(api);
                SetAdvertisingDay.Map(api);
            });
    }
}
