using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Organisation;

/// <summary>DOC-4: a department or group is called otherwise, or a group belongs elsewhere.</summary>
internal static class ChangeDepartment
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<PlacedDepartment, Request, DepartmentChanged>(
                "departments/{department}/change", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<OneDepartment>((_, _) => null)
            .Answers<OneDepartment, DepartmentView>((state, _) => state)
            .WithSummary("department.change.summary");

    /// <summary>What a department or group is from now on.</summary>
    /// <param name="Name">Its name in Chinese.</param>
    /// <param name="PartOf">The department that a group belongs to; null for a department.</param>
    /// <param name="NameEn">Its name in English; the one that it has when not given.</param>
    internal sealed record Request(string Name, string? PartOf, string? NameEn = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
            RuleFor(r => r.NameEn).IsEnglishName();
        }
    }

    [Rule("DOC-4", "a department is renamed or put elsewhere")]
    internal static Outcome<DepartmentChanged> Decide(PlacedDepartment state, Request request, Change change)
    {
        var code = state.Department.Code;
        if (request.PartOf is { } whole)
        {
            if (whole == code || !state.Wholes.Contains(whole))
            {
                return Refused.Input(
                    null, "partOf", Text.Of("department.not-of-that", ("whole", whole), ("department", code)));
            }

            if (state.HasGroups)
                return Refused.Input(null, "partOf", Text.Of("department.has-groups", ("department", code)));
        }

        return new DepartmentChanged(
            code, request.Name.Trim(), request.PartOf, request.NameEn?.Trim() ?? state.Department.NameEn);
    }

    internal sealed class Load(DepartmentSource departments, IdentityDb db) : ILoad<PlacedDepartment, Request>
    {
        public async Task<Outcome<PlacedDepartment>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            await db.LockDepartmentsAsync(cancellationToken);
            var found = await departments.FindAsync(named, Access.Change, cancellationToken);
            if (found.Refusal is { } missing)
                return missing;
            var department = found.Value.Department;
            var hasGroups = await db.Departments.AnyAsync(d => d.PartOf == department.Code, cancellationToken);
            return new PlacedDepartment(department, hasGroups, await db.WholesAsync(cancellationToken));
        }
    }
}

/// <summary>A department or group, and where it stands among the others.</summary>
/// <param name="department">The department.</param>
/// <param name="hasGroups">Whether groups belong to it.</param>
/// <param name="wholes">The departments that a group could belong to.</param>
internal sealed class PlacedDepartment(Department department, bool hasGroups, IReadOnlySet<string> wholes)
    : OneDepartment(department)
{
    public bool HasGroups => hasGroups;

    public IReadOnlySet<string> Wholes => wholes;
}
