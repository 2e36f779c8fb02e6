namespace Ops.SalesControl.Customers;

/// <summary>The routes of customers and what is kept on them.</summary>
internal static class CustomerServices
{
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        api.MapReadCustomer();
        api.MapCorrectCustomer();
        api.MapUnmaskCustomer();
        api.MapExportCustomer();
        api.MapMergeCustomers();
        api.MapResealCustomers();
    }
}
