using NodaTime;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Attribution;

/// <summary>What is asked.</summary>
/// <param name="Client">Of whom.</param>
/// <param name="At">As of when: what is later is not looked at.</param>
/// <param name="Terms">The project's terms.</param>
internal sealed record Question(string Client, Instant At, AttributionTerms Terms)
{
    /// <summary>
    /// The sale whose credit is asked for; null for whose client it is at that time. Of what came after a sale only
    /// what settles it counts for its credit: an agreement, a ruling and what is said to it, a finding, a consent.
    /// </summary>
    public string? Sale { get; init; }
}

/// <summary>What a project's clients are decided by.</summary>
/// <param name="Zone">The site's time zone (T-1).</param>
/// <param name="Referral">Whose an introduced visitor is (REC-2.3).</param>
internal sealed record AttributionTerms(DateTimeZone Zone, ReferralPolicy Referral)
{
    /// <summary>How many days a confirmation is valid after the day of its last report (ATT-III.3).</summary>
    public int ValidDays { get; init; } = 7;

    /// <summary>Per cent of the first receiver's commission that goes to who stood in (REC-3.2).</summary>
    public decimal StandInPercent { get; init; } = 40;
}

/// <summary>Whose a visitor is whom a customer brought: two companies' rules, of which a project has one.</summary>
internal enum ReferralPolicy
{
    /// <summary>The introducer's first receiver's, where the visitor names the introducer (REC-2.3).</summary>
    IntroducersConsultant,

    /// <summary>Whoever's receives them (ATT-2).</summary>
    ReceivingConsultant,
}

/// <summary>Whose client somebody is, and why.</summary>
/// <param name="Award">Whose.</param>
/// <param name="Steps">How that came about, in order of time.</param>
internal sealed record Attributed(Award Award, IReadOnlyList<Step> Steps);

/// <summary>A rule that was applied to what it rests on.</summary>
/// <param name="Rule">The rule's id.</param>
/// <param name="Text">What follows from it.</param>
/// <param name="Evidence">The ids of the facts.</param>
internal sealed record Step(string Rule, Text Text, IReadOnlyList<string> Evidence);

/// <summary>Whose a client is.</summary>
internal enum AwardKind
{
    /// <summary>Nobody's: whoever receives them next has a new client.</summary>
    Nobody,

    /// <summary>One consultant's, or several'.</summary>
    Consultants,

    /// <summary>The company's: connected with it, without credit or bonus (ATT-III.4).</summary>
    Company,
}

/// <summary>Whose a client is, with what it rests on.</summary>
/// <param name="Kind">Whose.</param>
/// <param name="Holdings">The consultants with their parts, which sum to 100 %; none where it is nobody's.</param>
/// <param name="Evidence">The ids of the facts that it rests on.</param>
internal sealed record Award(AwardKind Kind, IReadOnlyList<Holding> Holdings, IReadOnlyList<string> Evidence)
{
    /// <summary>The last day of its validity; null where it does not lapse: the client has bought.</summary>
    public LocalDate? ValidUntil { get; init; }

    /// <summary>The entries of other consultants that collide with it 撞单, of whom each is to be told.</summary>
    public IReadOnlyList<string> Collisions { get; init; } = [];
}

/// <summary>A consultant's part of a client.</summary>
/// <param name="Consultant">Who.</param>
/// <param name="Percent">Of the credit 业绩.</param>
internal sealed record Holding(string Consultant, decimal Percent)
{
    /// <summary>Who stood in, and has a part of this holding's commission; together not more than all of it.</summary>
    public IReadOnlyList<StandInPart> StandIns { get; init; } = [];

    /// <summary>The commission goes to the department's fund 部门基金 (ATT-6).</summary>
    public bool ForfeitedToFund { get; init; }
}

/// <summary>What who stood in has of a first receiver's commission (REC-3.2).</summary>
/// <param name="Consultant">Who stood in.</param>
/// <param name="Percent">Of the first receiver's commission.</param>
internal sealed record StandInPart(string Consultant, decimal Percent);
