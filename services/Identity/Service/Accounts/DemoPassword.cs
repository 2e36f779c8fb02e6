namespace Ops.Identity.Accounts;

/// <summary>The password of all of a demo's staff: in Development, the setting <c>Demo:Password</c>.</summary>
internal static class DemoPassword
{
    /// <summary>The password; null where there is no demo.</summary>
    public static string? Of(IHostEnvironment environment, IConfiguration configuration) =>
        environment.IsDevelopment() && configuration["Demo:Password"] is { Length: > 0 } password ? password : null;
}
