using FluentValidation;
using PhoneNumbers;

namespace Ops.SalesControl.Reservations;

/// <summary>A customer as a form has it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The phone number, as people write it; Chinese when no country is given.</param>
internal sealed record CustomerForm(string Name, string Phone)
{
    private const string Home = "CN";

    /// <summary>The customer, the number in E.164. The form must be valid.</summary>
    public Customer ToCustomer() => new(Name.Trim(), PhoneNumberUtil.GetInstance().Format(PhoneNumberUtil.GetInstance().Parse(Phone, Home), PhoneNumberFormat.E164));

    internal sealed class Validator : AbstractValidator<CustomerForm>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().WithMessage("The customer's name is missing.").WithState(_ => "RES-2").MaximumLength(100);
            RuleFor(c => c.Phone).Must(IsPhone).WithMessage("That is no phone number: +86 138 0000 0000 is one.").WithState(_ => "RES-2");
        }

        private static bool IsPhone(string? phone)
        {
            try
            {
                return phone is { Length: > 0 and <= 40 } && PhoneNumberUtil.GetInstance().IsPossibleNumberWithReason(PhoneNumberUtil.GetInstance().Parse(phone, Home)) == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
            }
            catch (NumberParseException)
            {
                return false;
            }
        }
    }
}
