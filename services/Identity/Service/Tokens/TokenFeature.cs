using Microsoft.Extensions.Options;
using OpenIddict.Server;
using Ops.Identity.Audit;
using Ops.Platform.Departments;
using Ops.Platform.Registers;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>
/// CS-7: Identity as an OpenID Connect authority: its keys, and the machines that sign in by themselves.
/// </summary>
internal static class TokenFeature
{
    public static DepartmentBuilder AddTokens(this DepartmentBuilder department)
    {
        var services = department.Services;
        // Read when first needed: a migrator has no issuer.
        services.AddSingleton(provider => TokenSettings.From(provider.GetRequiredService<IConfiguration>()));
        services.AddLoop<SigningKeys>();
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>>(
            provider => provider.GetRequiredService<SigningKeys>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(
            provider => provider.GetRequiredService<SigningKeys>());
        services.AddLoop<TokenPruning>();
        services.AddSingleton<IRegisterSentences, AuditSentences>();
        services.AddScoped<AuditRegister>().AddScoped<Holders>().AddScoped<Machines>().AddScoped<MachineSignIns>()
            .AddScoped<Withdrawal>().AddScoped<TokenFamilies>();
        services.AddAuthority();
        services.AddHealthChecks().AddCheck<AuthorityHealth>("authority", tags: ["ready"]);
        return department
            .Feature(
                "machine.feature",
                "machine.feature.about",
                api =>
                {
                    RegisterMachine.Map(api);
                    ListMachines.Map(api);
                    RekeyMachine.Map(api);
                    WithdrawMachine.Map(api);
                })
            .Feature(
                "key.feature",
                "key.feature.about",
                api =>
                {
                    ListKeys.Map(api);
                    RotateKeys.Map(api);
                    WithdrawKey.Map(api);
                });
    }
}
