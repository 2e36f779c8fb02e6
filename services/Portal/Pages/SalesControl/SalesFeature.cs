using Ops.Portal.Acts;
using Ops.Portal.Layout;
using Ops.Portal.Pages.Everybody;
using Ops.Portal.Pages.Everybody.Search;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>The pages of sales control.</summary>
internal static class SalesFeature
{
    public static WebApplicationBuilder AddSales(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IActs, SalesActs>().AddScoped<IDayPart, SalesDay>();
        builder.Services.AddScoped<ISearchPart, CustomerSearch>().AddScoped<ISearchPart, UnitSearch>()
            .AddScoped<ISearchPart, SaleSearch>();
        builder.Services.AddSingleton(new PortalSection("portal.sales-control", 1,
        [
            new("/sales/projects", "portal.board", "sales.board.read"),
            new("/sales/me/reservations", "portal.own-reservations", "sales.reservation.register"),
            new("/sales/customers", "portal.customers", "sales.board.read"),
        ]));
        return builder;
    }
}
