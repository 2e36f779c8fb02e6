using FluentValidation;
using Ops.Identity.Audit;
using Ops.Identity.Contracts;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;

namespace Ops.Identity.Organisation;

/// <summary>
/// DOC-4: the duties on customer records are a company's; an installation begins with one, which is given its name
/// here.
/// </summary>
internal static class RenameCompany
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<Company, Request, CompanyRenamed>(
                "companies/{company}/rename", IdentityPermissions.ManageStaff, Decide)
            .OfferedOn<Company>((_, change) => CompanySource.RefusesChange(change.Actor))
            .Answers<CompanyView>()
            .WithSummary("company.rename.summary");

    /// <summary>Its new name.</summary>
    internal sealed record Request(string Name);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Name).NotEmpty().IsOneLine(100);
    }

    [Rule("DOC-4", "a company is renamed")]
    internal static Outcome<CompanyRenamed> Decide(Company state, Request request, Change change) =>
        new CompanyRenamed(state.Code, request.Name.Trim());
}

/// <summary>A company is called otherwise from now on.</summary>
/// <param name="Company">Its code.</param>
/// <param name="Name">Its name.</param>
[HappensUnder("DOC-4")]
internal sealed record CompanyRenamed(string Company, string Name) : IEvent<Company>
{
    public void Apply(Company state, Occurrence when) => state.Name = Name;

    public void React(Company state, Occurrence when, Reactions follow) =>
        follow.Audit(when, new("companyRenamed", Company, Name));
}
