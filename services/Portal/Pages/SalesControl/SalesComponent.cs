using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ops.Platform.Texts;
using Ops.Portal.Clients.SalesControl;
using Ops.Portal.Layout;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>What the pages of sales have in common.</summary>
public abstract class SalesComponent : PortalComponent
{
    /// <summary>The service.</summary>
    [Inject]
    protected SalesControlClient Sales { get; set; } = default!;

    /// <summary>An amount as people write it; a dash for none.</summary>
    protected string Yuan(Money? money) => money.Yuan() is { } yuan ? Say("portal.money", ("amount", yuan)) : "—";

    /// <summary>The same of a number.</summary>
    protected string Yuan(decimal? yuan) => yuan is null ? "—" : Say("portal.money", ("amount", yuan));

    /// <summary>What is left of a list price, to the fen, as it is foreseen in a form; null for no price.</summary>
    /// <param name="list">The list price.</param>
    /// <param name="percent">The discount; null for none.</param>
    protected static decimal? Discounted(Money? list, decimal? percent) => list.Yuan() is { } yuan
        ? decimal.Round(yuan * (100 - (percent ?? 0)) / 100, 2, MidpointRounding.AwayFromZero)
        : null;

    /// <summary>The name of the state of something that is open of a customer's.</summary>
    protected string StateOf(OpenMatter matter)
    {
        ArgumentNullException.ThrowIfNull(matter);
        var name = matter.Kind switch
        {
            "reservation" => nameof(ReservationState),
            "queueNumber" => nameof(QueueNumberState),
            "subscription" => nameof(SaleState),
            "lease" => nameof(LeaseState),
            _ => nameof(DepositState),
        };
        return Say($"{name}.{char.ToUpperInvariant(matter.State[0])}{matter.State[1..]}");
    }

    /// <summary>What a kind of unit is called, in the reader's language.</summary>
    protected static string NameOf(AddUnitKindView kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return Equals(CultureInfo.CurrentUICulture, Languages.English) ? kind.NameEn : kind.Name;
    }

    /// <summary>The address of a unit's page.</summary>
    public static string UnitAddress(string project, string unit) =>
        $"/sales/projects/{Uri.EscapeDataString(project)}/units/{Uri.EscapeDataString(unit)}";
}
