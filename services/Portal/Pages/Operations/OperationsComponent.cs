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

    /// <summary>The service; null where there is none of that prefix.</summary>
    protected IOperations? Of => Book.Of(Service);
}
