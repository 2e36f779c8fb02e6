using NodaTime;
using Ops.Identity.Contracts;
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
}
