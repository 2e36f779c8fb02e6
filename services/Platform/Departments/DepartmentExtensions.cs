using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;
using Ops.Platform.Approvals;
using Ops.Platform.Clock;
using Ops.Platform.Commands;
using Ops.Platform.Deadlines;
using Ops.Platform.Messaging;
using Ops.Platform.PersonalData;
using Ops.Platform.Registers;
using Ops.Platform.Simulation;
using Ops.Platform.Storage;
using Ops.Platform.Tasks;
using Ops.Platform.WorkingTime;
using Ops.ServiceDefaults;

namespace Ops.Platform.Departments;

/// <summary>What every department has, in one call.</summary>
public static class DepartmentExtensions
{
    /// <summary>
    /// Database, commands, clock, calendar, messages, deadlines, tasks, registers, personal data, approvals and texts,
    /// and what the department's own folders add.
    /// </summary>
    /// <typeparam name="TDb">The department's own tables.</typeparam>
    /// <param name="host">The process.</param>
    /// <param name="department">Which department it is.</param>
    /// <param name="add">Adds what is its own.</param>
    public static WebApplicationBuilder AddDepartment<TDb>(
        this WebApplicationBuilder host, Department department, Action<DepartmentBuilder> add)
        where TDb : DbContext
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(department);
        ArgumentNullException.ThrowIfNull(add);
        host.AddServiceDefaults();
        host.AddServiceDatabase<TDb>(department.Database, department.Grants ?? "");
        host.AddCommands<TDb>();
        host.AddBusinessClock();
        host.AddWorkingCalendar();
        var deadlines = host.AddDeadlines();
        host.AddMessaging(department.Name, department.Tells, messages =>
        {
            messages.KeepRegisterHeads(department.KeepsHeadsOf);
            var builder = new DepartmentBuilder(host, department, messages, deadlines);
            add(builder);
            host.Services.AddSingleton(builder);
        });
        host.AddTasks();
        host.AddRegisters().NoteRegisterHeads(department.HeadsKeptBy);
        host.AddPersonalData(department.Name);
        host.AddApprovals();
        host.Services.AddSingleton<OfferedRoutes>().AddScoped<IActions, Actions>();
        host.Services.AddScoped<Findings>();
        host.Services.AddScoped(services => new Pipeline(
            services.GetRequiredService<UnitOfWork>(), services.GetRequiredService<IDeadlineBook>(),
            services.GetRequiredService<ITaskList>(), services.GetRequiredService<IApprovals>(),
            services.GetRequiredService<IRegisterBook>(), services.GetRequiredService<FreeTexts>(),
            services.GetRequiredService<IClock>(), services.GetRequiredService<TimeProvider>(), services));
        host.Services.AddSourcesAndViews(typeof(TDb).Assembly);
        var events = new EventCatalogue(typeof(TDb).Assembly);
        host.Services.AddSingleton(events).AddSingleton<IInsideEvents>(events);
        host.Services.AddSingleton<History>();
        host.Services.TryAddEnumerable(ServiceDescriptor.Transient<IApiDescriptionProvider, RouteDescriptions>());
        return host;
    }

    /// <summary>
    /// Does what the command line asks for (migrating, verifying an export), and otherwise maps the department's routes
    /// and those that every department has, and runs.
    /// </summary>
    /// <param name="app">The process.</param>
    /// <param name="args">Its command line.</param>
    /// <param name="map">Maps what lies beside the routes: an answer by gRPC.</param>
    public static async Task RunDepartmentAsync(this WebApplication app, string[] args, Action? map = null)
    {
        ArgumentNullException.ThrowIfNull(app);
        // First: a migrator is given a database and nothing else.
        if (await app.MigrateWhenAskedAsync(args) || await app.VerifyWhenAskedAsync(args))
            return;

        var builder = app.Services.GetRequiredService<DepartmentBuilder>();
        var department = builder.Department;
        app.UseServiceDefaults(department.Prefix);
        var api = app.MapGroup(department.Prefix);
        foreach (var routes in builder.Routes)
            routes(api);
        if (department.Permissions.Approvals is { } approvals)
            api.MapApprovals(approvals);
        api.MapRegisters(department.Permissions.Registers);
        api.MapRegisterHeads(department.Permissions.Registers);
        api.MapTasks(department.Permissions.Tasks);
        api.MapMessages(department.Permissions.Operate);
        api.MapCalendar(department.Permissions);
        app.MapSimulation();
        map?.Invoke();
        await app.RunAsync();
    }

    /// <summary>
    /// How things are found and shown: whatever the department's assembly has of these is registered.
    /// </summary>
    private static void AddSourcesAndViews(this IServiceCollection services, Assembly assembly)
    {
        Type[] kinds = [typeof(ISource<>), typeof(ILoad<,>), typeof(IView<,>)];
        foreach (var type in assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }))
        {
            var found = type.GetInterfaces()
                .Where(one => one.IsGenericType && kinds.Contains(one.GetGenericTypeDefinition())).ToList();
            if (found.Count == 0)
                continue;
            services.TryAddScoped(type);
            foreach (var kind in found)
                services.AddScoped(kind, provider => provider.GetRequiredService(type));
        }
    }
}
