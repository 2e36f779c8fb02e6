using Ops.Platform.Departments;

namespace Ops.Identity.Client;

/// <summary>What a department keeps of Identity.</summary>
public static class DepartmentStaff
{
    /// <summary>
    /// Adds the copy of the staff and refuses whoever may not act; texts know what departments and posts are called.
    /// </summary>
    public static DepartmentBuilder KeepStaff(this DepartmentBuilder department)
    {
        ArgumentNullException.ThrowIfNull(department);
        department.Host.AddStaff();
        department.Messages.HandleStaff();
        return department.Map(api => api.MapStaff(department.Department.Permissions.Operate));
    }

    /// <summary>Adds the copy of the departments' duties and custodians.</summary>
    public static DepartmentBuilder KeepDuties(this DepartmentBuilder department)
    {
        ArgumentNullException.ThrowIfNull(department);
        department.Messages.HandleDuties();
        return department;
    }
}
