using Ops.Platform.Departments;

namespace Ops.RecordsArchive.FileContents;

/// <summary>
/// DOC-5.1.2: what lies in the file of a unit. It knows every folder that puts something into files; the file itself,
/// which these know, lies in Files.
/// </summary>
internal static class FileContentsFeature
{
    public static DepartmentBuilder AddFileContents(this DepartmentBuilder department) =>
        department.Feature("file.feature", "file.feature.about", ReadUnitFile.Map);
}
