using Ops.Platform.Departments;
using Ops.SalesControl.Reservations;
using Ops.SalesControl.Units;

namespace Ops.SalesControl.Board;

/// <summary>RES-4: what is read of a unit.</summary>
internal static class UnitFeature
{
    public static DepartmentBuilder AddUnits(this DepartmentBuilder department)
    {
        department.Services.AddScoped<UnitBook>().AddScoped<ExplainUnit.Explanation>();
        return department.Feature(
            "unit.feature",
            "unit.feature.about",
            api =>
            {
                ReadUnit.Map(api);
                ReadLine.Map(api);
                ExplainUnit.Map(api);
            });
    }
}
