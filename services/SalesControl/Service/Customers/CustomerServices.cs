using Ops.ServiceDefaults;

namespace Ops.SalesControl.Customers;

/// <summary>The routes of customers and what is kept on them.</summary>
internal static class CustomerServices
{
    public static void MapCustomers(this IEndpointRouteBuilder api)
    {
        var customers = api.MapFeature(
            "Customers",
            "What is kept on a customer: found, corrected, seen in full for a purpose, taken out.");
        customers.MapReadCustomer();
        customers.MapCorrectCustomer();
        customers.MapUnmaskCustomer();
        customers.MapExportCustomer();
        customers.MapMergeCustomers();
        customers.MapResealCustomers();
    }
}
