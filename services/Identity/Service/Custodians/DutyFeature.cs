using Ops.Platform.Departments;

namespace Ops.Identity.Custodians;

/// <summary>DOC-4, DOC-5.1.6: duties on customer records, and custodians 档案专管员.</summary>
internal static class DutyFeature
{
    public static DepartmentBuilder AddDuties(this DepartmentBuilder department) =>
        department.Feature(
            "duty.feature",
            "duty.feature.about",
            api =>
            {
                ReadDuties.Map(api);
                AssignDuty.Map(api);
                NameCustodian.Map(api);
            });
}
