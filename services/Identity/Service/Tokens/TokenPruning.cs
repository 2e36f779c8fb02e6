using OpenIddict.Abstractions;
using Ops.ServiceDefaults;

namespace Ops.Identity.Tokens;

/// <summary>Removes tokens and authorizations that are over: every hour.</summary>
internal sealed class TokenPruning(IServiceScopeFactory scopes, Loops loops, TimeProvider time)
    : BackgroundLoop(loops, every: TimeSpan.FromHours(1))
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var before = time.GetUtcNow() - Kept;
        var services = scope.ServiceProvider;
        await services.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(before, stoppingToken);
        await services.GetRequiredService<IOpenIddictAuthorizationManager>().PruneAsync(before, stoppingToken);
    }
}
