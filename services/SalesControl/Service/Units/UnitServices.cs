using Ops.ServiceDefaults;

namespace Ops.SalesControl.Units;

/// <summary>What is read of units.</summary>
internal static class UnitServices
{
    public static void MapUnits(this IEndpointRouteBuilder api)
    {
        var units = api.MapFeature(
            "Units",
            "What a unit is, who holds it and who waits, all that happened to it, and why.");
        units.MapReadUnit();
        units.MapReadLine();
    }
}
