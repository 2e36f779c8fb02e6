using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Ops.Platform.Texts;
using Ops.ServiceDefaults.Description;

namespace Ops.ServiceDefaults;

/// <summary>
/// A route takes the query's parameters that its description has, and the language; any other is refused by its name.
/// Else a filter with a slip of the pen would answer everything, as if nothing had been asked for.
/// </summary>
internal sealed class QueryParameters(IApiDescriptionGroupCollectionProvider descriptions)
{
    private readonly ConcurrentDictionary<Endpoint, FrozenDictionary<string, Parameter>?> _known = [];

    /// <summary>Lets the request go on, or answers which parameters there are not.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.QueryString.HasValue
            || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<PermissionMetadata>() is null)
            return next(context);

        var known = context.RequestServices.GetRequiredService<QueryParameters>().Of(endpoint);
        if (known is null)
            return next(context);
        var there = string.Join(
            ", ", known.Keys.Where(name => name != ApiReference.Language).Order(StringComparer.Ordinal));
        List<(string Field, Text What)> errors = [];
        foreach (var (name, values) in context.Request.Query)
        {
            if (known.TryGetValue(name, out var parameter))
            {
                if (values.Count > 1 && !parameter.IsList)
                    errors.Add((name, Text.Of("problem.query-twice", ("name", name))));
                else if (!values.All(parameter.Takes))
                    errors.Add((name, parameter.WhatItMustBe(name)));
            }
            else
            {
                errors.Add((name, there.Length == 0
                    ? Text.Of("problem.query-none", ("name", name))
                    : Text.Of("problem.query-unknown", ("name", name), ("known", there))));
            }
        }

        return errors.Count == 0 ? next(context) : new TextProblem(
            StatusCodes.Status422UnprocessableEntity, Text.Of("problem.refused"), errors[0].What)
        {
            Errors = errors,
        }.ExecuteAsync(context);
    }

    /// <summary>
    /// What a route's description has; null for one that is described to nobody. They find each other by the name that
    /// both have: method and path.
    /// </summary>
    private FrozenDictionary<string, Parameter>? Of(Endpoint endpoint) => _known.GetOrAdd(
        endpoint, asked => descriptions.ApiDescriptionGroups.Items.SelectMany(group => group.Items)
        .FirstOrDefault(route => route.ActionDescriptor.DisplayName == asked.DisplayName)?.ParameterDescriptions
        .Where(parameter => parameter.Source == BindingSource.Query)
        .Select(parameter => (parameter.Name, Type: parameter.ParameterDescriptor?.ParameterType ?? parameter.Type))
        .Append((ApiReference.Language, typeof(string)))
        .ToFrozenDictionary(
            one => one.Item1, one => new Parameter(Nullable.GetUnderlyingType(one.Item2) ?? one.Item2),
            StringComparer.OrdinalIgnoreCase));

    /// <summary>A parameter of a route, by its type.</summary>
    private sealed class Parameter(Type type)
    {
        /// <summary>What reads itself, as a day or a word does, is asked; else it would be a bare 400.</summary>
        private readonly MethodInfo? _own =
            SchemaTypes.HeldBy(type) == type
                ? null
                : type.GetMethod("TryParse", [typeof(string), type.MakeByRefType()]);

        /// <summary>Whether it may be given several times; of any other only one of them would have counted.</summary>
        public bool IsList => type.IsArray;

        public bool Takes(string? value) => type switch
        {
            _ when string.IsNullOrEmpty(value) => true,
            _ when value.Any(char.IsControl) => false,
            _ when _own is not null => _own.Invoke(null, [value, null]) is true,
            var number when number == typeof(int) => int.TryParse(value, CultureInfo.InvariantCulture, out _),
            var number when number == typeof(long) => long.TryParse(value, CultureInfo.InvariantCulture, out _),
            var amount when amount == typeof(decimal) =>
                decimal.TryParse(value, CultureInfo.InvariantCulture, out _),
            var id when id == typeof(Guid) => Guid.TryParse(value, out _),
            var yes when yes == typeof(bool) => bool.TryParse(value, out _),
            _ => true,
        };

        /// <summary>As a member of a body that is wrong in the same way.</summary>
        public Text WhatItMustBe(string name) => SchemaTypes.HeldBy(type) switch
        {
            { IsEnum: true } words => Text.Of("problem.must-be-one-of", ("name", name), ("values", string.Join(
                ", ", Enum.GetNames(words).Select(JsonNamingPolicy.CamelCase.ConvertName)))),
            _ when SchemaTypes.RangeOf(type) is { } range => Text.Of(
                "problem.must-be-between", ("name", name), ("least", range.Least), ("most", range.Most)),
            var number when number == typeof(int) || number == typeof(long) =>
                Text.Of("problem.must-be-whole-number", ("name", name)),
            var amount when amount == typeof(decimal) => Text.Of("problem.must-be-number", ("name", name)),
            var id when id == typeof(Guid) => Text.Of("problem.must-be-id", ("name", name)),
            var yes when yes == typeof(bool) => Text.Of("problem.must-be-yes-or-no", ("name", name)),
            var day when day == typeof(LocalDate) => Text.Of("problem.parameter-day", ("name", name)),
            var time when time == typeof(OffsetDateTime) => Text.Of("problem.parameter-time", ("name", name)),
            _ => Text.Of("problem.parameter-unreadable", ("name", name)),
        };
    }
}
