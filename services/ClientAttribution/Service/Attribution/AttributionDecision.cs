using Ops.Platform.Rules;
using static Ops.ClientAttribution.Attribution.Fact;

namespace Ops.ClientAttribution.Attribution;

/// <summary>
/// Whose client a visitor is (客户确认), decided from dated facts alone. Facts may be handed in in any order, and more
/// than once; the answer is the same, and each step of it names the rule and the facts that it rests on.
/// </summary>
/// <remarks>This file says in which order the rules are asked. What each says is in the file of its name.</remarks>
internal static class AttributionDecision
{
    /// <summary>Goes through the facts in the order of their times.</summary>
    /// <param name="facts">
    /// Of the client, and of the members of the client's family who were registered by themselves.
    /// </param>
    /// <param name="question">What is asked.</param>
    /// <exception cref="ArgumentException">The question is about a sale that the facts do not have.</exception>
    [Rule("ATT-1", "credit follows the first registration")]
    public static Attributed Decide(IEnumerable<Fact> facts, Question question)
    {
        var file = CaseFile.Open(facts, question);
        foreach (var fact in file.Facts)
        {
            // A confirmation that is over is over before anything else is asked.
            Validity.LapseBy(file, fact.At);
            Weigh(file, fact);
        }

        Validity.LapseBy(file, file.AsOf);
        return Awarding.Conclude(file);
    }

    private static void Weigh(CaseFile file, Fact fact)
    {
        switch (fact)
        {
            case Registered entry:
                Register(file, entry);
                break;
            case PreRegistered entry:
                PreRegistration.Take(file, entry);
                break;
            case EntryRefused entry:
                NoRecord.Note(file, entry);
                break;
            case PassedOver turn:
                MissedTurn.Note(file, turn);
                break;
            case Reported report:
                Validity.Renew(file, report);
                break;
            case Away away:
                file.Note(away);
                break;
            case ConnectedNotice or NoticeRead:
                ConnectedCustomer.Note(file, fact);
                break;
            case MajorConfirmed major:
                MajorCustomer.Divide(file, major);
                break;
            case Agreed agreement:
                Dispute.Settle(file, agreement);
                break;
            case Ruled ruling:
                Dispute.Settle(file, ruling);
                break;
            case NotAccepted word:
                Dispute.Forfeit(file, word);
                break;
            case Reassigned naming:
                Reassignment.Name(file, naming);
                break;
            case Consented consent:
                StandingIn.Consent(file, consent);
                break;
            case Sold sold:
                Closing.Sell(file, sold);
                break;
            case SaleEnded ended:
                Closing.End(file, ended);
                break;
            case FamilyKnown or GrabbingFound:
                // Known from the start: they say who somebody is, and what an earlier entry is worth.
                break;
        }
    }

    /// <summary>
    /// A visitor stands on the register: somebody's client already, or new, and then the first rule that says whose.
    /// </summary>
    private static void Register(CaseFile file, Registered entry)
    {
        if (file.Find(entry.Client) is { } confirmed)
        {
            OldCustomer.Receive(file, confirmed, entry);
            return;
        }

        var claim = EmployeeIntroduction.Claim(entry)
            ?? NamedConsultant.Claim(entry)
            ?? Referral.Claim(entry, file.Question.Terms.Referral)
            ?? FirstRegistration.Claim(entry);
        if (Grabbing.Voids(file, claim, entry) || ConnectedCustomer.Voids(file, claim, entry))
            return;
        StandingIn.Note(file, file.Confirm(claim, entry), entry);
    }
}

/// <summary>That a client is a consultant's, by a rule.</summary>
/// <param name="Consultant">Whose.</param>
/// <param name="Step">Why.</param>
internal sealed record Claim(string Consultant, Step Step);
