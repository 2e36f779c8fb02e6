using NodaTime;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.MoveIn;

/// <summary>
/// DOC-5.3.2: a campaign ends, once: from then on the month runs in which the customer affairs group hands over what it
/// has.
/// </summary>
internal static class EndCampaign
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ProjectCampaign, MoveInCampaignEnded>(
                "move-in-campaigns/{id:guid}/end", SalesControlPermissions.RecordDelivery, Decide)
            .OfferedOn<ProjectCampaign>((state, _) => Refuses(state))
            .Answers<CampaignView>()
            .WithSummary("campaign.end.summary");

    [Rule("DOC-5.3.2", "campaign")]
    internal static Outcome<MoveInCampaignEnded> Decide(ProjectCampaign state, Change change)
    {
        var (campaign, site) = (state.Campaign, state.Site);
        return Refuses(state) is { } refusal
            ? refusal
            : new MoveInCampaignEnded(
                campaign.Id, campaign.Project, site.Name, site.TimeZone, site.CloseOfBusiness, change.At,
                [.. state.Delivered.Select(unit => unit.Id)], [.. state.Outstanding.Select(unit => unit.Id)]);
    }

    private static Refused? Refuses(ProjectCampaign state) => state.Campaign.EndedAt is null
        ? null
        : new Refused("DOC-5.3.2", Text.Of("campaign.ended-already")) { Evidence = [state.Campaign.Stream] };
}

/// <summary>A project's move-in campaign ended.</summary>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Project">The project's code.</param>
/// <param name="ProjectName">The project's name.</param>
/// <param name="TimeZone">The site's time zone (T-1).</param>
/// <param name="CloseOfBusiness">The site's close of business (T-4).</param>
/// <param name="EndedAt">Business time of its end: the month runs from here.</param>
/// <param name="Delivered">The units that were delivered in it.</param>
/// <param name="Outstanding">The sold units that were not.</param>
[HappensUnder("DOC-5.3.2")]
internal sealed record MoveInCampaignEnded(
    Guid CampaignId, string Project, string ProjectName, string TimeZone, LocalTime CloseOfBusiness, Instant EndedAt,
    IReadOnlyList<Guid> Delivered, IReadOnlyList<Guid> Outstanding) : IEvent<ProjectCampaign>
{
    public void Apply(ProjectCampaign state, Occurrence when) =>
        (state.Campaign.EndedAt, state.Campaign.EndedBy) = (EndedAt, when.By);
}
