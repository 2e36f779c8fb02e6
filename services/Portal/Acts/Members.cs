using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Ops.Portal.Acts;

/// <summary>How a member is asked for.</summary>
public enum Asked
{
    /// <summary>A line of text.</summary>
    Line,

    /// <summary>Some sentences.</summary>
    Sentences,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An amount of money, in yuan.</summary>
    Money,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>One of a few.</summary>
    Choice,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A time.</summary>
    Time,

    /// <summary>Several words, one in each line.</summary>
    Words,

    /// <summary>Several of the same kind.</summary>
    Several,

    /// <summary>What has members itself.</summary>
    Group,
}

/// <summary>A member of a request, as its document describes it.</summary>
/// <param name="property">What the generated client has for it.</param>
public sealed class Member(PropertyInfo property)
{
    private static readonly string[] LongOnes = ["reason", "note", "purpose", "address"];

    private readonly Type _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>Its name in the request.</summary>
    public string Name { get; } = property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name;

    /// <summary>Of what it is a member.</summary>
    public string Owner => property.DeclaringType!.Name;

    /// <summary>Whether it must be filled in.</summary>
    public bool IsRequired { get; } = property.GetCustomAttribute<RequiredAttribute>() is not null
        || (property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null
            && property.PropertyType != typeof(bool));

    /// <summary>How many characters it may have; null for no limit of its own.</summary>
    public int? Longest { get; } = property.GetCustomAttribute<StringLengthAttribute>()?.MaximumLength;

    /// <summary>What one of several is.</summary>
    public Type ItemType => _type.GetGenericArguments()[0];

    /// <summary>What can be chosen.</summary>
    public IEnumerable<string> Choices =>
        _type.IsEnum ? Enum.GetNames(_type) : [bool.TrueString, bool.FalseString];

    /// <summary>The enumeration's name.</summary>
    public string ChoiceName => _type.Name;

    /// <summary>How it is asked for.</summary>
    public Asked Asked => _type switch
    {
        _ when _type == typeof(string) => LongOnes.Contains(Name) ? Asked.Sentences : Asked.Line,
        _ when _type == typeof(Guid) => Asked.Line,
        // Where nothing need be said, that is a third answer.
        _ when _type == typeof(bool) => property.PropertyType == _type ? Asked.YesNo : Asked.Choice,
        { IsEnum: true } => Asked.Choice,
        _ when _type == typeof(DateOnly) => Asked.Day,
        _ when _type == typeof(DateTimeOffset) => Asked.Time,
        { IsPrimitive: true } => Asked.Number,
        _ when _type == typeof(decimal) => Asked.Number,
        { Name: "Money" } => Asked.Money,
        { IsGenericType: true } => ItemType == typeof(string) || ItemType.IsEnum ? Asked.Words : Asked.Several,
        _ => Asked.Group,
    };

    /// <summary>The members of a request or of a part of it.</summary>
    public static IReadOnlyList<Member> Of(object request) =>
        [.. request.GetType().GetProperties().Where(property => property.CanWrite).Select(p => new Member(p))];

    /// <summary>What stands there.</summary>
    public object? Get(object request) => property.GetValue(request);

    /// <summary>What is to stand there.</summary>
    public void Set(object request, object? value) => property.SetValue(request, value);

    /// <summary>A part of the request, to be filled in.</summary>
    public object NewGroup() => Activator.CreateInstance(_type)!;

    /// <summary>The several, to be added to and taken from.</summary>
    public IList Several(object request)
    {
        if (property.GetValue(request) is not IList list)
        {
            list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(ItemType))!;
            property.SetValue(request, list);
        }

        return list;
    }

    /// <summary>What stands in the field.</summary>
    public string Written(object request) => property.GetValue(request) switch
    {
        null => "",
        Guid id when id == default => "",
        DateOnly day => day == default ? "" : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture),
        IEnumerable<string> words => string.Join('\n', words),
        { } value when Asked == Asked.Money => $"{_type.GetProperty("Amount")!.GetValue(value)}",
        { } value when Asked == Asked.Number && IsRequired && Convert.ToDecimal(value, null) == 0 => "",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        { } value => $"{value}",
    };

    /// <summary>Takes what was written into the field; what cannot be read is as nothing.</summary>
    /// <param name="request">The request.</param>
    /// <param name="written">What was written.</param>
    /// <param name="offset">That of the place where times are told.</param>
    public void Take(object request, string? written, TimeSpan offset)
    {
        var text = written?.Trim() ?? "";
        property.SetValue(request, text.Length == 0 ? Nothing() : Read(text, offset));
    }

    private object? Nothing() => property.PropertyType.IsValueType
        ? Activator.CreateInstance(property.PropertyType)
        : IsRequired && property.PropertyType == typeof(string) ? "" : null;

    private object? Read(string text, TimeSpan offset)
    {
        var culture = CultureInfo.InvariantCulture;
        return Asked switch
        {
            Asked.Choice when _type == typeof(bool) => text == bool.TrueString,
            Asked.Choice => Enum.TryParse(_type, text, out var one) ? one : Nothing(),
            Asked.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var day)
                ? day
                : Nothing(),
            Asked.Time => DateTime.TryParse(text, culture, DateTimeStyles.None, out var time)
                ? new DateTimeOffset(time, offset)
                : Nothing(),
            Asked.Number => NumberOf(text, culture),
            Asked.Money => MoneyOf(text),
            Asked.Words => Words(text),
            _ when _type == typeof(Guid) => Guid.TryParse(text, out var id) ? id : Nothing(),
            _ => text,
        };
    }

    // What does not fit is as nothing: the field is asked for once more.
    private object? NumberOf(string text, CultureInfo culture)
    {
        if (_type == typeof(decimal))
            return decimal.TryParse(text, NumberStyles.Number, culture, out var some) ? some : Nothing();
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands, culture, out var whole))
            return Nothing();
        return _type == typeof(long) ? whole : whole is >= int.MinValue and <= int.MaxValue ? (int)whole : Nothing();
    }

    private object MoneyOf(string text)
    {
        var money = NewGroup();
        _type.GetProperty("Amount")!.SetValue(money, text.Replace(",", "", StringComparison.Ordinal));
        return money;
    }

    private object Words(string text)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(ItemType))!;
        foreach (var word in text.Split(['\n', ' ', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!ItemType.IsEnum)
                list.Add(word);
            else if (Enum.TryParse(ItemType, word, out var one))
                list.Add(one);
        }

        return list;
    }
}
