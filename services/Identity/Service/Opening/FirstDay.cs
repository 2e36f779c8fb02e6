using Microsoft.EntityFrameworkCore;
using Ops.Identity.Accounts;
using Ops.Identity.Storage;
using Ops.Platform.Departments;
using Ops.Platform.Storage;
using Ops.ServiceDefaults;

namespace Ops.Identity.Opening;

/// <summary>
/// A new installation's first day: its organisation and, in Development with <c>Demo:Password</c>, its demo; then the
/// clients that it needs. What is there already is left as it is.
/// </summary>
internal sealed partial class FirstDay(
    IServiceScopeFactory scopes, IConfiguration configuration, IHostEnvironment environment, Loops loops,
    ILogger<FirstDay> logger)
    : BackgroundLoop(loops, every: TimeSpan.FromSeconds(1))
{
    /// <summary>Nobody: the installation itself, which is bound to no site.</summary>
    private static readonly Actor Itself =
        new("system:first-day", "", "", new HashSet<string>(StringComparer.Ordinal) { "*" });

    private volatile bool _over;

    /// <summary>Whether all of it is there.</summary>
    public bool Over => _over;

    protected override bool IsOver => _over;

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        using var activity = Telemetry.StartWork("first day");
        await using var scope = scopes.CreateAsyncScope();
        var change = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await change.RunAsync(async token => await OpenAsync(scope.ServiceProvider, token), stoppingToken);
        await scope.ServiceProvider.GetRequiredService<FirstClients>().RegisterAsync(stoppingToken);
        _over = true;
    }

    /// <summary>In the change that is under way; answers that it is to be kept.</summary>
    public async Task<bool> OpenAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<IdentityDb>();
        // Replicas that start together: the second waits, and finds it done.
        await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('first day'))", cancellationToken);
        var change = services.GetRequiredService<Pipeline>().Begin(Itself);
        var isNew = await services.GetRequiredService<FirstOrganisation>().TakeInAsync(change, cancellationToken);
        if (DemoPassword.Of(environment, configuration) is { } password)
        {
            var demo = services.GetRequiredService<Demo>();
            if (isNew)
                LogDemo(await demo.LetJoinAsync(password, change, cancellationToken));
            await demo.GiveAuthenticatorsAsync(password, cancellationToken);
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The demo's {Count} members of staff have joined")]
    private partial void LogDemo(int count);
}
