using Ops.Portal.Calls;
using Ops.Portal.Clients.SalesControl;

namespace Ops.Portal.Pages.Everybody.Search;

/// <summary>One kind of thing that can be looked for; each department brings its own beside its pages.</summary>
internal interface ISearchPart
{
    /// <summary>The text of what it finds.</summary>
    string Name { get; }

    /// <summary>The permission without which it finds nothing.</summary>
    string Permission { get; }

    /// <summary>
    /// Whether it may be one of these that is meant: a service is asked for nothing that it cannot have.
    /// </summary>
    bool MayBe(string words);

    /// <summary>Asks the service.</summary>
    Task<IReadOnlyList<Hit>> FindAsync(string words, CancellationToken cancellationToken);
}

/// <summary>What was found.</summary>
/// <param name="Address">Its page.</param>
/// <param name="Title">What it is.</param>
/// <param name="About">What tells it from the others.</param>
internal sealed record Hit(string Address, string Title, string About);

/// <summary>Looks for what the services have by project: in every project that one may see.</summary>
internal static class EachProject
{
    // So many questions at once as leave the service to others too.
    private const int AtOnce = 8;

    public static async Task<IReadOnlyList<Hit>> FindAsync(
        this ProjectNames projects, Func<ProjectView, Task<IEnumerable<Hit>>> find)
    {
        List<Hit> hits = [];
        foreach (var some in (await projects.AllAsync()).Chunk(AtOnce))
            hits.AddRange((await Task.WhenAll(some.Select(find))).SelectMany(found => found));
        return hits;
    }
}

/// <summary>What is meant by what somebody typed.</summary>
internal static class Words
{
    private const int LongestCode = 50, ShortestPhone = 7;

    /// <summary>A phone number: digits, as people group them.</summary>
    public static bool AreAPhone(string words) =>
        words.All(one => char.IsDigit(one) || one is ' ' or '-' or '+')
        && words.Count(char.IsDigit) >= ShortestPhone
        && words.Count(one => one == '-') < 2;

    /// <summary>A name: nobody is called by digits.</summary>
    public static bool AreAName(string words) => !words.Any(char.IsDigit);

    /// <summary>A unit's code.</summary>
    public static bool AreACode(string words) =>
        words.Length <= LongestCode && words.Any(char.IsDigit) && !words.Any(char.IsWhiteSpace) && !AreAPhone(words);
}
