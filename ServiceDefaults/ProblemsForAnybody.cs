using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Ops.ServiceDefaults;

/// <summary>
/// Writes a problem for a caller who asked for something else, a workbook or a page: what went wrong is told as JSON
/// all the same (RFC 9110, section 12.5.1), with its trace. ASP.NET Core's own
/// writer would leave it to a line of text.
/// </summary>
internal sealed class ProblemsForAnybody : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public ValueTask WriteAsync(ProblemDetailsContext context) =>
        context.HttpContext.RequestServices.GetServices<IProblemDetailsWriter>()
            .First(writer => writer != this).WriteAsync(context);
}
