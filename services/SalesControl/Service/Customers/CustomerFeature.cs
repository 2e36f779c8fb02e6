using Ops.Platform.Departments;

namespace Ops.SalesControl.Customers;

/// <summary>CS-7, RES-2, RES-4: customers and what is kept on them.</summary>
internal static class CustomerFeature
{
    public static DepartmentBuilder AddCustomers(this DepartmentBuilder department) => department.Feature(
        "Customers", "What is kept on a customer: found, corrected, seen in full for a purpose, taken out.",
        customers =>
        {
            ReadCustomer.Map(customers);
            CorrectCustomer.Map(customers);
            UnmaskCustomer.Map(customers);
            customers.MapExportCustomer();
            customers.MapMergeCustomers();
            ResealCustomers.Map(customers);
        });
}
