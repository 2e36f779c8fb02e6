using NodaTime;
using Ops.ClientAttribution.Commission;
using Ops.Platform.Rules;
using Ops.Platform.Storage;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Plans;

/// <summary>How far a plan has come.</summary>
internal enum PlanState
{
    /// <summary>Another has yet to agree.</summary>
    Drafted,

    /// <summary>It counts.</summary>
    Approved,

    /// <summary>Another did not agree.</summary>
    Refused,
}

/// <summary>
/// A commission plan 佣金方案 of a site and a kind of unit: what somebody drafts, another agrees to. For a site, a kind
/// and a day one counts at most.
/// </summary>
internal sealed class StoredPlan : Aggregate
{
    private StoredPlan()
    {
    }

    /// <summary>One that is being drafted (<see cref="PlanDrafted"/>).</summary>
    public StoredPlan(Guid id, string project, int number) => (Id, Project, Number) = (id, project, number);

    public override string StreamKind => "commission-plan";

    public string Project { get; private init; } = "";

    /// <summary>1, 2, 3 … of the site.</summary>
    public int Number { get; private init; }

    /// <summary>The code of the kind of unit.</summary>
    public string Kind { get; internal set; } = "";

    /// <summary>The first day: of subscriptions.</summary>
    public LocalDate From { get; internal set; }

    /// <summary>The last day; null for open.</summary>
    public LocalDate? Until { get; internal set; }

    public CountingPeriod Period { get; internal set; }

    public IReadOnlyList<Tier> Tiers { get; internal set; } = [];

    /// <summary>Per cent of the commission that is payable when the contract is signed.</summary>
    public decimal AtContract { get; internal set; }

    public PlanState State { get; internal set; }

    public Instant DraftedAt { get; internal set; }

    public string DraftedBy { get; internal set; } = "";

    public Instant? DecidedAt { get; internal set; }

    public string? DecidedBy { get; internal set; }

    /// <summary>Where it is read.</summary>
    public string Path => $"/api/clients/commission-plans/{Id}";

    /// <summary>The name of it in a refusal's evidence.</summary>
    public string Evidence => $"commission-plan/{Id}";

    /// <summary>As the decision asks it.</summary>
    public CommissionPlan ToPlan() => new(NameOf(Number), Project, Kind, From, Until, Period, Tiers, AtContract);

    /// <summary>How a line names it.</summary>
    public static string NameOf(int number) => $"P{number}";

    /// <summary>A refusal that rests on this plan.</summary>
    public Refused Refuse(string code) => new("REC-3.1", Text.Of(code, ("plan", NameOf(Number))))
    {
        Evidence = [Evidence],
    };
}
