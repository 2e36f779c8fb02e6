using NodaTime;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Approvals;

/// <summary>Somebody who must agree: one agreement.</summary>
/// <param name="Permission">The permission that they hold, e.g. <c>sales.reservation.approve</c>.</param>
/// <param name="Department">
/// The department that they decide for, where two must agree (DOC-5.1.5); anybody's when null.
/// </param>
public sealed record Need(string Permission, string? Department = null);

/// <summary>What others are asked to agree to.</summary>
/// <param name="Key">Its name in the service, e.g. <c>reservation/0192…</c>; one open request a key.</param>
/// <param name="Kind">What kind of approval it is.</param>
/// <param name="Rule">The rule that asks for it.</param>
/// <param name="Site">The project's code.</param>
/// <param name="Subject">The path of the thing it is about.</param>
/// <param name="What">What is asked, as a text without personal data: it goes on the register.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedFor">Whose it is: the same, where nobody asked for another.</param>
/// <param name="AskedAt">Business time.</param>
/// <param name="Until">Business time after which nobody can decide any more; null for no end.</param>
/// <param name="Needs">Who must agree, one agreement each, by as many people.</param>
public sealed record ApprovalTerms(
    string Key, string Kind, string Rule, string Site, string Subject, Text What, string AskedBy, string AskedFor,
    Instant AskedAt, Instant? Until, IReadOnlyList<Need> Needs)
{
    /// <summary>Whose it has become beside, since it was asked: none of them decides on it either.</summary>
    public IReadOnlyList<string> PassedTo { get; init; } = [];
}

/// <summary>What a decision led to.</summary>
public enum ApprovalState
{
    /// <summary>Others must still agree.</summary>
    Pending,

    /// <summary>Everybody who must has agreed.</summary>
    Granted,

    /// <summary>Somebody who must agree refused.</summary>
    Refused,

    /// <summary>It is no longer asked for: what it was about has lapsed or was withdrawn.</summary>
    Closed,
}

/// <summary>The service's approvals, inside a change. Scoped.</summary>
public interface IApprovals
{
    /// <summary>
    /// Asks. It is written with the change's other statements; an open request of the same key is left as it is. That
    /// it was asked, and that it is asked no more, goes on the register too, within a second and always before what
    /// follows it.
    /// </summary>
    void Ask(ApprovalTerms terms);

    /// <summary>
    /// Somebody's word on a request. Four eyes: nobody decides on their own, in their own right or by a stand-in, and
    /// nobody twice (CS-7). What everybody said goes on the hash-chained register <c>approvals</c> of the site, with
    /// what was asked, by whom and when. What is over, by its time or by a decision, is refused (the request's rule);
    /// another site's is not found.
    /// </summary>
    /// <param name="terms">
    /// What was asked: a request that was never there, because the thing is older than this mechanism, is made. Whose
    /// it is by now counts beside whose it was.
    /// </param>
    /// <param name="actor">Who decides.</param>
    /// <param name="agree">Yes or no.</param>
    /// <param name="reason">
    /// Why; needed for a no. It may name a customer, and so lies encrypted beside the register.
    /// </param>
    /// <param name="cancellationToken">Abandons the change.</param>
    /// <returns>What it led to, or the refusal.</returns>
    Task<Outcome<ApprovalResult>> DecideAsync(
        ApprovalTerms terms, Actor actor, bool agree, string? reason, CancellationToken cancellationToken);

    /// <summary>
    /// Why somebody's word would not count now, as <see cref="DecideAsync"/> says it; null where it would. Nothing is
    /// locked.
    /// </summary>
    /// <param name="terms">What was asked.</param>
    /// <param name="actor">Who would decide.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    Task<Refused?> RefusesAsync(ApprovalTerms terms, Actor actor, CancellationToken cancellationToken);

    /// <summary>
    /// It is no longer asked for: what it was about has lapsed or was withdrawn. Nothing happens where nothing is open.
    /// </summary>
    /// <param name="key">The request's.</param>
    /// <param name="why">Why; it may name a customer, and so is not on the register.</param>
    /// <param name="at">Business time.</param>
    /// <param name="by">Whose doing it is.</param>
    void Close(string key, Text why, Instant at, string by);
}

/// <summary>What a decision led to, and what is missing.</summary>
/// <param name="State">The state after it.</param>
/// <param name="Missing">Who must still agree.</param>
public sealed record ApprovalResult(ApprovalState State, IReadOnlyList<Need> Missing);
