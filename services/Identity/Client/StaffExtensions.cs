using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Ops.Identity.Contracts;
using Ops.Platform.Messaging;
using Ops.Platform.Storage;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Client;

/// <summary>What every service keeps of Identity, so that it works when Identity is away.</summary>
public static class StaffExtensions
{
    private const string Grants =
        "GRANT SELECT, INSERT, UPDATE ON staff.members, staff.departments, staff.posts, staff.duties, staff.custodians"
        + " TO {role};";

    /// <summary>
    /// Registers the copy of the staff, and refuses the tokens of whoever may not act. A service registers an
    /// <see cref="IBelongings"/> for each kind of thing that is somebody's.
    /// </summary>
    public static IHostApplicationBuilder AddStaff(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(new PlatformSchema("staff", typeof(StaffExtensions).Assembly, Grants));
        builder.Services.AddLoop<BarredStaff>();
        builder.Services.AddSingleton<ITokenCheck>(services => services.GetRequiredService<BarredStaff>());
        builder.Services.AddSingleton<IStaffStanding>(services => services.GetRequiredService<BarredStaff>());
        builder.Services.AddLoop<LateBelongings>();
        builder.Services.AddScoped<IBelongings, TaskBelongings>();
        builder.Services.AddSingleton<DutyBook>();
        builder.Services.AddStoredNames("department", "SELECT code, name, name_en FROM staff.departments");
        builder.Services.AddStoredNames("post", "SELECT code, name, name_en FROM staff.posts");
        builder.Services.AddStaffNames("FROM staff.members");
        return builder;
    }

    /// <summary>Gives texts the names of a kind of thing, as they are stored.</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="kind">What they are names of: <c>department</c>, <c>post</c>.</param>
    /// <param name="query">Asks for the code, the name in Chinese and the name in English of each.</param>
    public static IServiceCollection AddStoredNames(this IServiceCollection services, string kind, string query) =>
        services.AddSingleton<INames>(provider => new StoredNames(
            kind, query, provider.GetRequiredService<NpgsqlDataSource>(), provider.GetRequiredService<TimeProvider>()));

    /// <summary>Gives texts the names of the staff (<c>{by:staff}</c>).</summary>
    /// <param name="services">The process's services.</param>
    /// <param name="from">The clause that names the table with their numbers and names.</param>
    public static IServiceCollection AddStaffNames(this IServiceCollection services, string from) =>
        services.AddSingleton(new StaffTable(from)).AddLoop<StaffNames>()
            .AddSingleton<INames>(provider => provider.GetRequiredService<StaffNames>());

    /// <summary>Takes Identity's events on staff, and the names of departments and posts.</summary>
    public static MessagingBuilder HandleStaff(this MessagingBuilder messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return messages
            .Handle<StaffJoined, StaffCopy>(from: IdentityEvents.Service)
            .Handle<StaffRenamed, StaffCopy>(from: IdentityEvents.Service)
            .Handle<StaffMoved, StaffCopy>(from: IdentityEvents.Service)
            .Handle<StaffLeft, StaffCopy>(from: IdentityEvents.Service)
            .Handle<SuccessorNamed, StaffCopy>(from: IdentityEvents.Service)
            .Handle<AccessSuspended, StaffCopy>(from: IdentityEvents.Service)
            .Handle<AccessRestored, StaffCopy>(from: IdentityEvents.Service)
            .Handle<DepartmentChanged, DutyCopy>(from: IdentityEvents.Service)
            .Handle<PostNamed, DutyCopy>(from: IdentityEvents.Service);
    }

    /// <summary>
    /// Takes Identity's events on the duties of departments and their custodians; <see cref="DutyBook"/> has them.
    /// </summary>
    public static MessagingBuilder HandleDuties(this MessagingBuilder messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return messages
            .Handle<DutyAssigned, DutyCopy>(from: IdentityEvents.Service)
            .Handle<CustodianNamed, DutyCopy>(from: IdentityEvents.Service);
    }

    /// <summary>Maps <c>GET left-behind</c> under the service's prefix.</summary>
    public static IEndpointRouteBuilder MapStaff(this IEndpointRouteBuilder api, string permission)
    {
        ArgumentNullException.ThrowIfNull(api);
        api.MapFeature("leaver.feature", "leaver.feature.about").MapLeftBehind(permission);
        return api;
    }
}
