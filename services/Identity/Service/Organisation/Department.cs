using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Organisation;

/// <summary>A department 部门, or a group 组 of one.</summary>
internal sealed class Department : Aggregate
{
    private Department()
    {
    }

    /// <summary>One that is being set up (<see cref="DepartmentChanged"/>).</summary>
    public Department(Guid id, string code) => (Id, Code) = (id, code);

    public override string StreamKind => "department";

    /// <summary>Its code, in tokens and handovers: <c>customer-affairs-group</c>.</summary>
    public string Code { get; private init; } = "";

    /// <summary>Its name in Chinese.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Its name in English; null where it was given none.</summary>
    public string? NameEn { get; internal set; }

    /// <summary>The department that a group belongs to; null for a department.</summary>
    public string? PartOf { get; internal set; }
}

/// <summary>A department or group by itself.</summary>
internal class OneDepartment(Department department) : IState
{
    public Department Department => department;

    public Aggregate Root => department;
}

/// <summary>A department, or a group of one.</summary>
/// <param name="Department">Its code.</param>
/// <param name="Name">Its name in Chinese.</param>
/// <param name="PartOf">The department that a group belongs to; null for a department.</param>
/// <param name="NameEn">Its name in English; null where it was given none.</param>
internal sealed record DepartmentView(string Department, string Name, string? PartOf, string? NameEn)
{
    /// <summary>
    /// What the reader may do to it now, by the names of the operations; null where it is one of several that are
    /// shown.
    /// </summary>
    public IReadOnlyList<string>? Actions { get; init; }

    public static DepartmentView Of(Department department) =>
        new(department.Code, department.Name, department.PartOf, department.NameEn);
}

/// <summary>Finds departments and groups.</summary>
internal sealed class DepartmentSource(IdentityDb db, IActions actions)
    : ISource<OneDepartment>, IView<OneDepartment, DepartmentView>
{
    public static Refused Unknown(string code) =>
        Refused.NotFound(Text.Of("department.unknown", ("department", code)));

    public async Task<Outcome<OneDepartment>> FindAsync(
        Named named, Access access, CancellationToken cancellationToken)
    {
        var code = named["department"];
        var found = access == Access.Change
            ? await db.LockDepartmentAsync(code, cancellationToken)
            : await db.Departments.AsNoTracking().SingleOrDefaultAsync(d => d.Code == code, cancellationToken);
        return found is null ? Unknown(code) : new OneDepartment(found);
    }

    public async Task<OneDepartment> LockAsync(Guid id, CancellationToken cancellationToken)
    {
        var code = await db.Departments.Where(d => d.Id == id).Select(d => d.Code).SingleAsync(cancellationToken);
        return new((await db.LockDepartmentAsync(code, cancellationToken))!);
    }

    public async ValueTask<DepartmentView> ShowAsync(
        OneDepartment state, Actor actor, CancellationToken cancellationToken) =>
        DepartmentView.Of(state.Department) with
        {
            Actions = await actions.OfAsync(state, actor, cancellationToken),
        };
}

/// <summary>A department or group was set up or changed.</summary>
/// <param name="Department">Its code.</param>
/// <param name="Name">Its name in Chinese.</param>
/// <param name="PartOf">The department that a group belongs to; null for a department.</param>
/// <param name="NameEn">Its name in English; null where it was given none.</param>
[HappensUnder("DOC-4")]
internal sealed record DepartmentChanged(string Department, string Name, string? PartOf, string? NameEn)
    : IEvent<OneDepartment>, ITold<OneDepartment>
{
    public void Apply(OneDepartment state, Occurrence when)
    {
        var d = state.Department;
        (d.Name, d.NameEn, d.PartOf) = (Name, NameEn, PartOf);
    }

    public void React(OneDepartment state, Occurrence when, Reactions follow) => follow.Audit(when, state switch
    {
        NewDepartment => new("departmentSetUp", Department, PartOf),
        _ => new("departmentChanged", Department, PartOf is null
            ? Text.Plain(Name)
            : Text.Of("audit.how.part-of", ("name", Name), ("department", PartOf))),
    });

    public object ToContract(OneDepartment state, Occurrence when) =>
        new Contracts.DepartmentChanged(Department, Name, PartOf, NameEn);
}
