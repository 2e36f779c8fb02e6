using System.Globalization;
using System.Reflection;
using FluentValidation;
using FluentValidation.Validators;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Ops.Platform.Commands;

/// <summary>
/// Says of each member of a request how long it is and what it must look like, as its validator has it. What holds only
/// under a condition is not told.
/// </summary>
internal sealed class ValidatedMembers(IServiceProvider services) : IOpenApiSchemaTransformer
{
    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is not { AttributeProvider: PropertyInfo member, DeclaringType: var type }
            || services.GetService(typeof(IValidator<>).MakeGenericType(type)) is not IValidator validator)
            return Task.CompletedTask;
        var rules = validator.CreateDescriptor().Rules
            .Where(rule => rule.PropertyName == member.Name && !rule.HasCondition && !rule.HasAsyncCondition)
            .SelectMany(rule => rule.Components).Where(part => !part.HasCondition && !part.HasAsyncCondition);
        foreach (var part in rules)
            Apply(part.Validator, schema);
        return Task.CompletedTask;
    }

    private static void Apply(IPropertyValidator validator, OpenApiSchema schema)
    {
        switch (validator)
        {
            case IRegularExpressionValidator { Expression: { } pattern }:
                schema.Pattern = pattern;
                break;
            case ILengthValidator length:
                schema.MinLength = length.Min > 0 ? length.Min : schema.MinLength;
                schema.MaxLength = length.Max is > 0 and < int.MaxValue ? length.Max : schema.MaxLength;
                break;
            case INotEmptyValidator when IsA(schema, JsonSchemaType.String):
                schema.MinLength ??= 1;
                break;
            case INotEmptyValidator when IsA(schema, JsonSchemaType.Array):
                schema.MinItems ??= 1;
                break;
            case IBetweenValidator between:
                (schema.Minimum, schema.Maximum) = (Number(between.From), Number(between.To));
                break;
            case IComparisonValidator { Comparison: Comparison.Equal, ValueToCompare: string only }:
                schema.Enum = [only];
                break;
            case IComparisonValidator { ValueToCompare: { } limit } compared:
                Compare(compared.Comparison, Number(limit), schema);
                break;
        }
    }

    private static void Compare(Comparison comparison, string? limit, OpenApiSchema schema)
    {
        switch (comparison)
        {
            case Comparison.GreaterThan:
                schema.ExclusiveMinimum = limit;
                break;
            case Comparison.GreaterThanOrEqual:
                schema.Minimum = limit;
                break;
            case Comparison.LessThan:
                schema.ExclusiveMaximum = limit;
                break;
            case Comparison.LessThanOrEqual:
                schema.Maximum = limit;
                break;
        }
    }

    private static bool IsA(OpenApiSchema schema, JsonSchemaType type) => schema.Type?.HasFlag(type) == true;

    private static string? Number(object limit) => limit is IFormattable number and not DateTime
        ? number.ToString(null, CultureInfo.InvariantCulture)
        : null;
}
