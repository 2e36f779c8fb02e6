using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Rules;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Commands;

/// <summary>A refusal, told as a problem in the language of whoever reads it.</summary>
internal sealed class RefusalProblem(Refused refusal) : IResult, IStatusCodeHttpResult
{
    public Refused Refusal => refusal;

    public int? StatusCode => refusal.Kind switch
    {
        RefusalKind.Input => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.Missing => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        _ => StatusCodes.Status409Conflict,
    };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var texts = httpContext.RequestServices.GetRequiredService<ITexts>();
        // A sentence that still stands in the code is English, and its title with it.
        var language = refusal.Text.Code == Text.PlainCode ? Languages.English : CultureInfo.CurrentUICulture;
        var detail = texts.Render(refusal.Text, language);
        var more = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (refusal.Rule is not null)
            more["rule"] = refusal.Rule;
        // A sentence that stands in the code has no code that a program could go by.
        if (refusal.Text.Code != Text.PlainCode)
            (more["code"], more["args"]) = (refusal.Text.Code, refusal.Text.Args);
        if (refusal.Field is not null)
            more["errors"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [refusal.Field] = [detail] };
        if (refusal.Evidence.Count > 0)
            more["evidence"] = refusal.Evidence;
        var title = texts.Render(Title(), language);
        return TypedResults.Problem(detail, statusCode: StatusCode, title: title, extensions: more)
            .ExecuteAsync(httpContext);
    }

    private Text Title() => (refusal.Kind, refusal.Rule) switch
    {
        (RefusalKind.Missing, _) => Text.Of("problem.not-found"),
        (RefusalKind.Forbidden, _) => Text.Of("problem.not-yours"),
        (_, null) => Text.Of("problem.refused"),
        (_, { } rule) => Text.Of("problem.refused-by-rule", ("rule", rule)),
    };
}
