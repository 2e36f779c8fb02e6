using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;

namespace Ops.ServiceDefaults.Description;

/// <summary>
/// Says of each value what it looks like on the wire. What is written by a converter, texts among it, the framework
/// knows nothing of.
/// </summary>
internal sealed class SchemaTypes(Examples examples) : IOpenApiSchemaTransformer
{
    private const string Moment = "2027-03-01T09:30:00+08:00";

    private static readonly FrozenDictionary<Type, (string? Format, string? Example)> Texts =
        new Dictionary<Type, (string? Format, string? Example)>
        {
            [typeof(string)] = (null, null),
            [typeof(Guid)] = ("uuid", "01a228ba-3760-7b94-b78d-8453e497f6f0"),
            [typeof(LocalDate)] = ("date", "2027-03-01"),
            [typeof(LocalTime)] = ("time", "18:00:00"),
            [typeof(OffsetDateTime)] = ("date-time", Moment),
            [typeof(DateTimeOffset)] = ("date-time", Moment),
            [typeof(Instant)] = ("date-time", "2027-03-01T01:30:00Z"),
            [typeof(Duration)] = (null, "72:00:00"),
            [typeof(Period)] = ("duration", "P3D"),
        }.ToFrozenDictionary();

    /// <summary>
    /// The name under which a type is described once; null for one that is described wherever it stands. A use case's
    /// request is called Request in each file: without the file's name they would be one.
    /// </summary>
    public static string? NameOf(JsonTypeInfo type) =>
        IsText(HeldBy(type.Type)) || HeldBy(type.Type) != type.Type || type.Type == typeof(JsonElement)
            ? null
            : OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name && type.Type.DeclaringType is { } useCase
                ? $"{useCase.Name}{name}"
                : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    /// <summary>How a text of this type looks.</summary>
    public static OpenApiSchema OfText(Type type)
    {
        var (format, example) = Texts[Nullable.GetUnderlyingType(type) ?? type];
        return new() { Type = JsonSchemaType.String, Format = format, Examples = Of(example) };
    }

    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = HeldBy(
            context.JsonPropertyInfo is null && context.ParameterDescription?.ParameterDescriptor is { } parameter
                ? parameter.ParameterType
                : context.JsonTypeInfo.Type);
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var isNullable = plain != type
            || type == typeof(string) && context.JsonPropertyInfo is { } property && IsNullable(property);
        if (Texts.TryGetValue(plain, out var text))
        {
            schema.Type = isNullable ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            schema.Format = text.Format;
            schema.Properties = null;
            schema.AdditionalPropertiesAllowed = true;
            schema.Examples = Of(text.Example);
        }
        else if (plain.IsEnum)
        {
            // What a body leaves out is no word: without this a client that is made of the document sends the first.
            schema.Type = isNullable && context.JsonPropertyInfo is not null
                ? JsonSchemaType.String | JsonSchemaType.Null
                : JsonSchemaType.String;
            schema.Enum ??= WordsOf(plain);
        }
        else if (plain == typeof(JsonElement))
        {
            schema.Type = isNullable ? JsonSchemaType.Object | JsonSchemaType.Null : JsonSchemaType.Object;
        }
        else if (plain == typeof(decimal))
        {
            // Exact to the last place; a client that reads it as binary floating point counts wrongly.
            schema.Format = "decimal";
        }

        if (context.ParameterDescription?.ParameterDescriptor is { } asked && RangeOf(asked.ParameterType) is { } range)
        {
            (schema.Type, schema.Format, schema.Properties) = (JsonSchemaType.Integer, "int32", null);
            schema.Minimum = range.Least.ToString(CultureInfo.InvariantCulture);
            schema.Maximum = range.Most.ToString(CultureInfo.InvariantCulture);
        }

        AddElements(schema, context.JsonTypeInfo);
        if (Attribute.IsDefined(plain, typeof(LeavesOutNullsAttribute)))
            schema.Required?.ExceptWith(context.JsonTypeInfo.Properties.Where(IsNullable).Select(one => one.Name));
        if (context.JsonPropertyInfo is { DeclaringType: { } declaring, Name: { } member } one
            && !IsDescribedOnce(schema))
        {
            if (schema.Examples is not { Count: > 0 })
                schema.Examples = Of(examples.Find(declaring, member, schema.Type));
            // What is worked out from the rest is sent and never read.
            schema.ReadOnly = one.Set is null && one.AssociatedParameter is null;
        }

        return Task.CompletedTask;
    }

    /// <summary>What a parameter that reads itself holds; any other type itself.</summary>
    public static Type HeldBy(Type type) => ReadsItself(type)?.GetGenericArguments()[0] ?? type;

    /// <summary>The least and the most that a parameter takes; null where it says neither.</summary>
    public static (int Least, int Most)? RangeOf(Type type) =>
        ReadsItself(type) is null
            ? null
            : ((int Least, int Most)?)(Nullable.GetUnderlyingType(type) ?? type)
                .GetProperty("Range", BindingFlags.Public | BindingFlags.Static)?.GetValue(obj: null);

    private static Type? ReadsItself(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type).GetInterfaces().FirstOrDefault(one =>
            one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IParameterOf<>));

    private static bool IsText(Type type) => Texts.ContainsKey(Nullable.GetUnderlyingType(type) ?? type);

    /// <summary>What one property says of it, all others would say too.</summary>
    private static bool IsDescribedOnce(OpenApiSchema schema) =>
        schema.Type is not { } type || type.HasFlag(JsonSchemaType.Object) || schema.Enum is { Count: > 0 };

    private static bool IsNullable(JsonPropertyInfo property) =>
        property.AssociatedParameter?.IsNullable ?? (property.IsGetNullable || property.IsSetNullable);

    /// <summary>The members of an enumeration, as answers write them.</summary>
    private static List<JsonNode> WordsOf(Type words) =>
        [.. Enum.GetNames(words).Select(name => JsonNamingPolicy.CamelCase.ConvertName(name))];

    /// <summary>Of a list of texts or words the framework knows not even that there are elements.</summary>
    private static void AddElements(OpenApiSchema schema, JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && type.ElementType is { IsEnum: true } words)
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, Enum = WordsOf(words) };
        if (type.Kind == JsonTypeInfoKind.Enumerable && schema.Items is null && IsText(type.ElementType!))
            schema.Items = OfText(type.ElementType!);
        if (type.Kind == JsonTypeInfoKind.Dictionary && schema.AdditionalProperties is null)
        {
            if (IsText(type.ElementType!))
                schema.AdditionalProperties = OfText(type.ElementType!);
            schema.AdditionalPropertiesAllowed = true;
        }
    }


    private static List<JsonNode>? Of(JsonNode? example) => example is null ? null : [example];
}
