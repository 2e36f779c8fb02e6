using Microsoft.AspNetCore.Components;
using Ops.Portal.Layout;

namespace Ops.Portal.Pages.Operations;

/// <summary>What the pages of operation have in common: each is of one service, by the prefix of its paths.</summary>
public abstract class OperationsComponent : PortalComponent
{
    /// <summary>All services.</summary>
    [Inject]
    protected OperationsBook Book { get; set; } = default!;

    /// <summary>The service's prefix.</summary>
    [Parameter]
    public string Service { get; set; } = "";

    /// <summary>What a register is called, and whose it is; codes where they have no name.</summary>
    protected string RegisterOf(string register, string site) => Say(
        "portal.register.of", ("register", NameOf($"register.{register}", register)),
        ("site", NameOf($"register.site.{site}", site)));

    /// <summary>A text; what stands for it where there is none.</summary>
    protected string NameOf(string code, string otherwise) => Texts.Has(code) ? Say(code) : otherwise;

    /// <summary>The service; null where there is none of that prefix.</summary>
    protected DepartmentOperations? Of => Book.Of(Service);
}
