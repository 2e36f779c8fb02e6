using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Prices;

/// <summary>CS-4: another than who drafted a version agrees to it.</summary>
internal static class ApprovePriceList
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<ProjectPriceList, PriceListApproved>(
                "price-lists/{id:guid}/approve", SalesControlPermissions.ApprovePrices, Decide)
            .IsWordOn(state => state.Approval, agrees: true)
            .OfferedOn<ProjectPriceList>((list, _) => Refuses(list))
            .Answers<PriceListView>()
            .WithSummary("price-list.approve.summary");

    internal static Outcome<PriceListApproved> Decide(ProjectPriceList state, Change change) =>
        Refuses(state) is { } refusal
            ? refusal
            : new PriceListApproved(state.List.Id, state.List.Project, state.List.Number);

    [Rule("CS-4", "approval")]
    private static Refused? Refuses(ProjectPriceList state) => state.List.State == PriceListState.Drafted
        ? null
        : state.RefuseByState("prices.cannot-be-approved");
}

/// <summary>A version of the price list was approved.</summary>
/// <param name="PriceListId">The version.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Version">Its number in the project.</param>
[HappensUnder("CS-4")]
internal sealed record PriceListApproved(Guid PriceListId, string Project, int Version) : IEvent<ProjectPriceList>
{
    public void Apply(ProjectPriceList state, Occurrence when)
    {
        var list = state.List;
        (list.State, list.ApprovedAt, list.ApprovedBy) = (PriceListState.Approved, when.At, when.By);
    }

    public void React(ProjectPriceList state, Occurrence when, Reactions follow)
    {
        var title = Text.Of("prices.task.approved", ("version", Version));
        follow.Tasks.Add(PriceListTasks.Decided(state.List, title, when));
    }
}

/// <summary>What whoever drafted a version is told.</summary>
internal static class PriceListTasks
{
    public static NewTask Decided(PriceList list, Text title, Occurrence when) => new(
        $"{list.ApprovalKey}/decided", Addressee.ForPerson(list.DraftedBy), list.Project, title, "CS-4", list.Path,
        when.At);
}
