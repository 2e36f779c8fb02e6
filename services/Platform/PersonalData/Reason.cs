using FluentValidation;
using Ops.Platform.Commands;

namespace Ops.Platform.PersonalData;

/// <summary>
/// A reason in somebody's own words: it goes into the history, which is kept for ever, and so must not hold a phone or
/// a document's number.
/// </summary>
public static class Reason
{
    private const int Longest = 500;

    /// <summary>It is given, is no longer than a reason, and holds no long number.</summary>
    /// <param name="rule">The field.</param>
    /// <param name="id">The rule that asks for it; null for none.</param>
    /// <param name="missing">The text for whoever gives none.</param>
    public static void MustBeAReason<T>(this IRuleBuilder<T, string> rule, string? id, string missing)
    {
        ArgumentNullException.ThrowIfNull(rule);
        rule.NotEmpty().Refuses(id, missing)
            .MaximumLength(Longest).Refuses(id, "reason.too-long", ("most", Longest)).IsWords()
            .Must(reason => reason is null || !Masks.HoldsNumber(reason)).Refuses(id, "reason.holds-number");
    }
}
