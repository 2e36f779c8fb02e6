using Microsoft.AspNetCore.Components;
using Ops.Portal.Acts;
using Ops.Portal.Calls;

namespace Ops.Portal.Pages.SalesControl;

/// <summary>A command's form that shows what follows from what is typed (<see cref="Act.Form"/>).</summary>
public abstract class GuidedForm : SalesComponent
{
    /// <summary>The command.</summary>
    [Parameter, EditorRequired]
    public Act Act { get; set; } = default!;

    /// <summary>What it is about.</summary>
    [Parameter, EditorRequired]
    public Subject On { get; set; } = default!;

    /// <summary>It was done.</summary>
    [Parameter]
    public EventCallback<ServiceAnswer> OnDone { get; set; }

    /// <summary>It is not wanted any more.</summary>
    [Parameter]
    public EventCallback OnLeave { get; set; }

    /// <summary>The thing is to be read once more.</summary>
    [Parameter]
    public EventCallback OnLookAgain { get; set; }

    /// <summary>
    /// A field was left, and what was typed into it taken: what follows is shown anew, as after every event. A change
    /// itself does not go up through the page.
    /// </summary>
    protected static void Typed()
    {
    }
}
