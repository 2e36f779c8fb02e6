using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ops.Platform.Registers;
using Ops.Platform.Storage;

namespace Ops.Platform.PersonalData;

/// <summary>What a service needs that keeps personal data.</summary>
public static class PersonalDataExtensions
{
    /// <summary>
    /// Registers the key ring (ASP.NET Core's Data Protection, for whatever in the service protects data: <see
    /// cref="IPersonalVault"/>, the registers' personal fields, cookies), kept in the service's own database under
    /// <c>PersonalData:MasterKeys</c> and shared by its replicas; and <see cref="IUnmaskings"/>, which needs the
    /// registers. Nothing connects here.
    /// </summary>
    /// <param name="builder">The service; its database is registered already, or will be.</param>
    /// <param name="applicationName">
    /// The service's name, for ever: what was sealed under another cannot be opened.
    /// </param>
    public static IHostApplicationBuilder AddPersonalData(this IHostApplicationBuilder builder, string applicationName)
    {
        builder.AddKeyRing(applicationName);
        builder.Services.AddSingleton<IPersonalVault, PersonalVault>();
        builder.Services.AddSingleton<FreeTexts>();
        builder.Services.AddScoped<IUnmaskings, Unmaskings>();
        builder.Services.AddSingleton<IRegisterSentences, UnmaskingSentences>();
        return builder;
    }

    /// <summary>The key ring alone, for a process that seals something and keeps no personal data.</summary>
    /// <param name="builder">The process; its database is registered already, or will be.</param>
    /// <param name="applicationName">Its name, for ever: what was sealed under another cannot be opened.</param>
    public static IHostApplicationBuilder AddKeyRing(this IHostApplicationBuilder builder, string applicationName)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(applicationName);
        builder.Services.AddPlatformSchema(new PlatformSchema(
            "protection", typeof(PersonalDataExtensions).Assembly,
            "GRANT SELECT, INSERT ON protection.keys, protection.free_texts TO {role};"));
        builder.Services.AddDataProtection().SetApplicationName(applicationName);
        builder.Services.AddSingleton(
            services => new MasterKeys(applicationName, services.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton<KeyRepository>().AddSingleton<MasterKeyEncryptor>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<KeyRepository, MasterKeyEncryptor>(
            (ring, keys, encryptor) => (ring.XmlRepository, ring.XmlEncryptor) = (keys, encryptor));
        return builder;
    }
}
