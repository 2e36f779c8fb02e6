using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Ops.ServiceDefaults.Description;

namespace Ops.Platform.Commands;

/// <summary>
/// A member of an enumeration in a query, written as answers write it: <c>?state=passedOver</c>. A number is none, nor
/// is a word with anything before or behind it.
/// </summary>
/// <typeparam name="T">The enumeration.</typeparam>
/// <param name="Value">The member.</param>
public readonly record struct Word<T>(T Value) : IParameterOf<T>
    where T : struct, Enum
{
    private static readonly FrozenDictionary<T, string> Names =
        Enum.GetValues<T>().ToFrozenDictionary(
            value => value, value => JsonNamingPolicy.CamelCase.ConvertName($"{value}"));

    private static readonly FrozenDictionary<string, T> Values =
        Names.ToFrozenDictionary(one => one.Value, one => one.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads it; the case does not matter.</summary>
    [SuppressMessage(
        "Design", "CA1000:Do not declare static members on generic types",
        Justification = "It is how a parameter of a route is bound; nobody calls it by name.")]
    public static bool TryParse(string? text, out Word<T> word)
    {
        var read = Values.TryGetValue(text ?? "", out var value);
        word = new(value);
        return read;
    }

    /// <summary>As answers write it.</summary>
    public override string ToString() => Names.GetValueOrDefault(Value) ?? $"{Value}";
}

/// <summary>
/// Members of enumerations in JSON, read as strictly as in a query: the framework's own converter also takes a word
/// with line breaks around it, and several in one.
/// </summary>
internal sealed class WordsInJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OfOne<>).MakeGenericType(typeToConvert))!;

    private sealed class OfOne<T> : JsonConverter<T>
        where T : struct, Enum
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && Word<T>.TryParse(reader.GetString(), out var word)
                ? word.Value
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(new Word<T>(value).ToString());

        public override T ReadAsPropertyName(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Word<T>.TryParse(reader.GetString(), out var word) ? word.Value : throw new JsonException();

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(new Word<T>(value).ToString());
    }
}
