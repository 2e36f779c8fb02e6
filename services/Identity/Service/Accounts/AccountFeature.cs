using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Ops.Identity.Staff;
using Ops.Identity.Storage;
using Ops.Platform.Departments;

namespace Ops.Identity.Accounts;

/// <summary>CS-7: what people sign in with, and the pages on which they do.</summary>
internal static class AccountFeature
{
    public static DepartmentBuilder AddAccounts(this DepartmentBuilder department)
    {
        OneForm.Require();
        var services = department.Services;
        // Read when first needed: a migrator has no public address.
        services.AddSingleton(provider => SessionSettings.From(provider.GetRequiredService<IConfiguration>()));
        services.AddScoped<IPasswordHasher<Account>, OneFormHasher>().AddScoped<ILookupNormalizer, OneFormNames>();
        services.AddIdentityCore<Account>(identity =>
            {
                identity.Lockout.MaxFailedAccessAttempts = 10;
                identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                identity.Tokens.AuthenticatorTokenProvider = OneTimeCodes.Name;
                identity.User.AllowedUserNameCharacters =
                    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._";
            })
            .AddEntityFrameworkStores<IdentityDb>().AddSignInManager()
            .AddTokenProvider<OneTimeCodes>(OneTimeCodes.Name)
            .AddTokenProvider<DataProtectorTokenProvider<Account>>(TokenOptions.DefaultProvider);
        // PasswordRules alone: the composition rules that come with the library are what NIST advises against.
        foreach (var other in services.Where(one => one.ServiceType == typeof(IPasswordValidator<Account>)).ToList())
            services.Remove(other);
        services.AddScoped<IPasswordValidator<Account>, PasswordRules>();
        services.AddScoped<OneTimeCodes>().AddScoped<SignInRights>().AddScoped<SignIns>()
            .AddScoped<OwnPasswords>().AddScoped<Invitations>();
        services.Configure<DataProtectionTokenProviderOptions>(
            invitation => invitation.TokenLifespan = TimeSpan.FromDays(7));
        services.AddSessionCookie(IdentityConstants.ApplicationScheme, "ops-session", settings => settings.Session);
        services.AddSessionCookie(
            IdentityConstants.TwoFactorUserIdScheme, "ops-half-way", _ => TimeSpan.FromMinutes(5));
        services.AddRazorPages(pages => pages.RootDirectory = "/Accounts/Pages");
        services.AddOptions<AntiforgeryOptions>().Configure<SessionSettings>((forgery, settings) =>
        {
            forgery.Cookie.Name = settings.CookieName("ops-form");
            forgery.Cookie.SecurePolicy = settings.CookieSecurity;
        });
        services.PostConfigure<RequestLocalizationOptions>(PageLanguage.Configure);
        return department.Feature("account.feature", "account.feature.about", InviteStaff.Map);
    }
}
