using FluentValidation;
using Ops.Platform.Commands;

namespace Ops.Identity.Organisation;

/// <summary>
/// What the codes of sites, departments, posts and machines look like: they stand in tokens and paths.
/// </summary>
internal static class Codes
{
    /// <summary>Refuses what is no name in English; there may be none.</summary>
    public static IRuleBuilderOptions<T, string?> IsEnglishName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.IsOneLine(100).Must(name => name is null || name.Trim().Length > 0).Refuses(null, "code.name-empty");
}
