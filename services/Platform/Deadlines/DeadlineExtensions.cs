using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Ops.Platform.Commands;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Platform.Deadlines;

/// <summary>Puts a service's deadlines together.</summary>
public static class DeadlineExtensions
{
    /// <summary>
    /// Registers the book, the sweeper and the list of failed handlers; name the handlers on what it answers.
    /// </summary>
    public static DeadlineRegistration AddDeadlines(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddPlatformSchema(new PlatformSchema(
            "deadlines", typeof(DeadlineExtensions).Assembly,
            """
            GRANT SELECT, INSERT, UPDATE ON deadlines.deadlines TO {role};
            GRANT SELECT, INSERT ON deadlines.firings, deadlines.recalculations TO {role};
            """));
        builder.Services.AddSingleton<DeadlineSignal>();
        builder.Services.AddScoped<IDeadlineBook, DeadlineBook>();
        builder.Services.AddSingleton<Firings>();
        builder.Services.AddSingleton<Recalculation>();
        builder.Services.AddLoop<DeadlineSweeper>();
        builder.Services.AddSingleton<IDeadlineSweep>(services => services.GetRequiredService<DeadlineSweeper>());
        builder.Services.AddSingleton<IFailureSource, FailedDeadlines>();
        return new DeadlineRegistration(builder.Services);
    }
}

/// <summary>The handlers of a service's deadlines.</summary>
public sealed class DeadlineRegistration
{
    private readonly IServiceCollection _services;

    internal DeadlineRegistration(IServiceCollection services) => _services = services;

    /// <summary>Adds the handler of a kind; it is made anew for each firing, in the scope of its change.</summary>
    public DeadlineRegistration Handle<THandler>()
        where THandler : class, IDeadlineHandler
    {
        _services.AddScoped<IDeadlineHandler, THandler>();
        return this;
    }
}
