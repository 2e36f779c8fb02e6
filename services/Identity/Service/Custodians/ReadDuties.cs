using Ops.Identity.Contracts;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.ServiceDefaults;

namespace Ops.Identity.Custodians;

/// <summary>
/// DOC-4, DOC-5.1.6: the duties and who has them; a department without a custodian (or whose custodian has left or
/// moved) is listed.
/// </summary>
internal static class ReadDuties
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("duties", ListAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("duty.list.summary")
            .Produces<IReadOnlyList<DutyView>>();
        api.MapGet("duties/without-custodian", MissingAsync).RequirePermission(IdentityPermissions.ReadStaff)
            .WithSummary("missing-custodian.list.summary")
            .Produces<IReadOnlyList<CustodianView>>();
        api.MapRead<OneDuty, DutyView>("duties/{duty}", IdentityPermissions.ReadStaff)
            .WithSummary("duty.read.summary");
    }

    private static async Task<IResult> ListAsync(CustodiansInForce duties, CancellationToken cancellationToken) =>
        Results.Ok(await duties.ShowAllAsync(cancellationToken));

    [Rule("DOC-5.1.6", "duties without a custodian")]
    private static async Task<IResult> MissingAsync(CustodiansInForce duties, CancellationToken cancellationToken) =>
        Results.Ok(
            (await duties.ShowAllAsync(cancellationToken)).SelectMany(duty => duty.Custodians)
            .Where(custodian => custodian.Staff is null).Distinct());
}
