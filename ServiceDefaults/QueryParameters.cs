using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// A route takes the query's parameters that its description has, and the language; any other is refused by its name.
/// Else a filter with a slip of the pen would answer everything, as if nothing had been asked for.
/// </summary>
internal sealed class QueryParameters(IApiDescriptionGroupCollectionProvider descriptions)
{
    private readonly ConcurrentDictionary<Endpoint, FrozenSet<string>?> _known = [];

    /// <summary>Lets the request go on, or answers which parameters there are not.</summary>
    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.QueryString.HasValue
            || context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<PermissionMetadata>() is null)
            return next(context);

        var known = context.RequestServices.GetRequiredService<QueryParameters>().Of(endpoint);
        var unknown = context.Request.Query.Keys.Where(name => known?.Contains(name) == false).ToList();
        if (known is null || unknown.Count == 0)
            return next(context);
        var there = string.Join(", ", known.Where(name => name != ApiReference.Language).Order(StringComparer.Ordinal));
        List<(string Field, Text What)> errors =
        [
            .. unknown.Select(name => (name, there.Length == 0
                ? Text.Of("problem.query-none", ("name", name))
                : Text.Of("problem.query-unknown", ("name", name), ("known", there)))),
        ];
        return new TextProblem(
            StatusCodes.Status422UnprocessableEntity, Text.Of("problem.refused"), errors[0].What)
        {
            Errors = errors,
        }.ExecuteAsync(context);
    }

    /// <summary>
    /// What a route's description has; null for one that is described to nobody. They find each other by the name that
    /// both have: method and path.
    /// </summary>
    private FrozenSet<string>? Of(Endpoint endpoint) => _known.GetOrAdd(endpoint, asked => descriptions
        .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
        .FirstOrDefault(route => route.ActionDescriptor.DisplayName == asked.DisplayName)?.ParameterDescriptions
        .Where(parameter => parameter.Source == BindingSource.Query).Select(parameter => parameter.Name)
        .Append(ApiReference.Language).ToFrozenSet(StringComparer.OrdinalIgnoreCase));
}
