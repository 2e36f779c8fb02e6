using FluentValidation;
using Ops.Platform.Rules;
using Ops.Platform.Texts;

namespace Ops.Platform.Commands;

/// <summary>What a validator says when a request does not look as it must.</summary>
public static class ValidationRefusals
{
    /// <summary>Refuses with a text, by a rule where one asks for it.</summary>
    /// <param name="rule">The condition that was not met.</param>
    /// <param name="id">The rule's id; null where none asks for it.</param>
    /// <param name="code">The text.</param>
    /// <param name="args">Its arguments.</param>
    public static IRuleBuilderOptions<T, TProperty> Refuses<T, TProperty>(
        this IRuleBuilderOptions<T, TProperty> rule, string? id, string code,
        params (string Name, object? Value)[] args)
    {
        var refusal = new Refused(id, Text.Of(code, args), RefusalKind.Input);
        return rule.WithState(_ => refusal);
    }
}
