using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Calls;

/// <summary>
/// The projects that one may see, and what they are called: asked for once as long as a page is open, and again for one
/// that is new.
/// </summary>
/// <param name="sales">Sales control, which has them.</param>
public sealed class ProjectNames(SalesControlClient sales)
{
    // As many as a service gives at a time.
    private const int Most = 200;

    private Task<IReadOnlyList<ProjectView>>? _projects;

    /// <summary>A project's name; its code where that is not to be had.</summary>
    public async ValueTask<string> OfAsync(string code)
    {
        if (_projects is { IsCompletedSuccessfully: true } && NameOf(code, _projects.Result) is { } known)
            return known;
        try
        {
            return NameOf(code, await AllAsync()) ?? code;
        }
        catch (Exception away) when (away is ServiceException || ServiceException.IsLost(away))
        {
            return code;
        }
    }

    /// <summary>All of them, as they are now; several who ask at once are told together.</summary>
    public Task<IReadOnlyList<ProjectView>> AllAsync()
    {
        if (_projects is null or { IsCompleted: true })
            _projects = ReadAsync();
        return _projects;
    }

    private static string? NameOf(string code, IReadOnlyList<ProjectView> projects) =>
        projects.FirstOrDefault(project => project.Code == code)?.Name;

    private async Task<IReadOnlyList<ProjectView>> ReadAsync()
    {
        List<ProjectView> all = [];
        string? after = null;
        do
        {
            var page = (await sales.ListProjectsAsync(after, Most)).Result;
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return all;
    }
}
