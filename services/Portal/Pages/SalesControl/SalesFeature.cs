using Ops.Portal.Acts;
using Ops.Portal.Calls;
using Ops.Portal.Layout;
using Ops.Portal.Pages.Everybody;
using Ops.Portal.Pages.Everybody.Search;
using Ops.Portal.Pages.Operations;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>The pages of sales control.</summary>
internal static class SalesFeature
{
    /// <summary>What the service names in its refusals, and the pages of such things.</summary>
    private static readonly (string Kind, string Pages)[] Evidence =
    [
        ("reservation", "reservations"), ("deposit", "deposits"), ("queue-number", "queue-numbers"),
        ("batch", "batches"), ("change", "changes"), ("customer", "customers"), ("lease", "leases"),
        ("subscription", "subscriptions"), ("price-list", "price-lists"), ("move-in-campaign", "move-in-campaigns"),
    ];

    public static WebApplicationBuilder AddSales(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IActs, SalesActs>().AddScoped<IDayPart, SalesDay>();
        builder.Services.AddSingleton(new LivePaths("salescontrol",
        [
            "sales/projects/{project}/board", "sales/projects/{project}/board/changes",
            "sales/projects/{project}/board.xlsx",
            "sales/projects/{project}/units/export", "sales/projects/{project}/units/import/template",
            "sales/projects/{project}/price-lists/import/template", "sales/price-lists/{id:guid}/export",
            "sales/projects/{project}/leases/export", "sales/projects/{project}/ledger/export",
            "sales/projects/{project}/deposits/export", "sales/projects/{project}/reports/{report}",
            "sales/registers/{register}/{site}",
        ]));
        builder.Services.AddScoped<ISearchPart, CustomerSearch>().AddScoped<ISearchPart, UnitSearch>()
            .AddScoped<ISearchPart, SaleSearch>().AddScoped<ISearchPart, ReservationSearch>();
        foreach (var (kind, pages) in Evidence)
            builder.Services.AddSingleton(new EvidencePage(kind, $"/sales/{pages}"));
        builder.Services.AddSingleton(new OperatedDepartment(
            "sales", "SalesControl", "portal.sales-control", "archive", "sales.register.read", "sales.operate"));
        builder.Services.AddSingleton(new PortalSection("portal.sales-control", 1,
        [
            new("/sales/projects", "portal.board", "sales.board.read"),
            new("/sales/me/reservations", "portal.own-reservations", "sales.reservation.register"),
            new("/sales/customers", "portal.customers", "sales.board.read"),
        ]));
        return builder;
    }
}
