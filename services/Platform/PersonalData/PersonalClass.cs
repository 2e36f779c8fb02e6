namespace Ops.Platform.PersonalData;

/// <summary>
/// What kind of personal data a value is. How each is shown to whoever has no need of it: <see cref="Masks"/>.
/// </summary>
public enum PersonalClass
{
    /// <summary>A person's name.</summary>
    Name,

    /// <summary>A phone number, E.164.</summary>
    Phone,

    /// <summary>The number of an identity document 身份证号.</summary>
    IdNumber,

    /// <summary>Where a person lives.</summary>
    Address,

    /// <summary>A picture of a person.</summary>
    Photo,
}
