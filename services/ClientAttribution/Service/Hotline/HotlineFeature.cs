using Ops.Platform.Departments;

namespace Ops.ClientAttribution.Hotline;

/// <summary>ATT-I: the hotline 热线电话, a rotation of its own, and the register of calls.</summary>
internal static class HotlineFeature
{
    public static DepartmentBuilder AddHotline(this DepartmentBuilder department) => department.Feature(
        "hotline.feature",
        "hotline.feature.about",
        api =>
        {
            TakeCall.Map(api);
            CallBack.Map(api);
        });
}
