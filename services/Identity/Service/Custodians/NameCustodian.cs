using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;
using Department = Ops.Identity.Organisation.Department;

namespace Ops.Identity.Custodians;

/// <summary>
/// DOC-5.1.6: each department that has a duty names a custodian for each kind of record. Records belong to departments,
/// never to a person.
/// </summary>
internal static class NameCustodian
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<KeepingDepartment, Request, CustodianNamed>(
                "departments/{department}/custodians", IdentityPermissions.NameCustodians, Decide)
            .Answers<KeepingDepartment, CustodianView>((state, _) => state).WithoutIfMatch()
            .WithSummary("custodian.name.summary");

    /// <summary>Who keeps what.</summary>
    /// <param name="Kind">The kind of record.</param>
    /// <param name="Staff">The custodian's staff number: of that department.</param>
    internal sealed record Request(RecordKind Kind, string Staff);

    [Rule("DOC-5.1.6", "a department names one of its own")]
    internal static Outcome<CustodianNamed> Decide(KeepingDepartment state, Request request, Change change)
    {
        var (department, actor) = (state.Department, change.Actor);
        var name = Text.NameOf("department", department.Code);
        if (actor.Department != department.Code && actor.Department != department.PartOf
            && actor.Department != state.ArchiveOwner)
        {
            return new Refused(
                "DOC-5.1.6",
                Text.Of(
                    "custodian.not-yours", ("department", name),
                    ("owner", Text.NameOf("department", state.ArchiveOwner))),
                RefusalKind.Forbidden);
        }

        return state.Staff is { } staff && staff.IsSeenBy(actor) && staff.MayAct(state.Company.DateOf(change.At))
            && staff.Department == department.Code
            ? new CustodianNamed(
                department.Code, JsonNamingPolicy.CamelCase.ConvertName(request.Kind.ToString()), staff.Number)
            : Refused.Input(
                "DOC-5.1.6", "staff",
                Text.Of("custodian.not-of-department", ("staff", request.Staff), ("department", name)));
    }

    internal sealed class Load(DepartmentSource departments, IdentityDb db, CompanyTime company)
        : ILoad<KeepingDepartment, Request>, IView<KeepingDepartment, CustodianView>
    {
        public async Task<Outcome<KeepingDepartment>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            var found = await departments.FindAsync(named, Access.Change, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var department = found.Value.Department;
            return new KeepingDepartment(department, company)
            {
                ArchiveOwner = await db.Duties.Where(duty => duty.Code == Duty.ArchiveOwner)
                    .Select(duty => duty.Department).FirstAsync(cancellationToken),
                Staff = await db.Staff.AsNoTracking()
                    .SingleOrDefaultAsync(s => s.Number == request.Staff, cancellationToken),
                Custodian = await db.Custodians.SingleOrDefaultAsync(
                    c => c.Department == department.Code && c.Kind == request.Kind, cancellationToken)
                    ?? db.Custodians.Add(new Custodian(department.Code, request.Kind)).Entity,
            };
        }

        public ValueTask<CustodianView> ShowAsync(
            KeepingDepartment state, Actor actor, CancellationToken cancellationToken)
        {
            var custodian = state.Custodian;
            return ValueTask.FromResult(new CustodianView(custodian.Department, custodian.Kind, custodian.Staff));
        }
    }
}

/// <summary>A department that is about to name who keeps a kind of record.</summary>
internal sealed class KeepingDepartment(Department department, CompanyTime company) : OneDepartment(department)
{
    public CompanyTime Company => company;

    /// <summary>The department that owns the archive, and names everybody's custodians (DOC-4).</summary>
    public required string ArchiveOwner { get; init; }

    /// <summary>Whom it names; null when there is nobody of that number.</summary>
    public required StaffMember? Staff { get; init; }

    /// <summary>Who keeps it: a new one while nobody was named.</summary>
    public required Custodian Custodian { get; init; }
}

/// <summary>A department named the custodian of a kind of record.</summary>
/// <param name="Department">The department.</param>
/// <param name="Kind">The kind of record, as events name it: <c>shopLease</c>.</param>
/// <param name="Staff">The custodian.</param>
[HappensUnder("DOC-5.1.6")]
internal sealed record CustodianNamed(string Department, string Kind, string Staff)
    : IEvent<KeepingDepartment>, ITold<KeepingDepartment>
{
    public void Apply(KeepingDepartment state, Occurrence when) => state.Custodian.Staff = Staff;

    public void React(KeepingDepartment state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("custodianNamed", Staff, Text.Of(
            "audit.how.custodian", ("kind", $"{state.Custodian.Kind}"), ("department", Department))));

    public object ToContract(KeepingDepartment state, Occurrence when) =>
        new Contracts.CustodianNamed(Department, Kind, Staff);
}
