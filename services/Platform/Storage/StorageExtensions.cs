using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ops.Platform.Storage;

/// <summary>Puts a service's database together.</summary>
public static class StorageExtensions
{
    /// <summary>
    /// The service's DbContext on the connection string <paramref name="connectionName"/>: snake_case, NodaTime, traced,
    /// one pooled data source; a health check; <see cref="UnitOfWork"/>; and the migrator.
    /// </summary>
    public static IHostApplicationBuilder AddServiceDatabase<TDb>(this IHostApplicationBuilder builder, string connectionName)
        where TDb : DbContext => throw new NotImplementedException();

    /// <summary>Adds the schema that a platform library needs: SQL scripts embedded in its assembly, in the order of their names.</summary>
    /// <param name="services">The service's registrations.</param>
    /// <param name="schema">The PostgreSQL schema the scripts make, and the runtime role's rights in it.</param>
    public static IServiceCollection AddPlatformSchema(this IServiceCollection services, PlatformSchema schema) => throw new NotImplementedException();

    /// <summary>
    /// With <c>--migrate</c> among the arguments: makes the platform's schemas and the service's tables current, creates
    /// the runtime role with what it needs and no more, and answers true so that the process ends. Otherwise answers false.
    /// </summary>
    public static Task<bool> MigrateWhenAskedAsync(this IHost app, string[] args) => throw new NotImplementedException();
}

/// <summary>A platform library's schema.</summary>
/// <param name="Name">The PostgreSQL schema.</param>
/// <param name="Scripts">The assembly that embeds <c>Schema/NNN-*.sql</c>.</param>
/// <param name="Grants">SQL that grants the runtime role (named <c>{role}</c>) its rights; run at each migration.</param>
public sealed record PlatformSchema(string Name, System.Reflection.Assembly Scripts, string Grants);
