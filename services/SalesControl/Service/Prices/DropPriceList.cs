using FluentValidation;
using Ops.Platform.Departments;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Prices;

/// <summary>
/// CS-4: a version is not to be: another than who drafted it refuses it, or whoever drafted it takes it back, as long
/// as it is not published.
/// </summary>
internal static class DropPriceList
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapCommand<ProjectPriceList, Request, PriceListDropped>(
                "price-lists/{id:guid}/refuse", SalesControlPermissions.ApprovePrices, DecideRefusal)
            .IsWordOn(state => state.Approval, agrees: false, request => request.Reason.Trim())
            .OfferedOn<ProjectPriceList>((list, _) => RefusesRefusal(list))
            .Answers<PriceListView>()
            .WithSummary("price-list.refuse.summary");
        api.MapCommand<ProjectPriceList, Request, PriceListDropped>(
                "price-lists/{id:guid}/withdraw", SalesControlPermissions.DraftPrices, DecideWithdrawal)
            .OfferedOn<ProjectPriceList>(RefusesWithdrawal)
            .Answers<PriceListView>()
            .WithSummary("price-list.withdraw.summary");
    }

    /// <summary>Why a version is refused or taken back.</summary>
    /// <param name="Reason">In a sentence.</param>
    internal sealed record Request(string Reason);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator() =>
            RuleFor(r => r.Reason).MustBeAReason("CS-4", "prices.reason-missing");
    }

    internal static Outcome<PriceListDropped> DecideRefusal(ProjectPriceList state, Request request, Change change) =>
        RefusesRefusal(state) is { } refusal ? refusal : Drop(state.List, request, change);

    internal static Outcome<PriceListDropped> DecideWithdrawal(
        ProjectPriceList state, Request request, Change change) =>
        RefusesWithdrawal(state, change) is { } refusal ? refusal : Drop(state.List, request, change);

    [Rule("CS-4", "approval")]
    private static Refused? RefusesRefusal(ProjectPriceList state) => state.List.State == PriceListState.Drafted
        ? null
        : state.RefuseByState("prices.cannot-be-refused");

    [Rule("CS-4", "withdrawal")]
    private static Refused? RefusesWithdrawal(ProjectPriceList state, Change change)
    {
        if (state.List.DraftedBy != change.Actor.Id)
            return new Refused("CS-7", Text.Of("prices.withdrawn-by-its-drafter"), RefusalKind.Forbidden);
        return state.List.State is PriceListState.Drafted or PriceListState.Approved
            ? null
            : state.RefuseByState("prices.cannot-be-withdrawn");
    }

    private static PriceListDropped Drop(PriceList list, Request request, Change change) =>
        new(list.Id, list.Project, list.Number, change.Wrote(request.Reason));
}

/// <summary>A version of the price list was refused or withdrawn.</summary>
/// <param name="PriceListId">The version.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Version">Its number in the project.</param>
/// <param name="Reason">Why.</param>
[HappensUnder("CS-4")]
internal sealed record PriceListDropped(Guid PriceListId, string Project, int Version, FreeText Reason)
    : IEvent<ProjectPriceList>
{
    public void Apply(ProjectPriceList state, Occurrence when) =>
        (state.List.State, state.List.DroppedWhy) = (PriceListState.Dropped, Reason.Words);

    public void React(ProjectPriceList state, Occurrence when, Reactions follow)
    {
        var list = state.List;
        // Whoever drafted it has taken it back: nobody refuses their own (CS-7).
        if (when.By == list.DraftedBy)
        {
            follow.Approvals.Close(list.ApprovalKey, Text.Plain(Reason.Words!), when.At, when.By);
            return;
        }

        follow.Tasks.Add(PriceListTasks.Decided(
            list, Text.Of("prices.task.refused", ("version", Version), ("reason", Reason.Words)), when));
    }
}
