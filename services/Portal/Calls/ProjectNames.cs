using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Calls;

/// <summary>
/// What projects are called: asked for once as long as a page is open, and again for one that is new.
/// </summary>
/// <param name="sales">Sales control, which has them.</param>
public sealed class ProjectNames(SalesControlClient sales)
{
    // As many as a service gives at a time.
    private const int Most = 200;

    private Task<Dictionary<string, string>>? _names;

    /// <summary>A project's name; its code where that is not to be had.</summary>
    public async ValueTask<string> OfAsync(string code)
    {
        if (_names is { IsCompletedSuccessfully: true } && _names.Result.TryGetValue(code, out var known))
            return known;
        if (_names is null or { IsCompleted: true })
            _names = ReadAsync();
        try
        {
            return (await _names).GetValueOrDefault(code, code);
        }
        catch (Exception away) when (away is ServiceException || ServiceException.IsLost(away))
        {
            return code;
        }
    }

    private async Task<Dictionary<string, string>> ReadAsync() =>
        (await sales.ListProjectsAsync(limit: Most)).Result.Items.ToDictionary(
            project => project.Code, project => project.Name, StringComparer.Ordinal);
}
