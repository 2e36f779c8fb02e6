using FluentValidation;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using PhoneNumbers;

namespace Ops.SalesControl.Customers;

/// <summary>What kind of document says who a customer is.</summary>
internal enum DocumentKind
{
    /// <summary>居民身份证, whose number checks itself.</summary>
    ResidentId,

    /// <summary>护照.</summary>
    Passport,

    /// <summary>港澳居民来往内地通行证 and 台胞证.</summary>
    TravelPermit,

    /// <summary>营业执照, of a company.</summary>
    BusinessLicence,
}

/// <summary>An identity document.</summary>
/// <param name="Kind">What kind it is.</param>
/// <param name="Number">Its number.</param>
internal sealed record IdDocument(DocumentKind Kind, string Number)
{
    /// <summary>The number in the one form in which it is kept; null when it is none.</summary>
    public string? Read()
    {
        if (Kind == DocumentKind.ResidentId)
            return IdNumber.Read(Number);
        var number = Number.Trim().ToUpperInvariant();
        return number.Length is >= 5 and <= 30 && number.All(char.IsAsciiLetterOrDigit) ? number : null;
    }

    /// <summary>What it is found by: a passport's number is not another document's.</summary>
    public string Key => $"{Kind}:{Read()}";

    internal sealed class Validator : AbstractValidator<IdDocument>
    {
        public Validator()
        {
            RuleFor(d => d.Number).Must(IsNumber).Refuses("RES-2", "customer.resident-number")
                .When(d => d.Kind == DocumentKind.ResidentId);
            RuleFor(d => d.Number).Must(IsNumber).Refuses("RES-2", "customer.document-number")
                .When(d => d.Kind != DocumentKind.ResidentId);
        }

        private static bool IsNumber(IdDocument document, string? number) =>
            number is not null && document.Read() is not null;
    }
}

/// <summary>A customer as a form has it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Phone">The phone number, as people write it; Chinese when no country is given.</param>
/// <param name="IdDocument">
/// The identity document, where it was shown: it decides who is the same customer, else the phone does (RES-4).
/// </param>
/// <param name="Address">Where letters go; where it was given.</param>
internal sealed record CustomerForm(string Name, string Phone, IdDocument? IdDocument = null, string? Address = null)
{
    private const string Home = "CN";

    private static PhoneNumberUtil Phones => PhoneNumberUtil.GetInstance();

    /// <summary>What the form says of the customer, the number in E.164. The form must be valid.</summary>
    public CustomerOnForm OnForm() => new(Name.Trim(), E164(Phone));

    /// <summary>A phone number in E.164. It must be one.</summary>
    public static string E164(string phone) => Phones.Format(Phones.Parse(phone, Home), PhoneNumberFormat.E164);

    /// <summary>Whether a text is a phone number.</summary>
    public static bool IsPhone(string? phone)
    {
        try
        {
            return phone is { Length: > 0 and <= 40 }
                && Phones.IsPossibleNumberWithReason(Phones.Parse(phone, Home))
                    == PhoneNumberUtil.ValidationResult.IS_POSSIBLE;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    internal sealed class Validator : AbstractValidator<CustomerForm>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().Refuses("RES-2", "customer.name-missing").IsOneLine(100);
            RuleFor(c => c.Phone).Must(IsPhone).Refuses("RES-2", "customer.phone");
            RuleFor(c => c.IdDocument!).SetValidator(new IdDocument.Validator()).When(c => c.IdDocument is not null);
            RuleFor(c => c.Address).IsWords(300);
        }
    }
}
