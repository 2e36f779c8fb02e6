using Ops.Identity;
using Ops.Identity.Accounts;
using Ops.Identity.Custodians;
using Ops.Identity.Delegations;
using Ops.Identity.Leaves;
using Ops.Identity.Opening;
using Ops.Identity.Organisation;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Identity.Tokens;
using Ops.Platform.Departments;

var builder = WebApplication.CreateBuilder(args);
builder.AddDepartment<IdentityDb>(IdentityDepartment.Definition, department => department
    .AddOrganisation()
    .AddStaff()
    .AddLeaves()
    .AddDuties()
    .AddDelegations()
    .AddTokens()
    .AddAccounts()
    .AddOpening());
var app = builder.Build();
if (await app.InviteFirstWhenAskedAsync(args))
    return;

app.UseKeysFirst();
await app.RunDepartmentAsync(args, () => app.MapConnect().MapAccountPages());
