using Ops.Identity.Client;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.SalesControl.Changes;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Subscriptions;

/// <summary>RES-4, CS-4: from the subscription 认购 to the delivery 入伙, and back.</summary>
internal static class SaleFeature
{
    public static DepartmentBuilder AddSales(this DepartmentBuilder department)
    {
        var configuration = department.Host.Configuration;
        department.Services
            .AddSingleton(SaleSettings.From(configuration)).AddSingleton(DiscountLimits.From(configuration))
            .AddScoped<SaleBook>().AddScoped<IBelongings, UnitsOfALeaver>()
            .AddScoped<IChangeKind, GrantDiscount>().AddScoped<IChangeKind, DelayPayment>()
            .AddScoped<IChangeKind, SwapUnit>().AddScoped<IChangeKind, ChangeOfName>()
            .AddScoped<IChangeKind, CancelSale>().AddScoped<IChangeKind, ForfeitSale>();
        department.Services.AddVersionsOf<SalesControlDb>("/api/sales/subscriptions", db => db.Subscriptions.Join(
            db.Units, s => s.UnitId, u => u.Id, (s, u) => new ThingVersion { Id = s.Id, Version = u.Version }));
        department.Deadlines.Handle<ContractDue>().Handle<InstalmentDue>();
        return department.Feature(
            "sale.feature",
            "sale.feature.about",
            api =>
            {
                SignSubscription.Map(api);
                ReadSales.Map(api);
                RecordPayment.Map(api);
                SignContract.Map(api);
                DeliverUnit.Map(api);
                GrantDiscount.Map(api);
                DelayPayment.Map(api);
                SwapUnit.Map(api);
                ChangeOfName.Map(api);
                CancelSale.Map(api);
                ForfeitSale.Map(api);
            });
    }
}
