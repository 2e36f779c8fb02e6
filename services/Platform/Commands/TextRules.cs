using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Validators;
using Ops.Platform.Texts;

namespace Ops.Platform.Commands;

/// <summary>What the texts of a request look like: codes, names and numbers, and somebody's own words.</summary>
public static partial class TextRules
{
    /// <summary>A code, which stands in paths and tokens: lower-case letters, digits and hyphens.</summary>
    /// <param name="rule">The member.</param>
    /// <param name="text">What is said of one that is none.</param>
    /// <param name="shortest">Its fewest characters; it has 40 at most.</param>
    public static IRuleBuilderOptions<T, string> IsCode<T>(
        this IRuleBuilder<T, string> rule, string text = "code.unreadable", int shortest = 2) =>
        rule.SetValidator(new CodeValidator<T>(shortest)).Refuses(null, text);

    /// <summary>A name, a title or a number: one line that shows all that it holds. None is not looked at.</summary>
    public static IRuleBuilderOptions<T, string?> IsOneLine<T>(this IRuleBuilder<T, string?> rule, int longest) =>
        rule.MaximumLength(longest).Must(text => string.IsNullOrWhiteSpace(text) || Visible.IsOneLine(text))
            .Refuses(null, "text.not-one-line");

    /// <summary>Somebody's own words, in as many lines as they like. None is not looked at.</summary>
    public static IRuleBuilderOptions<T, string?> IsWords<T>(
        this IRuleBuilder<T, string?> rule, int longest = int.MaxValue) =>
        rule.MaximumLength(longest).Must(text => string.IsNullOrWhiteSpace(text) || Visible.IsWords(text))
            .Refuses(null, "text.not-visible");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,39}\z", RegexOptions.None, 1000)]
    private static partial Regex Code();

    /// <summary>A code; it tells its form to whoever describes the request.</summary>
    private sealed class CodeValidator<T>(int shortest) : PropertyValidator<T, string>, IRegularExpressionValidator
    {
        public override string Name => "CodeValidator";

        /// <summary>As JSON schemas write it.</summary>
        public string Expression { get; } =
            FormattableString.Invariant($"^[a-z0-9][a-z0-9-]{{{shortest - 1},39}}$");

        public override bool IsValid(ValidationContext<T> context, string value) =>
            value is not null && value.Length >= shortest && Code().IsMatch(value);
    }
}
