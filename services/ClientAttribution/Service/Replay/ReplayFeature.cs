using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Replay;

/// <summary>REC-1.1: the day of a desk, played again.</summary>
internal static class ReplayFeature
{
    public static DepartmentBuilder AddReplay(this DepartmentBuilder department) =>
        department.Feature("replay.feature", "replay.feature.about", ReplayDay.Map);
}
