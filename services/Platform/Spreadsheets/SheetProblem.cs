using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;
using Ops.ServiceDefaults;

namespace Ops.Platform.Spreadsheets;

/// <summary>Nothing was taken of a file, and why, line by line, in the reader's language.</summary>
internal sealed class SheetProblem(IReadOnlyList<SheetError> errors, ListReading? reading)
    : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => StatusCodes.Status422UnprocessableEntity;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var texts = httpContext.RequestServices.GetRequiredService<ITexts>();
        return new TextProblem(
            StatusCodes.Status422UnprocessableEntity, Text.Of("sheet.not-taken"),
            Text.Of("sheet.nothing-imported", ("count", errors.Count)))
        {
            More = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["total"] = errors.Count,
                ["reading"] = reading,
                ["lines"] = WrongLine.Of(errors, texts),
            },
        }.ExecuteAsync(httpContext);
    }
}
