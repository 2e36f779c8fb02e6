using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Custodians;

/// <summary>DOC-4: a company without the department that the regulation names gives its duty to another.</summary>
internal static class AssignDuty
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<DutyToAssign, Request, DutyAssigned>(
                "duties/{duty}/assign", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<OneDuty>((_, _) => null)
            .Answers<OneDuty, DutyView>((state, _) => state)
            .WithSummary("duty.assign.summary");

    /// <summary>Whom to give it to.</summary>
    internal sealed record Request(string Department);

    [Rule("DOC-4", "which department has which duty")]
    internal static Outcome<DutyAssigned> Decide(DutyToAssign state, Request request, Change change) =>
        state.DepartmentIsThere
            ? new DutyAssigned(state.Duty.Code, request.Department, state.Duty.Company)
            : Refused.Input("DOC-4", "department", Text.Of("department.unknown", ("department", request.Department)));

    internal sealed class Load(CustodiansInForce duties, IdentityDb db) : ILoad<DutyToAssign, Request>
    {
        public async Task<Outcome<DutyToAssign>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await duties.FindAsync(named, Access.Change, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var isThere = await db.Departments.AnyAsync(d => d.Code == request.Department, cancellationToken);
            return new DutyToAssign(found.Value.Duty, isThere);
        }
    }
}

/// <summary>A duty, and whether there is the department that is to have it.</summary>
internal sealed class DutyToAssign(Duty duty, bool departmentIsThere) : OneDuty(duty)
{
    public bool DepartmentIsThere => departmentIsThere;
}

/// <summary>A duty of DOC-4 was given to a department.</summary>
/// <param name="Duty">The duty's code.</param>
/// <param name="Department">The department that has it from then on.</param>
/// <param name="Company">The company whose duty it is.</param>
[HappensUnder("DOC-4")]
internal sealed record DutyAssigned(string Duty, string Department, string Company) : IEvent<OneDuty>, ITold<OneDuty>
{
    public void Apply(OneDuty state, Occurrence when) => state.Duty.Department = Department;

    public void React(OneDuty state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("dutyAssigned", Duty, Department));

    public object ToContract(OneDuty state, Occurrence when) =>
        new Contracts.DutyAssigned(Duty, Department, Company);
}
