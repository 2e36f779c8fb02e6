namespace Ops.Portal.Tests;

/// <summary>Which page each look is at: of every page of the portal there is one.</summary>
internal static class LookedAt
{
    private const string Project = "/sales/projects/{Project}";

    /// <summary>The template of the page, by the name of the look.</summary>
    public static IReadOnlyDictionary<string, string> Pages { get; } = new Dictionary<string, string>
    {
        ["my-day"] = "/",
        ["inbox"] = "/approvals",
        ["help"] = "/help",
        ["rules-found"] = "/rules",
        ["search-customer"] = "/search",
        ["settings"] = "/settings",
        ["signed-in-again"] = "/signed-in-again",
        ["not-found"] = "/not-found",
        ["archive-duties"] = "/archive/duties",
        ["handovers"] = "/archive/handovers",
        ["handover"] = "/archive/handovers/{Id:guid}",
        ["archive-left-behind"] = "/archive/left-behind",
        ["unit-file"] = "/archive/projects/{Project}/units/{Unit}/file",
        ["own-register"] = "/clients/contacts",
        ["contact"] = "/clients/contacts/{Id:guid}",
        ["desks"] = "/clients/desk-days",
        ["desk"] = "/clients/desk-days/{Id:guid}",
        ["replay"] = "/clients/desk-days/{Id:guid}/replay",
        ["own-hotline"] = "/clients/hotline",
        ["contact-register"] = "/clients/projects/{Project}/contacts",
        ["desk-days"] = "/clients/projects/{Project}/desk-days",
        ["hotline"] = "/clients/projects/{Project}/hotline",
        ["companies"] = "/identity/companies",
        ["company"] = "/identity/companies/{Company}",
        ["departments"] = "/identity/departments",
        ["department"] = "/identity/departments/{Department}",
        ["duties"] = "/identity/duties",
        ["duty"] = "/identity/duties/{Duty}",
        ["keys"] = "/identity/keys",
        ["machines"] = "/identity/machines",
        ["delegation-giving"] = "/identity/me/delegations",
        ["posts"] = "/identity/posts",
        ["post"] = "/identity/posts/{Post}",
        ["sites"] = "/identity/sites",
        ["advertising-days"] = "/identity/sites/{Site}/advertising-days",
        ["staff"] = "/identity/staff",
        ["staff-import"] = "/identity/staff/import",
        ["person"] = "/identity/staff/{Number}",
        ["leaves"] = "/identity/staff/{Number}/leaves",
        ["batch"] = "/sales/batches/{Id:guid}",
        ["calling"] = "/sales/batches/{Id:guid}/queue-numbers",
        ["screen-called"] = "/sales/batches/{Id:guid}/screen",
        ["change"] = "/sales/changes/{Id:guid}",
        ["customers"] = "/sales/customers",
        ["customer-merging"] = "/sales/customers/{Id:guid}",
        ["deposit"] = "/sales/deposits/{Id:guid}",
        ["lease"] = "/sales/leases/{Id:guid}",
        ["own-reservations"] = "/sales/me/reservations",
        ["campaign-ending"] = "/sales/move-in-campaigns/{Id:guid}",
        ["price-list-drafted"] = "/sales/price-lists/{Id:guid}",
        ["projects"] = "/sales/projects",
        ["batches"] = $"{Project}/batches",
        ["board"] = $"{Project}/board",
        ["changes"] = $"{Project}/changes",
        ["deposits"] = $"{Project}/deposits",
        ["leases"] = $"{Project}/leases",
        ["ledger"] = $"{Project}/ledger",
        ["campaigns"] = $"{Project}/move-in-campaigns",
        ["price-lists"] = $"{Project}/price-lists",
        ["prices-import"] = $"{Project}/price-lists/import",
        ["prices"] = $"{Project}/prices",
        ["reports"] = $"{Project}/reports",
        ["report-daily-sales"] = $"{Project}/reports/daily-sales",
        ["report-deposits"] = $"{Project}/reports/deposits",
        ["report-expiring-reservations"] = $"{Project}/reports/expiring-reservations",
        ["report-forfeitures"] = $"{Project}/reports/forfeitures",
        ["report-sell-through"] = $"{Project}/reports/sell-through",
        ["reservations"] = $"{Project}/reservations",
        ["sales"] = $"{Project}/subscriptions",
        ["units"] = $"{Project}/units",
        ["import"] = $"{Project}/units/import",
        ["unit"] = $"{Project}/units/{{Unit}}",
        ["unit-price"] = $"{Project}/units/{{Unit}}/price",
        ["number"] = "/sales/queue-numbers/{Id:guid}",
        ["overtaken"] = "/sales/reservations/{Id:guid}",
        ["sale"] = "/sales/subscriptions/{Id:guid}",
        ["kinds"] = "/sales/unit-kinds",
        ["kind"] = "/sales/unit-kinds/{Kind}",
        ["clock"] = "/simulation/clock",
        ["calendar"] = "/{Service}/calendar-years",
        ["failures"] = "/{Service}/messages/failed",
        ["unrouted"] = "/{Service}/messages/unrouted",
        ["heads"] = "/{Service}/register-heads",
        ["registers"] = "/{Service}/registers",
        ["register"] = "/{Service}/registers/{Register}/{Site}",
    };

    /// <summary>Whether a look is at its page; also where it is one of the many that no page waits for.</summary>
    public static bool IsAt(string name, string url)
    {
        if (!Pages.TryGetValue(name, out var template))
            return true;
        var (expected, parts) = (template.Split('/'), new Uri(url).AbsolutePath.Split('/'));
        return expected.Length == parts.Length
            && expected.Zip(parts).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }
}
