using Ops.Identity.Client;
using Ops.Platform.Departments;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>CS-7: who works here 员工.</summary>
internal static class StaffFeature
{
    public static DepartmentBuilder AddStaff(this DepartmentBuilder department)
    {
        department.Services.AddLoop<OwnStaff>()
            .AddSingleton<ITokenCheck>(services => services.GetRequiredService<OwnStaff>())
            .AddSingleton<ICommitParticipant, OwnStaffHearsOfCommits>();
        department.Services.AddStaffNames("FROM staff");
        department.Services.AddScoped<Leavings>().AddScoped<StaffImport>();
        department.Deadlines.Handle<StaffDays>();
        return department
            .Feature(
                "staff.feature",
                "staff.feature.about",
                api =>
                {
                    ReadStaff.Map(api);
                    ReadColleagues.Map(api);
                    JoinStaff.Map(api);
                    RenameStaff.Map(api);
                    MoveStaff.Map(api);
                    LeaveStaff.Map(api);
                    NameSuccessor.Map(api);
                    SuspendStaff.Map(api);
                    RestoreStaff.Map(api);
                    ImportStaff.Map(api);
                    ImportStaff.MapPreview(api);
                    ImportStaff.MapTemplate(api);
                });
    }
}
