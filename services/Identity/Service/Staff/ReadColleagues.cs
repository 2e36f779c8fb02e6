using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Ops.Identity.Contracts;
using Ops.Identity.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Identity.Staff;

/// <summary>
/// CS-7: who stands behind a staff number 工号: the name and the post, for every colleague, at whatever site, those
/// who left among them. Nothing else is told of anybody, and nobody is told whom there is.
/// </summary>
internal static class ReadColleagues
{
    private const int Most = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("colleagues", ListAsync).RequirePermission(IdentityPermissions.ReadColleagues)
            .WithSummary("colleague.list.summary").AnswersOutcome<View>();

    /// <summary>Those of the numbers that are somebody's.</summary>
    /// <param name="Items">Who they are.</param>
    internal sealed record View(IReadOnlyList<Colleague> Items);

    /// <summary>Somebody who works here, or did.</summary>
    /// <param name="Number">The staff number.</param>
    /// <param name="Name">The name.</param>
    /// <param name="Post">What the post is called, in the reader's language.</param>
    /// <param name="HasLeft">Whether they have left.</param>
    internal sealed record Colleague(string Number, string Name, string Post, bool HasLeft);

    [Rule("CS-7", "colleagues by their numbers")]
    private static async Task<Outcome<View>> ListAsync(
        [FromQuery] string[]? numbers, IdentityDb db, ITexts texts, CancellationToken cancellationToken)
    {
        if (numbers is not { Length: > 0 and <= Most })
            return Refused.Input(null, "numbers", Text.Of("colleague.numbers", ("most", Most)));
        var found = await db.Staff.AsNoTracking().Where(one => numbers.Contains(one.Number))
            .OrderBy(one => one.Number)
            .Select(one => new { one.Number, one.Name, one.Post, one.HasLeft })
            .ToListAsync(cancellationToken);
        return new View(found.ConvertAll(one => new Colleague(
            one.Number, one.Name, texts.Render(Text.NameOf("post", one.Post)), one.HasLeft)));
    }
}
