using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.RegularExpressions;
using FluentValidation;
using Ops.Platform.Commands;

namespace Ops.SalesControl;

/// <summary>Money as a caller sends and sees it: a decimal string with its currency.</summary>
/// <param name="Amount">At most two decimals: <c>20000.00</c>.</param>
/// <param name="Currency">ISO 4217; only CNY is taken.</param>
internal sealed partial record Money(
    [property: RegularExpression(@"^-?[0-9]{1,15}(\.[0-9]{1,2})?$")] string Amount, string Currency)
{
    /// <summary>The one currency of the ledger.</summary>
    public const string Yuan = "CNY";

    /// <summary>An amount of the ledger's currency.</summary>
    public static Money Of(decimal amount) => new(amount.ToString("0.00", CultureInfo.InvariantCulture), Yuan);

    /// <summary>An amount of the ledger's currency; null for none.</summary>
    public static Money? Of(decimal? amount) => amount is { } value ? Of(value) : null;

    /// <summary>The amount. The money must be valid.</summary>
    public decimal ToDecimal() =>
        decimal.Parse(Amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    internal sealed class Validator : AbstractValidator<Money>
    {
        public Validator()
        {
            RuleFor(m => m.Amount).Must(IsAmount).Refuses(null, "money.amount");
            RuleFor(m => m.Currency).Equal(Yuan).Refuses(null, "money.currency");
        }

        private static bool IsAmount(string? amount) =>
            amount is not null && Form().IsMatch(amount) && amount.Any(c => c is >= '1' and <= '9');
    }

    [GeneratedRegex(@"\A[0-9]{1,12}(\.[0-9]{1,2})?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
