using FluentValidation;
using NodaTime;
using Ops.Platform.Commands;
using Ops.Platform.PersonalData;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.ClientAttribution.Directory;

/// <summary>What kind of document says who a client is.</summary>
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
internal sealed record IdentityDocument(DocumentKind Kind, string Number)
{
    private const int Shortest = 5, Longest = 30;

    /// <summary>The number in the one form in which it is kept; null where it is none.</summary>
    public string? Read()
    {
        if (Kind == DocumentKind.ResidentId)
            return IdNumber.Read(Number);
        var number = IdNumber.Plain(Number);
        return number.Length is >= Shortest and <= Longest && number.All(char.IsAsciiLetterOrDigit) ? number : null;
    }

    /// <summary>Nobody shows a document who is not born yet; null where nothing is wrong.</summary>
    public Refused? RefusesOn(LocalDate today) =>
        Kind == DocumentKind.ResidentId && LocalDate.FromDateOnly(IdNumber.BirthOf(Read()!)) > today
            ? Refused.Input("REC-2.2", "document.number", Text.Of("client.not-born"))
            : null;

    internal sealed class Validator : AbstractValidator<IdentityDocument>
    {
        public Validator() => RuleFor(d => d.Number).Must((document, number) =>
            number is not null && document.Read() is not null).Refuses("REC-2.2", "client.document-number");
    }
}
