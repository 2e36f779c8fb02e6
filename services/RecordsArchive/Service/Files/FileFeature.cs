using Ops.Platform.Departments;

namespace Ops.RecordsArchive.Files;

/// <summary>DOC-5.1.2: the files of units.</summary>
internal static class FileFeature
{
    public static DepartmentBuilder AddFiles(this DepartmentBuilder department) => department.Feature(
        "file.feature", "file.feature.about", ReadUnitFile.Map);
}
