using Ops.Identity.Client;
using Ops.Platform.Departments;

namespace Ops.Identity.Organisation;

/// <summary>DOC-4, CS-7: companies, sites, departments and posts.</summary>
internal static class OrganisationFeature
{
    public static DepartmentBuilder AddOrganisation(this DepartmentBuilder department)
    {
        department.Services.AddStoredNames("department", "SELECT code, name, name_en FROM departments");
        department.Services.AddStoredNames("post", "SELECT code, name, name_en FROM posts");
        return department
            .Feature(
                "company.feature",
                "company.feature.about",
                api =>
                {
                    ReadOrganisation.Map(api);
                    ReadPermissions.Map(api);
                    OpenSite.Map(api);
                    SetUpDepartment.Map(api);
                    ChangeDepartment.Map(api);
                    RenameCompany.Map(api);
                    SetUpPost.Map(api);
                    RenamePost.Map(api);
                    SetPermissions.Map(api);
                });
    }
}
