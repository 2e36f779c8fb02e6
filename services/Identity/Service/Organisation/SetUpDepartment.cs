using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Identity.Organisation;

/// <summary>DOC-4: a department is set up, or a group of one.</summary>
internal static class SetUpDepartment
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NewDepartment, Request, DepartmentChanged>(
                "departments", IdentityPermissions.ManageStaff, Decide)
            .Makes<OneDepartment, DepartmentView>(
                (state, _) => state, state => $"/api/identity/departments/{state.Department.Code}")
            .WithSummary("department.set-up.summary");

    /// <summary>A department or group.</summary>
    /// <param name="Department">Its code: lower-case letters, digits, hyphens.</param>
    /// <param name="Name">Its name in Chinese.</param>
    /// <param name="PartOf">The department that a group belongs to.</param>
    /// <param name="NameEn">Its name in English.</param>
    internal sealed record Request(string Department, string Name, string? PartOf = null, string? NameEn = null);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Department).IsCode();
            RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
            RuleFor(r => r.NameEn).IsEnglishName();
        }
    }

    [Rule("DOC-4", "a department is set up")]
    internal static Outcome<DepartmentChanged> Decide(NewDepartment state, Request request, Change change)
    {
        if (state.IsThere)
        {
            return new Refused(
                null, Text.Of("department.there-already", ("department", request.Department)), Field: "department");
        }

        return request.PartOf is { } whole && !state.Wholes.Contains(whole)
            ? Refused.Input(null, "partOf", Text.Of("department.no-whole", ("whole", whole)))
            : new DepartmentChanged(
                request.Department, request.Name.Trim(), request.PartOf, request.NameEn?.Trim());
    }

    internal sealed class Load(IdentityDb db) : ILoad<NewDepartment, Request>
    {
        public async Task<Outcome<NewDepartment>> LoadAsync(
            Named named, Request request, Change change, CancellationToken cancellationToken)
        {
            await db.LockDepartmentsAsync(cancellationToken);
            var isThere = await db.Departments.AnyAsync(d => d.Code == request.Department, cancellationToken);
            var department = new Department(change.NewId(), request.Department);
            db.Departments.Add(department);
            return new NewDepartment(department, isThere, await db.WholesAsync(cancellationToken));
        }
    }
}

/// <summary>A department that is being set up.</summary>
/// <param name="department">The department.</param>
/// <param name="isThere">Whether its code was given already.</param>
/// <param name="wholes">The departments that a group could belong to.</param>
internal sealed class NewDepartment(Department department, bool isThere, IReadOnlySet<string> wholes)
    : OneDepartment(department)
{
    public bool IsThere => isThere;

    public IReadOnlySet<string> Wholes => wholes;
}

/// <summary>What a group can belong to.</summary>
internal static class WholeDepartments
{
    /// <summary>The codes of the departments that are no groups.</summary>
    public static async Task<IReadOnlySet<string>> WholesAsync(
        this IdentityDb db, CancellationToken cancellationToken) =>
        (await db.Departments.Where(d => d.PartOf == null).Select(d => d.Code).ToListAsync(cancellationToken))
        .ToHashSet(StringComparer.Ordinal);
}
