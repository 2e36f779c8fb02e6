using FluentValidation;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Staff;

/// <summary>CS-7: a member of staff is called otherwise from now on, or was written down wrongly.</summary>
internal static class RenameStaff
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Employment, Request, StaffRenamed>(
                "staff/{number}/name", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<Employment>((state, change) => EmploymentSource.RefusesChange(state.Staff, change.Actor))
            .Answers<StaffView>().WithSummary("staff.rename.summary");

    /// <summary>What they are called.</summary>
    /// <param name="Name">The name.</param>
    internal sealed record Request(string Name);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
    }

    [Rule("CS-7", "a name is put right")]
    internal static Outcome<StaffRenamed> Decide(Employment state, Request request, Change change)
    {
        var name = request.Name.Trim();
        return name == state.Staff.Name
            ? new Refused(null, Text.Of("staff.called-so", ("staff", state.Staff.Number)))
            : new StaffRenamed(state.Staff.Number, name);
    }
}

/// <summary>A member of staff is called otherwise.</summary>
/// <param name="Staff">The staff number.</param>
/// <param name="Name">The name from now on.</param>
[HappensUnder("CS-7")]
internal sealed record StaffRenamed(string Staff, string Name) : IEvent<Employment>, ITold<Employment>
{
    public void Apply(Employment state, Occurrence when) => state.Staff.Name = Name;

    public void React(Employment state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("staffRenamed", Staff));

    public object ToContract(Employment state, Occurrence when) => new Contracts.StaffRenamed(Staff, Name);
}
