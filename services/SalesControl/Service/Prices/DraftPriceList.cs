using System.Text.Json.Serialization;
using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.Departments;
using Ops.Platform.Rules;
using Ops.Platform.Tasks;
using Ops.Platform.Texts;
using Ops.SalesControl.Contracts;

namespace Ops.SalesControl.Prices;

/// <summary>
/// CS-4: a version of the price list 一房一价 is drafted, for another to approve: units that it does not name keep their
/// price.
/// </summary>
internal static class DraftPriceList
{
    /// <summary>The longest sentence that says why there is a new version.</summary>
    public const int LongestNote = 200;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapCommand<NextPriceList, Request, PriceListDrafted>(
                "projects/{project}/price-lists", SalesControlPermissions.DraftPrices, Decide)
            .Makes<ProjectPriceList, PriceListView>((next, drafted) => next.As(drafted), list => list.List.Path)
            .WithSummary("price-list.draft.summary");

    /// <summary>A version.</summary>
    /// <param name="Note">Why there is a new version.</param>
    /// <param name="Prices">The units' prices, by code.</param>
    internal sealed record Request(string Note, IReadOnlyDictionary<string, Money> Prices);

    internal sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Note).NotEmpty().Refuses(null, "prices.note-missing").IsWords(LongestNote);
            RuleFor(r => r.Prices).NotEmpty().Refuses("CS-4", "prices.units-missing");
            RuleForEach(r => r.Prices)
                .ChildRules(price => price.RuleFor(p => p.Value).SetValidator(new Money.Validator()));
        }
    }

    internal static Outcome<PriceListDrafted> Decide(NextPriceList next, Request request, Change change)
    {
        if (request.Prices.Keys.FirstOrDefault(code => !next.Units.ContainsKey(code)) is { } unknown)
        {
            return Refused.Input(
                null, $"prices.{unknown}",
                Text.Of("prices.unit-unknown", ("unit", unknown), ("project", next.Site.Code)));
        }

        return Draft(
            next, request.Note,
            request.Prices.ToDictionary(price => next.Units[price.Key], price => price.Value.ToDecimal()));
    }

    /// <summary>The next version with these prices, wherever they come from.</summary>
    internal static Outcome<PriceListDrafted> Draft(
        NextPriceList next, string note, IReadOnlyDictionary<Guid, decimal> prices) =>
        SoldUnit.RefusesOtherPrices(next.Sold, prices) is { } sold
            ? sold
            : new PriceListDrafted(next.List.Id, next.Site.Code, next.Number, prices.Count, note.Trim(), prices);
}

/// <summary>A version of the price list was drafted, by import or by hand.</summary>
/// <param name="PriceListId">The version.</param>
/// <param name="Project">The project's code.</param>
/// <param name="Version">Its number in the project.</param>
/// <param name="Units">How many units it names.</param>
/// <param name="Note">Why there is a new version; it stands on the version.</param>
/// <param name="Prices">The units' prices; they stand in the version's lines.</param>
[HappensUnder("CS-4")]
internal sealed record PriceListDrafted(
    Guid PriceListId, string Project, int Version, int Units,
    [property: JsonIgnore] string Note,
    [property: JsonIgnore] IReadOnlyDictionary<Guid, decimal> Prices) : IEvent<NextPriceList>
{
    public void Apply(NextPriceList state, Occurrence when)
    {
        var list = state.List;
        (list.Project, list.Number, list.Note) = (Project, Version, Note);
        (list.DraftedAt, list.DraftedBy) = (when.At, when.By);
        foreach (var (unit, price) in Prices)
            list.Add(unit, price);
    }

    public void React(NextPriceList state, Occurrence when, Reactions follow)
    {
        follow.Add(state.List);
        var drafted = state.As(this);
        follow.Approvals.Ask(drafted.Approval);
        follow.Tasks.Add(new NewTask(
            $"decide/{state.List.ApprovalKey}", Addressee.ForPermission(SalesControlPermissions.ApprovePrices), Project,
            Text.Of("prices.task.decide", ("version", Version)), "CS-4", state.List.Path, when.At)
        {
            Matter = state.List.DecisionMatter,
            MustBeDone = true,
        });
    }
}
