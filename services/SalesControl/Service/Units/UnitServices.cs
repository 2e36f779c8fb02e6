namespace Ops.SalesControl.Units;

/// <summary>What is read of units.</summary>
internal static class UnitServices
{
    public static void MapUnits(this IEndpointRouteBuilder api)
    {
        api.MapReadUnit();
        api.MapReadLine();
    }
}
