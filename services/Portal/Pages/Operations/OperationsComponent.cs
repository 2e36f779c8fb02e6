using Microsoft.AspNetCore.Components;
using Ops.Portal.Calls;
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

    /// <summary>What projects are called.</summary>
    [Inject]
    protected ProjectNames Projects { get; set; } = default!;

    /// <summary>What a register is called, and whose it is; codes where they have no name.</summary>
    protected async Task<string> RegisterOfAsync(string register, string site) => Say(
        "portal.register.of", ("register", RegisterName(register)), ("site", await SiteOfAsync(site)));

    /// <summary>What a register is called.</summary>
    protected string RegisterName(string register) => NameOf($"register.{register}", register);

    /// <summary>Whose a register is: the company's, or a project's.</summary>
    protected async Task<string> SiteOfAsync(string site) =>
        Texts.Has($"register.site.{site}") ? Say($"register.site.{site}") : await Projects.OfAsync(site);

    /// <summary>What a department is called, by its name as a sender of messages; that where it is none's.</summary>
    protected string DepartmentOf(string name) =>
        Book.All.FirstOrDefault(one => one.Department.Name == name) is { } one ? Say(one.Department.Title) : name;

    /// <summary>A text; what stands for it where there is none.</summary>
    protected string NameOf(string code, string otherwise) => Texts.Has(code) ? Say(code) : otherwise;

    /// <summary>The service; null where there is none of that prefix.</summary>
    protected DepartmentOperations? Of => Book.Of(Service);
}
