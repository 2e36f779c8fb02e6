using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Ops.Platform.Texts;

namespace Ops.ServiceDefaults;

/// <summary>
/// What went wrong, as a problem (RFC 9457) in the language of whoever reads it, with the <c>code</c> and the
/// <c>args</c> of its detail for programs.
/// </summary>
/// <param name="status">The HTTP status.</param>
/// <param name="title">What kind of thing went wrong.</param>
/// <param name="detail">What went wrong here.</param>
public sealed class TextProblem(int status, Text title, Text detail) : IResult, IStatusCodeHttpResult
{
    /// <inheritdoc />
    public int? StatusCode => status;

    /// <summary>The rule that refuses; null where none does.</summary>
    public string? Rule { get; init; }

    /// <summary>What is wrong with which member of the request, or with which header.</summary>
    public IReadOnlyList<(string Field, Text What)> Errors { get; init; } = [];

    /// <summary>What else the problem tells, by its member's name.</summary>
    public IReadOnlyDictionary<string, object?> More { get; init; } = new Dictionary<string, object?>();

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        return TypedResults.Problem(ToDetails(httpContext.RequestServices.GetRequiredService<ITexts>()))
            .ExecuteAsync(httpContext);
    }

    /// <summary>As it is sent.</summary>
    private ProblemDetails ToDetails(ITexts texts)
    {
        // A sentence that still stands in the code is English, and its title with it; it has no code.
        var isPlain = detail.Code == Text.PlainCode;
        var language = isPlain ? Languages.English : CultureInfo.CurrentUICulture;
        var problem = new ProblemDetails
        {
            Status = status,
            Title = texts.Render(title, language),
            Detail = texts.Render(detail, language),
        };
        if (Rule is not null)
            problem.Extensions["rule"] = Rule;
        if (!isPlain)
            (problem.Extensions["code"], problem.Extensions["args"]) = (detail.Code, detail.Args);
        if (Errors.Count > 0)
        {
            problem.Extensions["errors"] = Errors
                .GroupBy(error => error.Field, error => texts.Render(error.What), StringComparer.Ordinal)
                .ToDictionary(field => field.Key, field => field.ToArray(), StringComparer.Ordinal);
        }

        foreach (var (name, value) in More)
            problem.Extensions[name] = value;
        return problem;
    }
}
