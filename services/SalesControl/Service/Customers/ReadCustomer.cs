using Ops.Platform.Departments;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Customers;

/// <summary>CS-7: staff see of a customer what they need: numbers and address masked.</summary>
internal static class ReadCustomer
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapRead<CustomerEntry, CustomerEntryView>("customers/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("customer.read.summary");
}
