using System.Text.Json;
using NodaTime;
using Ops.Identity.Contracts;
using Ops.Identity.Custodians;
using Ops.Platform.Storage;

namespace Ops.Identity.Organisation;

/// <summary>A department 部门, or a group 组 of one.</summary>
internal sealed class Department : Aggregate
{
    private Department()
    {
    }

    public Department(Guid id, string code, string name, string? partOf, Instant now, string by)
    {
        (Id, Code, Name, PartOf) = (id, code, name, partOf);
        Raise(new DepartmentChanged(Code, Name, PartOf), now, by);
    }

    public override string StreamKind => "department";

    /// <summary>Its code, in tokens and handovers: <c>customer-affairs-group</c>.</summary>
    public string Code { get; private init; } = "";

    public string Name { get; private set; } = "";

    /// <summary>The department that a group belongs to; null for a department.</summary>
    public string? PartOf { get; private set; }

    /// <summary>Is called otherwise, or belongs elsewhere.</summary>
    public void Change(string name, string? partOf, Instant now, string by)
    {
        (Name, PartOf) = (name, partOf);
        Raise(new DepartmentChanged(Code, Name, PartOf), now, by);
    }

    /// <summary>Has somebody of its own keep a kind of record.</summary>
    public void NameCustodian(Custodian custodian, Instant now, string by) => Raise(new CustodianNamed(Code, JsonNamingPolicy.CamelCase.ConvertName(custodian.Kind.ToString()), custodian.Staff), now, by);

    /// <summary>Has a duty from now on.</summary>
    public void TakeDuty(Duty duty, Instant now, string by) => Raise(new DutyAssigned(duty.Code, Code, duty.Company), now, by);
}
