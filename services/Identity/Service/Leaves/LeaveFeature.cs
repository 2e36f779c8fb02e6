using Ops.Platform.Departments;

namespace Ops.Identity.Leaves;

/// <summary>REC-5: leaves 请假 and advertising days 广告日.</summary>
internal static class LeaveFeature
{
    public static DepartmentBuilder AddLeaves(this DepartmentBuilder department)
    {
        department.Services.AddScoped<LeaveRecorders>();
        return department.Feature(
            "Leaves",
            "Leaves of the staff, and the advertising days on which a site needs everybody.",
            api =>
            {
                ListLeaves.Map(api);
                RecordLeave.Map(api);
                WithdrawLeave.Map(api);
                SetAdvertisingDay.Map(api);
            });
    }
}
