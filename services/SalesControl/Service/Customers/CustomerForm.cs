using System.Text.Json.Serialization;
using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

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
        var number = IdNumber.Plain(Number);
        return number.Length is >= 5 and <= 30 && number.All(char.IsAsciiLetterOrDigit) ? number : null;
    }

    /// <summary>What it is found by: a passport's number is not another document's.</summary>
    [JsonIgnore]
    public string Key => $"{Kind}:{Read()}";

    /// <summary>The key, and the one under which an entry lies that was made with the older number.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Keys => Kind == DocumentKind.ResidentId && IdNumber.OldForm(Read()!) is { } old
        ? [Key, $"{Kind}:{old}"]
        : [Key];

    /// <summary>Nobody shows a document who is not born yet; null where there is nothing wrong.</summary>
    [Rule("RES-2", "a document is of somebody who is born")]
    public Refused? RefusesOn(LocalDate today) =>
        Kind == DocumentKind.ResidentId && LocalDate.FromDateOnly(IdNumber.BirthOf(Read()!)) > today
            ? Refused.Input("RES-2", "idDocument.number", Text.Of("customer.resident-not-born"))
            : null;

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
/// <param name="Phone">
/// The phone number, as people write it, with its extension; Chinese when no country is given.
/// </param>
/// <param name="IdDocument">
/// The identity document, where it was shown: it decides who is the same customer, else name and phone do (RES-4).
/// </param>
/// <param name="Address">Where letters go; where it was given.</param>
/// <param name="SameCustomer">
/// Whether it is the customer who stands under this phone with another name; asked for where there is such a one.
/// </param>
internal sealed record CustomerForm(
    string Name, string Phone, IdDocument? IdDocument = null, string? Address = null, bool? SameCustomer = null)
{
    /// <summary>What the form says of the customer, the number in its one form. The form must be valid.</summary>
    public CustomerOnForm OnForm() => new(Name.Trim(), Platform.PersonalData.Phone.Of(Phone));

    internal sealed class Validator : AbstractValidator<CustomerForm>
    {
        public Validator()
        {
            RuleFor(c => c.Name).NotEmpty().Refuses("RES-2", "customer.name-missing").IsOneLine(100);
            RuleFor(c => c.Phone).MustBeAPhone("RES-2");
            RuleFor(c => c.IdDocument!).SetValidator(new IdDocument.Validator()).When(c => c.IdDocument is not null);
            RuleFor(c => c.Address).IsWords(300);
        }
    }
}
