using FluentValidation;
using Ops.Platform.PersonalData;

namespace Ops.SalesControl.Customers;

/// <summary>A reason in somebody's own words: it goes into the history, which is kept for ever, and so must not hold a phone or a document's number.</summary>
internal static class Reason
{
    private const int Longest = 500;

    /// <summary>It is given, is no longer than a reason, and holds no long number.</summary>
    public static void MustBeAReason<T>(this IRuleBuilder<T, string> rule, string id, string missing) =>
        rule.NotEmpty().WithMessage(missing).WithState(_ => id)
            .MaximumLength(Longest).WithState(_ => id)
            .Must(reason => reason is null || !Masks.HoldsNumber(reason)).WithMessage("A reason is kept for ever: it must not hold a phone or a document's number.").WithState(_ => id);
}
