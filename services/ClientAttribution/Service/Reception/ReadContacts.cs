using Microsoft.EntityFrameworkCore;
using Ops.ClientAttribution.Contracts;
using Ops.ClientAttribution.Storage;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.ClientAttribution.Reception;

/// <summary>
/// ATT-I.5, ATT-II.5, ATT-III.6: the visits and calls of a site; what was not entered in time stands there as no
/// record.
/// </summary>
internal static class ReadContacts
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("projects/{project}/contacts", ListAsync).RequirePermission(ClientAttributionPermissions.ReadDesk)
            .WithSummary("contact.list.summary")
            .AnswersOutcome<Page>();
        api.MapRead<DeskContact, ContactView>("contacts/{id:guid}", ClientAttributionPermissions.ReadDesk)
            .WithSummary("contact.read.summary");
    }

    /// <summary>A page of visits and calls, the newest first.</summary>
    /// <param name="Items">The visits and calls.</param>
    /// <param name="Next">What to send as <c>after</c> for the next page; null on the last.</param>
    internal sealed record Page(IReadOnlyList<ContactView> Items, Guid? Next);

    private static async Task<Outcome<Page>> ListAsync(
        string project, Day? day, string? consultant, Word<Channel>? channel, Word<ContactState>? state, bool? callBack,
        Guid? after, PageSize? limit, Actor actor, ClientAttributionDb db, ITexts texts,
        CancellationToken cancellationToken)
    {
        if (!actor.MaySee(project))
            return Refused.NotFound(Text.Of("desk.site-unknown", ("site", project)));
        var size = limit.Rows();
        var (on, way, how) = (day?.Date, channel?.Value, state?.Value);
        var contacts = await db.Contacts.AsNoTracking()
            .Where(one => one.Project == project && (on == null || one.Day == on)
                && (consultant == null || one.Consultant == consultant) && (way == null || one.Channel == way)
                && (how == null || one.State == how) && (callBack == null || one.CallBackOwed == callBack)
                && (after == null || one.Id.CompareTo(after.Value) < 0))
            .OrderByDescending(one => one.Id).Take(size).ToListAsync(cancellationToken);
        var ids = contacts.Select(one => one.DayId).Distinct().ToList();
        var days = await db.DeskDays.AsNoTracking().Where(one => ids.Contains(one.Id))
            .ToDictionaryAsync(one => one.Id, cancellationToken);
        return new Page(
            contacts.ConvertAll(one => ContactView.Of(days[one.DayId], one, actor, texts)),
            contacts.Count == size ? contacts[^1].Id : null);
    }
}
