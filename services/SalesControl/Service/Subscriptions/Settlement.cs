using FluentValidation;
using Ops.SalesControl.Ledger;

namespace Ops.SalesControl.Subscriptions;

/// <summary>What becomes of the money when a sale ends: all that was paid, and so each of the two agrees to the same sums.</summary>
/// <param name="Refund">What goes back to the buyers; null for nothing.</param>
/// <param name="Forfeit">What the company keeps; null for nothing.</param>
internal sealed record Settlement(Money? Refund, Money? Forfeit)
{
    public decimal Refunded => Refund?.ToDecimal() ?? 0;

    public decimal Forfeited => Forfeit?.ToDecimal() ?? 0;

    /// <summary>So much goes back, the rest is kept.</summary>
    public static Settlement Of(Money? refund, decimal paid) => new(refund, paid - (refund?.ToDecimal() ?? 0) is > 0 and var kept ? Money.Of(kept) : null);

    public override string ToString() => $"{Money.Of(Refunded).Amount} CNY back, {Money.Of(Forfeited).Amount} CNY forfeited";
}

/// <summary>What somebody asks who asks that a sale end.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Refund">What goes back to the buyers of what was paid; nothing when not given. The rest is forfeited.</param>
internal sealed record SaleEndingForm(string Reason, Money? Refund = null)
{
    internal sealed class Validator : AbstractValidator<SaleEndingForm>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).NotEmpty().WithMessage("That a sale ends needs its reason.").WithState(_ => "RES-4").MaximumLength(500);
            RuleFor(r => r.Refund!).SetValidator(new Money.Validator()).When(r => r.Refund is not null);
        }
    }
}
