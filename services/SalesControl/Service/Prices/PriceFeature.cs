using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.SalesControl.Contracts;
using Ops.SalesControl.Storage;

namespace Ops.SalesControl.Prices;

/// <summary>CS-4: the one price list, and what a unit costs at a time.</summary>
internal static class PriceFeature
{
    public static DepartmentBuilder AddPrices(this DepartmentBuilder department)
    {
        department.Services.AddScoped<PriceBook>().AddScoped<PriceQuestions>().AddScoped<SoldUnits>()
            .AddScoped<UnpricedUnits>().AddScoped<ImportPriceList>().AddScoped<PriceFiles>();
        department.Services.AddVersionsOf<SalesControlDb>("/api/sales/price-lists", db => db.PriceLists.Select(
            list => new ThingVersion { Id = list.Id, Version = list.Version }));
        department.Services.AddGrpc(grpc =>
        {
            // What is not served is not found by the routes, as everywhere: no route of gRPC's own that names no
            // permission.
            grpc.IgnoreUnknownServices = true;
            grpc.Interceptors.Add<StorageStatus>();
        });
        return department.Feature(
            "prices.feature",
            "prices.feature.about",
            Map);
    }

    private static void Map(IEndpointRouteBuilder prices)
    {
        DraftPriceList.Map(prices);
        prices.MapRead<ProjectPriceList, PriceListView>("price-lists/{id:guid}", SalesControlPermissions.ReadBoard)
            .WithSummary("price-list.read.summary");
        ApprovePriceList.Map(prices);
        DropPriceList.Map(prices);
        PublishPriceList.Map(prices);
        ImportPriceList.Map(prices);
        PreviewPrices.Map(prices);
        ExportPriceList.Map(prices);
        ReadPriceLists.Map(prices);
        AskPrices.Map(prices);
    }
}
