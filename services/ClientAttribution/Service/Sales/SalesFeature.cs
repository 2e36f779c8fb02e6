using Ops.Platform.Departments;
using Ops.SalesControl.Contracts;

namespace Ops.ClientAttribution.Sales;

/// <summary>The sales, of whose credit this department decides.</summary>
internal static class SalesFeature
{
    public static DepartmentBuilder AddSales(this DepartmentBuilder department)
    {
        department.Messages
            .Handle<SubscriptionSigned, HearOfSales>(from: SalesControlEvents.Service)
            .Handle<ContractSigned, HearOfSales>(from: SalesControlEvents.Service)
            .Handle<PaymentReceived, HearOfSales>(from: SalesControlEvents.Service)
            .Handle<BuyersChanged, HearOfSales>(from: SalesControlEvents.Service)
            .Handle<SaleSwapped, HearOfSales>(from: SalesControlEvents.Service)
            .Handle<SaleCancelled, HearOfSales>(from: SalesControlEvents.Service)
            .Handle<SaleForfeited, HearOfSales>(from: SalesControlEvents.Service);
        return department.Feature("sale.feature", "sale.feature.about", ListSales.Map);
    }
}
