using System.Globalization;
using FluentValidation.Results;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>Everything in a request that does not look as it must, each in its field, told in the reader's language.</summary>
internal sealed class ValidationProblem(IReadOnlyList<ValidationFailure> failures) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status422UnprocessableEntity;

    /// <summary>The first rule that asks for what is wrong; null where none does.</summary>
    public string? Rule => failures
        .Select(failure => failure.CustomState is Refused refused ? refused.Rule : failure.CustomState as string)
        .FirstOrDefault(rule => rule is not null);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var texts = httpContext.RequestServices.GetRequiredService<ITexts>();
        var first = failures[0].CustomState as Refused;
        // A sentence that still stands in the code is English, and its title with it.
        var language = first is null ? Languages.English : CultureInfo.CurrentUICulture;
        var title = texts.Render(
            Rule is null ? Text.Of("problem.refused") : Text.Of("problem.refused-by-rule", ("rule", Rule)), language);
        var more = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["errors"] = failures.GroupBy(failure => JsonName(failure.PropertyName), Told, StringComparer.Ordinal)
                .ToDictionary(field => field.Key, field => field.ToArray(), StringComparer.Ordinal),
        };
        if (Rule is not null)
            more["rule"] = Rule;
        if (first is not null)
            (more["code"], more["args"]) = (first.Text.Code, first.Text.Args);
        return TypedResults.Problem(Told(failures[0]), statusCode: StatusCode, title: title, extensions: more)
            .ExecuteAsync(httpContext);

        string Told(ValidationFailure failure) =>
            failure.CustomState is Refused refused ? texts.Render(refused.Text) : failure.ErrorMessage;
    }

    private static string JsonName(string property) => string.Join(
        '.', property.Split('.').Select(part => part.Length == 0 ? part : char.ToLowerInvariant(part[0]) + part[1..]));
}
