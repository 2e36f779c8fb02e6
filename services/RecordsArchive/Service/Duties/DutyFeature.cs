using Ops.Platform.Departments;

namespace Ops.RecordsArchive.Duties;

/// <summary>DOC-4: which department has which duty of the regulation on customer records.</summary>
internal static class DutyFeature
{
    public static DepartmentBuilder AddDuties(this DepartmentBuilder department)
    {
        department.Services.AddScoped<Departments>();
        return department.Feature(
            "duty.feature",
            "duty.feature.about",
            ReadDuties.Map);
    }
}
