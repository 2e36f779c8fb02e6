using Ops.Platform.Departments;
using Ops.Platform.Registers;
using Ops.SalesControl.Customers;

namespace Ops.SalesControl.CustomerHistory;

/// <summary>What is kept on customers.</summary>
internal static class CustomerFeature
{
    public static DepartmentBuilder AddCustomers(this DepartmentBuilder department)
    {
        department.Services.AddScoped<CustomerBook>().AddScoped<CorrectionBook>()
            .AddScoped<KeptOnAPerson>().AddScoped<OpenMatters>()
            .AddSingleton<IRegisterSentences, SearchCustomers.Sentences>();
        return department.Feature(
            "customer.feature",
            "customer.feature.about",
            api =>
            {
                ReadCustomer.Map(api);
                SearchCustomers.Map(api);
                CorrectCustomer.Map(api);
                UnmaskCustomer.Map(api);
                ExportCustomer.Map(api);
                MergeCustomers.Map(api);
                ResealCustomers.Map(api);
            });
    }
}
